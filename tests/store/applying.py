"""Configuration files applied to a database."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from almandine.delivery.credentials import unreadable
from almandine.engine.apply import ConfigurationError, Parts, Report, apply, read_plan
from almandine.env import system_env
from almandine.store.directories import make_directory
from almandine.store.entries import SqlEntries
from almandine.store.ids import SqlIds
from almandine.store.references import SqlReferences
from almandine.store.sets import SqlSets
from almandine.store.vault import Vault
from unit.engine.apply_cases import INSTITUTION, JOB_TYPES

CODE = "01ALM_INST"
NOW = datetime(2026, 11, 23, 19, tzinfo=UTC)

ROBOT = """
[[endpoints]]
id = "robot"
kind = "directory"
path = "robot"
[[profiles]]
code = "ROBOT"
name = "Robot"
type = "REMOTE_STORAGE"
"""
ACTION = """
[[profiles.actions]]
action = "SEND_REQUESTS"
settings = { endpoint = "robot" }
"""


def apply_file(connection: Connection, text: str, data: Path) -> Report:
    plan = read_plan(text, JOB_TYPES)
    institution = plan.institution.code
    parts = Parts(
        entries=SqlEntries(connection, institution),
        sets=SqlSets(connection, institution),
        references=SqlReferences(connection, institution),
        ids=SqlIds(connection, institution),
        check_directory=lambda path: make_directory(data, path),
        secrets=Vault(data, institution, system_env(), {}),
        check_endpoint=unreadable,
        now=NOW,
    )
    return apply(plan, parts, JOB_TYPES)


def problems(connection: Connection, text: str, data: Path) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        apply_file(connection, INSTITUTION + text, data)
    return [str(problem) for problem in caught.value.problems]
