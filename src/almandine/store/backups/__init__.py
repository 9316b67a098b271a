"""Backups: one file that holds a whole service, for either kind of database.

The file is a tar. First a line that says what it is, then the rows of all tables in
batches, then the files of the data directory, and last a manifest with the size and
the SHA-256 of all that came before. ADR 0017 says why.
"""
