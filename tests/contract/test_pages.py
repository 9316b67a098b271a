"""Generated pages are current, and leave nothing out.

What a page is made from is not what it is checked against: a generator that forgets
something fails here.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from almandine.engine.parameters import names_of
from almandine.jobtypes import discover
from almandine.records.marc.rules import compile_rules
from almandine.records.marc.rules.verbs import NOT_YET, VERBS
from almandine.records.query import FIELDS, Operator, parse
from almandine.settings import Settings
from almandine.wire.codes import COUNTERS, TABLES
from almandine.wire.errors import ERRORS
from contract.fences import fences_of
from contract.pages import DOCS, PAGES, REFERENCE, write_pages
from contract.pages.errors import STANDING
from contract.tree import ROOT


def words_of_the_query_language() -> Iterator[str]:
    yield from Operator
    for fields in FIELDS.values():
        for field in fields:
            yield from (field.name, *field.aliases)


def text_of(page: str) -> str:
    return (REFERENCE / page).read_text(encoding="utf-8")


def missing(words: Iterator[str], page: str) -> list[str]:
    text = text_of(page)
    return sorted({word for word in words if f"`{word}`" not in text})


@pytest.mark.parametrize("name", PAGES)
def test_the_checked_in_page_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), (
        "run `python tests/contract/write_pages.py`"
    )


def test_the_pages_are_written(tmp_path: Path) -> None:
    write_pages(tmp_path)
    written = {
        file.relative_to(tmp_path).as_posix(): file.read_text(encoding="utf-8")
        for file in tmp_path.rglob("*.md")
    }
    assert written == {name: page() for name, page in PAGES.items()}


def test_every_error_is_documented() -> None:
    rows = ERRORS.values()
    assert missing((row.code for row in rows), "errors.md") == []
    assert missing((row.message for row in rows), "errors.md") == []


def test_what_the_adr_says_of_a_code_is_on_the_page_of_errors() -> None:
    adr = (ROOT / "docs/adr/0011-codes-where-the-contract-is-silent.md").read_text()
    undecided = {
        ERRORS[each].code
        for each, standing in STANDING.items()
        if "reading" in standing and ERRORS[each].code not in adr
    }
    # The two thresholds have a decision of their own.
    assert undecided == {"402222", "402223"}


def test_every_setting_is_documented() -> None:
    fields = msgspec.structs.fields(Settings)
    assert missing((each.name for each in fields), "settings.md") == []


def test_every_code_of_every_table_is_documented() -> None:
    tables = (*TABLES.values(), COUNTERS)
    every = (each for table in tables for each in table)
    assert missing(every, "code-tables.md") == []
    assert all(f"## {name}\n" in text_of("code-tables.md") for name in TABLES)


def test_every_job_type_and_parameter_is_documented() -> None:
    types = discover([])
    names = (name for each in types.values() for name in names_of(each.params))
    assert missing(names, "job-parameters.md") == []
    assert missing(iter(types), "job-parameters.md") == []


def test_every_word_of_the_query_language_is_documented() -> None:
    assert missing(words_of_the_query_language(), "query-language.md") == []


def test_every_verb_of_the_rule_language_is_documented() -> None:
    text = text_of("rule-language.md").lower()
    assert [verb for verb in (*VERBS, *NOT_YET) if f"`{verb}" not in text] == []


def test_the_queries_on_the_page_of_their_language_can_be_read() -> None:
    [examples] = fences_of(REFERENCE / "query-language.md")
    contents = [parse(line).content for line in examples.text.splitlines()]
    assert contents == ["BIB_MMS", "ITEM"]


def test_the_rules_on_the_page_of_their_language_can_be_read() -> None:
    [example] = fences_of(REFERENCE / "rule-language.md")
    assert compile_rules(example.text)
