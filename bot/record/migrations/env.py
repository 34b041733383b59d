"""What Alembic runs: the migrations, on the connection that `run` hands over."""

from __future__ import annotations

from alembic import context

from bot.record.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
