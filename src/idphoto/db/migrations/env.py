"""What Alembic runs to apply migrations: on the connection that it was given."""

from __future__ import annotations

from alembic import context

from idphoto.db.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
