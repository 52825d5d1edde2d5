"""Runs the migrations on the connection that the store hands over."""

from __future__ import annotations

from alembic import context

from citecheck.audits.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
