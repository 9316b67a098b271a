"""Metadata Import: what a profile says, for files, records and matches."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pytest

from almandine.engine.imports.intake import UPLOADS, Request, Source
from almandine.engine.imports.profile import ImportProfile
from almandine.engine.parameters import bind, check
from almandine.faults import InvalidParameter, Refused
from almandine.jobtypes.metadata_import import JOB_TYPE
from almandine.records.bib import Bib
from almandine.records.importing.action import Action
from almandine.records.importing.decision import Arrival, Decision, MatchKey
from almandine.records.importing.handling import SingleMatch
from almandine.records.inventory.stock import Form, Stock
from almandine.records.marc.edits import append, from_fields
from almandine.records.marc.fields import control_field, data_field
from almandine.records.matching.candidates import Candidate
from almandine.records.matching.methods import MatchMethod
from almandine.records.portfolio import Portfolio
from almandine.records.validation.checks import Check

VENDOR: Final = ImportProfile(endpoint="vendor", directory="new", pattern="a.*")
EMMA: Final = from_fields(
    "00000nam a2200000 a 4500",
    [
        control_field("001", "v1"),
        data_field("020", "  ", [("a", "9780141439587")]),
        data_field("035", "  ", [("a", "(OCoLC)7")]),
        data_field("245", "10", [("a", "Emma")]),
    ],
)
STORED: Final = Bib("991", EMMA)
WITHOUT_008: Final = "no 008"
ONLY_EMMA: Final = 'rule "x" when (exists "245.a.Emma") then removeField "999" end'
NO_ISBN: Final = 'rule "x" when (TRUE) then removeField "020" end'


def prepared(profile: ImportProfile) -> Arrival | Decision[Bib]:
    return JOB_TYPE.prepare(EMMA, profile)


def test_files_are_taken_from_the_endpoint_of_the_profile() -> None:
    assert JOB_TYPE.request(VENDOR) == Request(Source("vendor", "new"), "a.*")


def test_an_upload_goes_before_the_endpoint_and_needs_no_pattern() -> None:
    sent = replace(VENDOR, upload="u1")
    assert JOB_TYPE.request(sent) == Request(Source(UPLOADS, "u1"))


def test_a_record_is_matched_by_the_method_of_the_profile() -> None:
    by_isbn = replace(VENDOR, match=MatchMethod.ISBN)
    assert prepared(VENDOR) == Arrival(EMMA, [("oclc", "7")], WITHOUT_008)
    assert prepared(by_isbn) == Arrival(EMMA, [("isbn", "9780141439587")], WITHOUT_008)


def test_cancelled_numbers_are_doubtful_where_valid_ones_go_first() -> None:
    former = append(EMMA, data_field("035", "  ", [("z", "(OCoLC)8")]))
    unique = replace(VENDOR, match=MatchMethod.UNIQUE_OCLC)
    careful = replace(unique, prefer_valid=True)
    doubtful = {("oclc", "8"), ("oclc_z", "7"), ("oclc_z", "8")}
    assert doubts(former, unique) == set()
    assert doubts(former, careful) == doubtful


def doubts(raw: bytes, profile: ImportProfile) -> frozenset[MatchKey]:
    arrival = JOB_TYPE.prepare(raw, profile)
    assert isinstance(arrival, Arrival)
    return arrival.doubtful


def test_of_several_matches_those_with_the_preferred_inventory_count() -> None:
    stock = Stock(portfolios=[Portfolio("53", "992")])
    print_only = Candidate(STORED, frozenset({("oclc", "7")}))
    online = Candidate(replace(STORED, mms_id="992"), print_only.found_by, stock)
    both, arrival = [print_only, online], Arrival(EMMA, [("oclc", "7")])
    electronic = replace(VENDOR, form=Form.ELECTRONIC)
    assert JOB_TYPE.narrow(arrival, both, VENDOR) == both
    assert JOB_TYPE.narrow(arrival, both, electronic) == [online]
    assert [JOB_TYPE.weighs_stock(one) for one in (VENDOR, electronic)] == [False, True]


def test_serials_have_a_method_of_their_own() -> None:
    serial = EMMA[:7] + b"s" + EMMA[8:]
    profile = replace(VENDOR, serials=MatchMethod.ISBN)
    assert keys_of(serial, profile) == [("isbn", "9780141439587")]


def test_serials_have_a_prefix_of_their_own() -> None:
    by_number = replace(VENDOR, match=MatchMethod.SYSTEM_NUMBER, prefix="(DE-599)")
    numbers = [
        data_field("035", "  ", [("a", "(DE-599)1")]),
        data_field("035", "  ", [("a", "(DE-600)2")]),
    ]
    book = append(EMMA, *numbers)
    serial = book[:7] + b"s" + book[8:]
    profile = replace(by_number, serial_prefix="(DE-600)")
    assert keys_of(book, profile) == [("035", "(DE-599)1")]
    assert keys_of(serial, profile) == [("035", "(DE-600)2")]
    assert keys_of(serial, by_number) == [("035", "(DE-599)1")]


def keys_of(raw: bytes, profile: ImportProfile) -> Sequence[MatchKey]:
    arrival = JOB_TYPE.prepare(raw, profile)
    assert isinstance(arrival, Arrival)
    return arrival.keys


def test_what_the_filter_does_not_want_is_left_out() -> None:
    other = replace(VENDOR, filter=ONLY_EMMA.replace("Emma", "Persuasion"))
    assert prepared(other) == Decision(Action.FILTERED)
    assert isinstance(prepared(replace(VENDOR, filter=ONLY_EMMA)), Arrival)


def test_a_record_is_normalized_before_it_is_matched() -> None:
    profile = replace(VENDOR, normalization=NO_ISBN, match=MatchMethod.ISBN)
    arrival = prepared(profile)
    assert isinstance(arrival, Arrival)
    assert arrival.keys == []
    assert b"9780141439587" not in arrival.marc


def test_a_check_weighs_what_the_profile_says() -> None:
    strict = replace(VENDOR, reject=(Check.FIXED_LENGTH, Check.LEADER))
    lenient = replace(VENDOR, ignore=(Check.FIXED_LENGTH,))
    assert prepared(strict) == Decision(Action.REJECTED, WITHOUT_008)
    assert prepared(lenient) == Arrival(EMMA, [("oclc", "7")])


def test_a_new_record_keeps_its_old_number_if_the_profile_says_so() -> None:
    new = Bib("", EMMA)
    kept = JOB_TYPE.name_new(new, "992", VENDOR)
    bare = JOB_TYPE.name_new(new, "992", replace(VENDOR, keep_id=False))
    assert (b"\x1fav1" in kept.marc, b"v1" in bare.marc) == (True, False)
    assert JOB_TYPE.number_of(kept.marc) == kept.mms_id == "992"


def test_what_somebody_decided_goes_before_the_profile() -> None:
    profile = replace(VENDOR, single=SingleMatch.DO_NOT_IMPORT)
    arrival = Arrival(EMMA.replace(b"Emma", b"EMMA"), [])
    assert JOB_TYPE.decide(arrival, [STORED], profile).action is Action.MATCHED
    assert JOB_TYPE.resolve(arrival, STORED, profile).action is Action.MERGED
    assert JOB_TYPE.resolve(arrival, None, profile).action is Action.IMPORTED


def test_unresolved_records_are_waited_for_unless_they_are_skipped() -> None:
    assert not JOB_TYPE.skips_unresolved(VENDOR)
    assert JOB_TYPE.skips_unresolved(replace(VENDOR, skip=True))


def test_settings_become_a_profile() -> None:
    given = [("match_method", "isbn"), ("single_match", "overlay")]
    settings = check(ImportProfile, given, lambda _kind, name: name)
    assert bind(ImportProfile, settings) == ImportProfile(
        match=MatchMethod.ISBN, single=SingleMatch.OVERLAY
    )


def test_a_class_name_of_the_vendor_is_a_method() -> None:
    name = "com.exlibris.repository.mms.match.uniqueOCLC"
    settings = check(ImportProfile, [("match_method", name)], lambda _k, n: n)
    assert bind(ImportProfile, settings).match is MatchMethod.UNIQUE_OCLC


def test_checks_are_named_with_commas_between() -> None:
    settings = check(ImportProfile, [("warn", "leader, encoding")], lambda _k, n: n)
    assert bind(ImportProfile, settings).warn == (Check.LEADER, Check.ENCODING)


@pytest.mark.parametrize("name", ["serial_match_method", "reject"])
def test_an_unknown_method_or_check_is_refused(name: str) -> None:
    with pytest.raises(Refused) as refused:
        check(ImportProfile, [(name, "luck")], lambda _k, n: n)
    assert isinstance(refused.value.refusal, InvalidParameter)
