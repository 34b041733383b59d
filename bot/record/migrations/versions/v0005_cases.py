"""Cases: questions that were handed to people.

Revision ID: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "cases",
        sa.Column("message", number, primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("opened_seq", sa.BigInteger, nullable=False),
        sa.Column("holder_seq", sa.BigInteger),
        sa.Column("last_seq", sa.BigInteger, nullable=False),
        sa.Column("card", sa.Text),
        sa.Column("shown_seq", sa.BigInteger, nullable=False),
        sa.Column("told_seq", sa.BigInteger, nullable=False),
        sa.Column("lease_until", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_cases_state", "cases", ["state", "message"])
