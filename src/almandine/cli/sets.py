"""`almandine sets`: what jobs work on."""

import getpass
from collections.abc import Sequence

import rich_click as click

from almandine.cli.failures import Group
from almandine.cli.listings import as_json, show_rows
from almandine.cli.places import Site, at_institution
from almandine.engine.ports import Tx
from almandine.engine.sets.create import create
from almandine.engine.sets.creator import Creator
from almandine.engine.sets.drafts import SetDraft
from almandine.engine.sets.members import MAX_MEMBERS, MembersChange, change_members
from almandine.engine.sets.search import list_sets
from almandine.engine.sets.show import list_members, show, sized
from almandine.records.kind import KIND_OF_CONTENT
from almandine.records.sets import SetType

_PAGE = 1000
