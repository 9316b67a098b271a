"""The sample institution: made up, seeded, and the same wherever it is made.

Record `i` of a kind is a function of the seed and `i` alone, so a million records need
no more memory than one, and `first` begins anywhere. Links hold for the same seed: the
holdings, items and portfolios of `count` titles belong to the bibs of those titles.

    >>> next(bibs(seed=1, count=1)).mms_id
    '999000000000000101'
"""

from almandine.records.sample.bib import bibs
from almandine.records.sample.holdings import holdings
from almandine.records.sample.institution import CONFIGURATION, INSTITUTION
from almandine.records.sample.items import items
from almandine.records.sample.portfolios import portfolios
from almandine.records.sample.requests import requests
from almandine.records.sample.stream import marc_stream
from almandine.records.sample.users import users

__all__ = [
    "CONFIGURATION",
    "INSTITUTION",
    "bibs",
    "holdings",
    "items",
    "marc_stream",
    "portfolios",
    "requests",
    "users",
]
