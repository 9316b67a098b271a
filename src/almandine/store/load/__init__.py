"""Bulk loading: files in, records stored, and what could not be stored set aside.

A thousand records are one transaction, so a load that dies leaves whole chunks, and
memory stays flat. A record that cannot be stored never stops the others: its position
and the reason are reported, and its bytes go to a quarantine file.
"""

from almandine.store.load.authorities import load_authorities
from almandine.store.load.bibs import load_bibs
from almandine.store.load.candidates import Rejected
from almandine.store.load.destination import Destination, IdPolicy, LoadReport
from almandine.store.load.holdings import load_holdings
from almandine.store.load.items import load_items
from almandine.store.load.portfolios import load_portfolios
from almandine.store.load.requests import load_requests
from almandine.store.load.rows import csv_rows, json_lines
from almandine.store.load.users import load_users

__all__ = [
    "Destination",
    "IdPolicy",
    "LoadReport",
    "Rejected",
    "csv_rows",
    "json_lines",
    "load_authorities",
    "load_bibs",
    "load_holdings",
    "load_items",
    "load_portfolios",
    "load_requests",
    "load_users",
]
