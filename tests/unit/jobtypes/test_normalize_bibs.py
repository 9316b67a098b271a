"""Normalize bibs: before and after, and what cannot be done."""

from dataclasses import replace

from almandine.engine.outcome import Changed, Failed, Unchanged
from almandine.engine.parameters import bind, check
from almandine.jobtypes.normalize_bibs import (
    KEPT_AS_XML,
    NormalizeBibs,
    normalize_bib,
)
from unit.jobtypes.records_of_emma import EMMA, LONG
from unit.records.marc.building import EMMA as FIELDS
from unit.records.marc.building import record


def rule(action: str) -> NormalizeBibs:
    return NormalizeBibs(f'rule "r" when (TRUE) then {action} end')


def test_stores_what_the_rules_make() -> None:
    without_020 = [field for field in FIELDS if field[0] != "020"]
    outcome = normalize_bib(EMMA, rule('removeField "020"'))
    assert outcome == Changed(replace(EMMA, marc=record(*without_020)))


def test_leaves_a_record_that_no_rule_changes() -> None:
    outcome = normalize_bib(EMMA, rule('removeField "999"'))
    assert outcome == Unchanged("no rule changes it")


def test_leaves_a_record_that_rules_change_there_and_back() -> None:
    there_and_back = rule('changeField "020" to "024" changeField "024" to "020"')
    assert normalize_bib(EMMA, there_and_back) == Unchanged("no rule changes it")


def test_a_record_kept_as_xml_fails() -> None:
    assert normalize_bib(LONG, rule('removeField "020"')) == Failed(KEPT_AS_XML)


def test_a_record_that_grows_too_long_fails() -> None:
    outcome = normalize_bib(EMMA, rule(f'addField "500.a.{"x" * 9_999}"'))
    assert outcome == Failed("10004 bytes where ISO 2709 has room for 9999")


def test_rules_that_do_not_parse_say_where() -> None:
    outcome = normalize_bib(EMMA, NormalizeBibs("rules"))
    message = "line 1, column 1: `rule` was expected, not rules"
    assert outcome == Failed(message)


def test_a_request_names_the_rule_under_any_task_number() -> None:
    observed = [
        ("task_189_droolesFileKey", "My norm rule"),
        ("task_189_distribution", "true"),
    ]
    settings = check(NormalizeBibs, observed, lambda kind, name: f"{kind}: {name}")
    expected = NormalizeBibs("rule: My norm rule", distribution=True)
    assert bind(NormalizeBibs, settings) == expected
