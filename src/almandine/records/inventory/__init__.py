"""Holdings, items and portfolios that the fields of a bib describe.

What a mapping makes has no ids yet, so that one can look first whether the library has
it already; ids are given when drafts become records.
"""
