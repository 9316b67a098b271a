"""The configuration of the sample, read as the service reads it."""

from almandine.engine.apply import read_plan
from almandine.engine.endpoint import place_of
from almandine.jobtypes import discover
from almandine.records.sample import CONFIGURATION, INSTITUTION, ids
from almandine.records.sample.bib import COLLECTIONS
from almandine.records.sample.places import OFFSITE, PLACES

PLAN = read_plan(CONFIGURATION, discover())


def test_the_institution_has_the_code_and_the_digits_of_its_records() -> None:
    found = (PLAN.institution.code, PLAN.institution.suffix)
    assert found == (INSTITUTION, ids.SUFFIX)


def test_its_locations_are_where_its_items_are() -> None:
    configured = {
        (library.code, location.code)
        for library in PLAN.libraries
        for location in library.locations
    }
    assert configured == PLACES


def test_the_remote_storage_is_what_stands_off_site() -> None:
    remote = {
        (location.code, location.remote_storage, location.type)
        for library in PLAN.libraries
        for location in library.locations
        if location.remote_storage
    }
    assert remote == {(OFFSITE, "OFFSITE", "REMOTE")}


def test_requests_and_published_records_go_to_the_outbox() -> None:
    endpoints = {endpoint.id: place_of(endpoint) for endpoint in PLAN.endpoints}
    paths = {
        action.action: endpoints[str(action.settings["endpoint"])]
        for profile in PLAN.profiles
        for action in profile.actions
    }
    assert paths == {
        "SEND_REQUESTS": "outbox/remote-storage",
        "PUBLISH": "outbox/exports",
    }


def test_its_collections_are_those_that_bibs_belong_to() -> None:
    assert tuple(collection.id for collection in PLAN.collections) == COLLECTIONS


def test_each_process_runs_a_rule_of_its_own() -> None:
    rules = [rule.name for rule in PLAN.rules]
    assert [process.rule for process in PLAN.processes] == rules


def test_every_stated_id_ends_in_the_digits_of_the_institution() -> None:
    stated = [
        *(library.id for library in PLAN.libraries),
        *(each.id for each in PLAN.sets),
        *(profile.id for profile in PLAN.profiles),
        *(action.job_id for profile in PLAN.profiles for action in profile.actions),
        *(process.id for process in PLAN.processes),
    ]
    assert [each for each in stated if not (each or "").endswith(ids.SUFFIX)] == []
