"""How migrations run: on the connection of the caller, inside its transaction."""

from alembic import context

from policywatch.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
