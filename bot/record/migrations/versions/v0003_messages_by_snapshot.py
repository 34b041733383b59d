"""An index of the messages by the snapshot that answered: how many receipts one is needed for.

Revision ID: 0003
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_messages_snapshot", "messages", ["snapshot", "received_at"])
