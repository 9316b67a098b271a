"""What alembic runs to migrate: on the connection, and in the transaction, it is given.

Nothing is begun or committed here, so that a migration is one step with everything
around it, and a process that dies in its midst leaves the tables as they were.
"""

from alembic import context

from almandine.store.migrations import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"], version_table=VERSION_TABLE
)
context.run_migrations()
