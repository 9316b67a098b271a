"""The ports of the engine in memory, with the crashes of a database."""
