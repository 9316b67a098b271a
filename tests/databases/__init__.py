"""The databases that the suite runs on: a file, and a real PostgreSQL server."""
