"""What each verb does to a record, and what it leaves alone."""

import pytest

from almandine.records.marc.rules import compile_rules
from unit.records.marc.building import LEADER, Part, marc8_record, record

Fields = list[Part]

BEES: Part = ("650", b" 0\x1faBees\x1f2lcsh")
WASPS: Part = ("650", b" 7\x1faWasps\x1f2fast")


def run(action: str, *fields: Part) -> bytes:
    return compile_rules(f'rule "one" when (TRUE) then {action} end')(record(*fields))


CHANGES: list[tuple[str, Fields, Fields]] = [
    ('removeField "650"', [BEES, WASPS], []),
    ('removeField "650.{-,0}"', [BEES, WASPS], [WASPS]),
    ('removeField "650.{*,7}.2.fast"', [BEES, WASPS], [BEES]),
    ('removeField "650" if (exists "650.2.fast")', [BEES, WASPS], [BEES]),
    ('removeField "650" if (not exists "650.2.fast")', [BEES, WASPS], [WASPS]),
    ('removeField "650" if (exists "650.a.*s")', [BEES, WASPS], []),
    ('removeControlField "003"', [("003", b"OCoLC"), BEES], [BEES]),
    ('removeControlField "003.X*"', [("003", b"XY"), ("003", b"Y")], [("003", b"Y")]),
    ('removeSubField "650.2"', [BEES], [("650", b" 0\x1faBees")]),
    ('removeSubField "650.2.fast"', [BEES, WASPS], [BEES, ("650", b" 7\x1faWasps")]),
    ('removeSubField "650.a"', [("650", b" 0\x1faBees")], []),
    ('addField "500.a.Read."', [BEES], [("500", b"  \x1faRead."), BEES]),
    ('addField "949.{0,4}.a.1.5"', [BEES], [BEES, ("949", b"04\x1fa1.5")]),
    (
        'addField "650.a.Ants"',
        [BEES, ("700", b"x")],
        [
            BEES,
            ("650", b"  \x1faAnts"),
            ("700", b"x"),
        ],
    ),
    (
        'addControlField "003.X"',
        [("001", b"1"), BEES],
        [
            ("001", b"1"),
            ("003", b"X"),
            BEES,
        ],
    ),
    (
        'addSubField "650.9.x" if (exists "650.2.fast")',
        [BEES, WASPS],
        [
            BEES,
            ("650", WASPS[1] + b"\x1f9x"),
        ],
    ),
    ('changeField "650.{-,7}" to "695"', [BEES, WASPS], [BEES, ("695", WASPS[1])]),
    ('changeField "650" to "655.{*,9}"', [BEES], [("655", b" 9\x1faBees\x1f2lcsh")]),
    (
        'copyField "650" to "690" if (exists "650.{-,0}")',
        [BEES, WASPS],
        [
            BEES,
            WASPS,
            ("690", BEES[1]),
        ],
    ),
    (
        'copyField "001" to "035.a"',
        [("001", b"7")],
        [
            ("001", b"7"),
            ("035", b"  \x1fa7"),
        ],
    ),
    (
        'copyField "008.{2,1}" to "041.{0,-}.a"',
        [("008", b"xye")],
        [
            ("008", b"xye"),
            ("041", b"0 \x1fae"),
        ],
    ),
    (
        'copyField "650.a" to "690.x"',
        [("650", b"  \x1faA\x1faB")],
        [
            ("650", b"  \x1faA\x1faB"),
            ("690", b"  \x1fxA"),
            ("690", b"  \x1fxB"),
        ],
    ),
    ('changeSubField "650.2" to "9"', [BEES], [("650", b" 0\x1faBees\x1f9lcsh")]),
    (
        'changeSubField "650.2.f*" to "9"',
        [BEES, WASPS],
        [
            BEES,
            ("650", b" 7\x1faWasps\x1f9fast"),
        ],
    ),
    ('changeFirstIndicator "650" to "2"', [BEES], [("650", b"20\x1faBees\x1f2lcsh")]),
    (
        'changeSecondIndicator "650.{-,7}" to "-"',
        [BEES, WASPS],
        [
            BEES,
            ("650", b"  \x1faWasps\x1f2fast"),
        ],
    ),
    ('replaceContents "650.a.e" with "E"', [BEES], [("650", b" 0\x1faBEEs\x1f2lcsh")]),
    (
        'replaceContents "650.a.Be*" with "Ants"',
        [BEES, WASPS],
        [
            ("650", b" 0\x1faAnts\x1f2lcsh"),
            WASPS,
        ],
    ),
    ('replaceContents "650.2.lcsh" with ""', [BEES], [("650", b" 0\x1faBees")]),
    ('replaceContents "650.a.B" with "" if (exists "650.{-,7}")', [BEES], [BEES]),
    (
        'ReplaceControlContents "008.{1,2}.bc" with "XY"',
        [("008", b"abcd")],
        [("008", b"aXYd")],
    ),
    (
        'replaceControlContents "003.Co" with "-"',
        [("003", b"OCoLC")],
        [("003", b"O-LC")],
    ),
    ('replaceControlContents "003.OCoLC" with ""', [("003", b"OCoLC"), BEES], [BEES]),
    (
        'correctDuplicateSubfields "650" "2"',
        [("650", b"  \x1faA\x1f2x\x1f2x\x1f2y")],
        [("650", b"  \x1faA\x1f2x\x1f2y")],
    ),
]


