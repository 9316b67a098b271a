"""MARC records as bytes: reading, viewing, editing, and the way to XML and back.

The bytes of a record are authoritative. Nothing here parses a record into an object
and serialises it again: a view reads what it is asked for, an edit splices, and what
nobody touched stays as it came.
"""
