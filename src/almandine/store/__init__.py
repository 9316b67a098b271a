"""All that is kept: SQLAlchemy Core, one text for SQLite and PostgreSQL."""
