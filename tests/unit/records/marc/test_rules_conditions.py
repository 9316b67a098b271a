"""When a rule runs, and in which order rules do."""

import pytest

from almandine.records.marc.rules import compile_rules
from unit.records.marc.building import EMMA, Part, record

DONE: Part = ("999", b"  \x1fadone")
RAW = record(*EMMA)


def holds(condition: str) -> bool:
    rule = f'rule "r" when {condition} then addField "999.a.done" end'
    after = compile_rules(rule)(RAW)
    assert after in (RAW, record(*EMMA, DONE))
    return after != RAW


@pytest.mark.parametrize(
    "condition",
    [
        "TRUE",
        "(true)",
        'exists "245"',
        'exists "245.{1,0}"',
        'exists "245.{1,*}.a"',
        'exists "650.{-,0}"',
        'exists "245.a.Emma*"',
        'exists "245.a.* :"',
        'exists "245.a.*mm*"',
        'exists "245.a.*"',
        'exists "020.a.0-19-283354-1 (pbk.)"',
        'existsControl "008"',
        'existsControl "003.OCoLC"',
        'existsControl "008.{35,3}.eng"',
        'existsControl "LDR.{5,1}.n"',
        'EXISTS "245" AND NOT EXISTS "246"',
        'not exists "245" or exists "650"',
        'exists "246" and exists "245" or exists "650"',
        'not (exists "245" and exists "246")',
        'not not exists "245"',
        'not existsMoreThanOnce "245"',
    ],
)
def test_a_condition_that_holds(condition: str) -> None:
    assert holds(condition)


@pytest.mark.parametrize(
    "condition",
    [
        "not TRUE",
        'exists "246"',
        'exists "245.{0,*}"',
        'exists "245.{1,-}"',
        'exists "245.x"',
        'exists "245.a.Emma"',
        'exists "245.a.emma*"',
        'exists "245.a.*Emma"',
        'existsControl "007"',
        'existsControl "003.OCo"',
        'existsControl "008.{35,3}.fre"',
        'existsControl "008.{39,3}"',
        'existsControl "LDR.{5,1}.c"',
        'exists "245" AND exists "246"',
        'exists "246" OR exists "247"',
        'exists "245" and (exists "246" or exists "247")',
        'existsMoreThanOnce "245"',
    ],
)
def test_a_condition_that_does_not_hold(condition: str) -> None:
    assert not holds(condition)


def test_exists_more_than_once_counts_fields() -> None:
    raw = record(("650", b"  \x1faA"), ("650", b"  \x1faB"), ("651", b"  \x1faA"))
    rule = 'rule "r" when existsMoreThanOnce "650" then removeField "651" end'
    assert compile_rules(rule)(raw) == record(
        *(("650", b"  \x1fa%c" % x) for x in b"AB")
    )


def test_if_with_another_tag_looks_at_the_record() -> None:
    rule = 'rule "r" when (TRUE) then removeField "650" if (exists "245.a.Emma*") end'
    assert compile_rules(rule)(RAW) == record(*EMMA[:-1])


def test_a_rule_with_a_higher_priority_runs_first() -> None:
    rules = """
    rule "written first" when (exists "999") then removeField "999" end
    rule "runs first" priority 5 when (TRUE) then addField "999.a.x" end
    """
    assert compile_rules(rules)(RAW) == RAW


def test_rules_of_one_priority_run_as_written() -> None:
    rules = """
    rule "first" when (exists "999") then removeField "650" end
    rule "second" when (TRUE) then addField "999.a.done" end
    """
    assert compile_rules(rules)(RAW) == record(*EMMA, DONE)


def test_when_is_asked_once_however_actions_change_the_record() -> None:
    rule = """
    rule "r" when (exists "650") then
      removeField "650"
      addField "999.a.done"
    end
    """
    assert compile_rules(rule)(RAW) == record(*EMMA[:-1], DONE)


def test_no_rules_change_nothing() -> None:
    assert compile_rules(" # nothing yet\n")(RAW) is RAW


def test_if_exists_more_than_once_counts_the_fields_of_the_record() -> None:
    raw = record(("650", b"  \x1faA"), ("650", b"  \x1faB"))
    rule = """rule "r" when (TRUE) then
      removeField "650.a.B" if (existsMoreThanOnce "650")
      removeField "650.a.A" if (existsMoreThanOnce "650")
    end"""
    assert compile_rules(rule)(raw) == record(("650", b"  \x1faA"))
