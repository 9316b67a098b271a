"""What begins with a text, against what Python says."""

import re

import pytest
from sqlalchemy import insert, select, text

from almandine.store.database import Database
from almandine.store.query.prefixes import starts_with
from almandine.store.tables.institution import sequence
from store.workshop import HERE

TEXTS = (
    "",
    "a",
    "A",
    "ab",
    "aB",
    "a%",
    "a_",
    "b",
    "é",
    "ée",
    "z\ud7ff",
    "z\ud7ffz",
    "z\ue000",
    "\uffff",
    "\U00010000",
    "\U0010ffff",
    "x\U0010ffff",
    "x\U0010ffff\U0010ffffa",
    "y",
)


@pytest.fixture
def filled(fresh_database: Database) -> Database:
    rows = [{"institution": HERE, "what": each, "last": 0} for each in TEXTS]
    with fresh_database.writing() as connection:
        connection.execute(insert(sequence), rows)
    return fresh_database


@pytest.mark.parametrize("prefix", [*TEXTS, "c", "a%b"], ids=ascii)
def test_a_text_begins_as_python_says(filled: Database, prefix: str) -> None:
    query = select(sequence.c.what).where(starts_with(sequence.c.what, prefix))
    with filled.reading() as connection:
        found = connection.scalars(query.where(sequence.c.institution == HERE))
        assert sorted(found) == sorted(t for t in TEXTS if t.startswith(prefix))


def test_an_index_serves(filled: Database) -> None:
    what = sequence.c.what
    query = select(what).where(sequence.c.institution == HERE, starts_with(what, "a"))
    spelled = query.compile(filled.engine, compile_kwargs={"literal_binds": True})
    with filled.reading() as connection:
        if filled.is_shared:
            # Of so few rows, nothing is quicker than to read them all.
            connection.execute(text("SET LOCAL enable_seqscan TO off"))
        explain = "EXPLAIN" if filled.is_shared else "EXPLAIN QUERY PLAN"
        plan = str(connection.execute(text(f"{explain} {spelled}")).all())
    found = re.search(r"(?:Index Cond: |INDEX \w+ )\((.*)", plan)
    assert found, plan
    assert re.findall(r"what ?([<>]=?)", found[1]) in ([">=", "<"], [">", "<"])