@pytest.mark.parametrize(("action", "before", "after"), CHANGES)
def test_an_action_changes_what_it_is_for(
    action: str, before: Fields, after: Fields
) -> None:
    assert run(action, *before) == record(*after)


@pytest.mark.parametrize(
    "action",
    [
        'removeField "651"',
        'removeField "650.{1,0}"',
        'removeField "650.a.bees"',
        'removeField "650.a.Bee"',
        'removeSubField "650.b"',
        'removeControlField "003"',
        'addSubField "651.a.x"',
        'addField "500.a.x" if (exists "651")',
        'changeField "651" to "650"',
        'copyField "651" to "650"',
        'changeSubField "650.2" to "2"',
        'changeFirstIndicator "650" to "-"',
        'replaceContents "650.a.bees" with "x"',
        'replaceControlContents "008.{1,2}.zz" with "XY"',
        'replaceControlContents "008.{38,3}" with "XYZ"',
        'replaceControlContents "008.zz" with "XYZ"',
        'correctDuplicateSubfields "650" "2"',
    ],
)
def test_a_record_that_no_action_is_for_keeps_its_very_bytes(action: str) -> None:
    raw = record(("008", b"abcd"), BEES)
    normalize = compile_rules(f'rule "one" when TRUE then {action} end')
    assert normalize(raw) is raw


def test_a_leader_position_is_overwritten() -> None:
    replace = 'replaceControlContents "LDR.{5,1}.n" with "c"'
    changed = record(BEES, leader=LEADER.replace("nam", "cam"))
    assert run(replace, BEES) == changed


def test_a_leader_position_that_holds_something_else_stays() -> None:
    assert run('replaceControlContents "LDR.{5,1}.c" with "d"', BEES) == record(BEES)


def test_a_backslash_takes_the_meaning_from_a_wildcard() -> None:
    star = ("650", b"  \x1fa*")
    assert run(r'removeField "650.a.\*"', star, BEES) == record(BEES)


def test_two_backslashes_before_a_dot_stand_for_the_dot() -> None:
    volume = ("490", b"  \x1fvVol.")
    assert run(r'removeField "490.v.Vol\\."', volume, BEES) == record(BEES)


def test_text_beyond_ascii_is_compared_and_written_as_utf8() -> None:
    before, after = ("650", "  \x1faCafé".encode()), ("650", "  \x1faTé".encode())
    assert run('replaceContents "650.a.Caf" with "T"', before) == record(after)


def test_a_field_of_a_marc8_record_is_compared_as_unicode() -> None:
    raw = marc8_record(("650", b"  \x1faCaf\xe2e"), BEES)
    normalize = compile_rules(
        'rule "r" when (TRUE) then removeField "650.a.Caf\u00e9" end'
    )
    assert normalize(raw) == marc8_record(BEES)


def test_a_field_without_a_delimiter_is_left_as_it_is() -> None:
    odd = ("650", b"Bees")
    assert run('removeSubField "650.a"', odd) == record(odd)
