import pytest

from almandine.engine.apply.plan import LibraryTable, LocationTable, RuleTable
from unit.engine.apply_cases import (
    INSTITUTION,
    plan_of,
    problems_after_institution,
    problems_of,
)


def test_an_institution_alone_is_a_whole_file() -> None:
    assert plan_of("").libraries == ()


def test_tables_become_values() -> None:
    plan = plan_of("""
        [[libraries]]
        code = "MAIN"
        name = "Main Library"
        [[libraries.locations]]
        code = "asrs"
        name = "Robot"
        type = "REMOTE"
    """)
    asrs = LocationTable(code="asrs", name="Robot", type="REMOTE")
    assert plan.libraries == (
        LibraryTable(code="MAIN", name="Main Library", locations=(asrs,)),
    )


def test_a_rule_may_span_lines() -> None:
    plan = plan_of("""
        [[rules]]
        name = "Tidy"
        text = '''
        rule "Tidy" when (TRUE) then removeField "029" end'''
    """)
    text = '        rule "Tidy" when (TRUE) then removeField "029" end'
    assert plan.rules == (RuleTable(name="Tidy", text=text),)


def test_a_file_without_institution_is_refused_for_it() -> None:
    assert problems_of("") == [
        "file: Object missing required field `institution`",
    ]


def test_what_is_no_toml_is_refused_with_its_line() -> None:
    assert problems_of("[institution\n") == [
        (
            "file: no TOML: Expected ']' at the end of a table declaration"
            " (at line 1, column 13)"
        )
    ]


def test_all_unknown_keys_are_told_with_what_is_allowed() -> None:
    assert problems_after_institution("""
        [[collections]]
        nam = "Maps"
        [[collections]]
        name = "Prints"
        code = "P"
    """) == [
        "collections[1].nam: unknown key; allowed: name, id",
        "collections[2].code: unknown key; allowed: name, id",
    ]


def test_an_unknown_table_is_told_with_those_allowed() -> None:
    assert problems_after_institution('[[library]]\ncode = "MAIN"') == [
        (
            "library: unknown key; allowed: institution, libraries, remote_storages, "
            "collections, rules, endpoints, sets, profiles, processes, jobs"
        )
    ]


def test_an_unknown_word_is_told_with_those_allowed() -> None:
    assert problems_after_institution("""
        [[endpoints]]
        id = "store"
        kind = "sftpp"
        path = "out"
    """) == [
        (
            "endpoints[1].kind: 'sftpp' is unknown; allowed: "
            "directory, sftp, ftp, ftps, s3"
        )
    ]


def test_a_key_of_another_kind_is_unknown() -> None:
    assert problems_after_institution("""
        [[endpoints]]
        id = "store"
        kind = "directory"
        path = "out"
        host = "ftp.example.org"
        [[endpoints]]
        id = "store 2"
    """) == [
        "endpoints[1].host: unknown key; allowed: kind, id, path",
        "endpoints[2]: kind is missing; allowed: directory, sftp, ftp, ftps, s3",
    ]


def test_a_server_without_a_key_to_know_it_by_is_refused() -> None:
    (problem,) = problems_after_institution("""
        [[endpoints]]
        id = "vendor"
        kind = "sftp"
        host = "sftp.example.org"
        username = "library"
        password = "secret"
    """)
    assert problem.startswith("endpoints[1].fingerprint: how is the server to be known")


def test_a_secret_that_is_no_text_is_told_with_its_place() -> None:
    assert problems_after_institution("""
        [[endpoints]]
        id = "vendor"
        kind = "ftp"
        host = "ftp.example.org"
        password = 12345
    """) == ["endpoints[1].password: Expected `str`"]


def test_a_missing_key_is_told_with_its_table() -> None:
    assert problems_after_institution('[[libraries]]\ncode = "MAIN"') == [
        "libraries[1]: Object missing required field `name`"
    ]


def test_a_value_of_the_wrong_type_is_told_with_its_key() -> None:
    assert problems_after_institution('[[collections]]\nname = "A"\nid = 81') == [
        "collections[1].id: Expected `str | null`, got `int`"
    ]


def test_a_suffix_of_three_digits_is_refused() -> None:
    assert problems_of(INSTITUTION.replace("1021", "102")) == [
        "institution.suffix: Expected `str` matching regex '^[0-9]{4}$'"
    ]


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "../etc", "CEST "])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    assert problems_of(INSTITUTION.replace("Europe/Vienna", zone)) == [
        (
            f"institution.timezone: no zone {zone!r}; allowed: a name of the IANA "
            "database, such as Europe/Vienna"
        )
    ]


def test_a_name_that_stands_twice_is_told_with_both_places() -> None:
    assert problems_after_institution("""
        [[libraries]]
        code = "MAIN"
        name = "Main"
        [[libraries]]
        code = "MAIN"
        name = "Maine"
    """) == ["libraries[2].code: 'MAIN' stands at libraries[1].code already"]


def test_locations_of_two_libraries_may_share_a_code() -> None:
    plan = plan_of("""
        [[libraries]]
        code = "A"
        name = "A"
        locations = [{code = "stacks", name = "Stacks"}]
        [[libraries]]
        code = "B"
        name = "B"
        locations = [{code = "stacks", name = "Stacks"}]
    """)
    assert [library.locations[0].code for library in plan.libraries] == ["stacks"] * 2


def test_a_broken_rule_is_told_with_line_and_column() -> None:
    assert problems_after_institution("""
        [[rules]]
        name = "Broken"
        text = 'rule "a" when'
    """) == [
        (
            "rules[1].text: line 1, column 14: "
            "a condition was expected, not the end of the rules"
        )
    ]
