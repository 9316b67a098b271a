"""The tables, one module per aggregate. Every table carries the institution."""
