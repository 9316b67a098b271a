"""Users, and what they request."""

from datetime import UTC, datetime

from almandine.records.sample import items, requests, users

SEED = 3
REQUESTS = list(requests(SEED, 40, titles=1000, users=50))


def test_there_are_as_many_users_as_asked_for_each_with_an_id_of_their_own() -> None:
    assert len({user.primary_id for user in users(SEED, 500)}) == 500


def test_a_user_is_the_same_wherever_making_begins() -> None:
    assert list(users(SEED, 5, first=95)) == list(users(SEED, 100))[95:]


def test_users_are_of_all_groups() -> None:
    groups = {user.user_group for user in users(SEED, 200)}
    assert groups == {"UNDERGRAD", "GRADUATE", "FACULTY", "STAFF", "PUBLIC"}


def test_some_names_are_beyond_ascii() -> None:
    names = [user.first_name + user.last_name for user in users(SEED, 200)]
    assert 20 < sum(not name.isascii() for name in names) < 150


def test_barcodes_of_users_differ() -> None:
    barcodes = {user.identifiers for user in users(SEED, 500)}
    assert len(barcodes) == 500


def test_there_are_as_many_requests_as_asked_for() -> None:
    assert len({request.request_id for request in REQUESTS}) == 40


def test_requests_are_for_items_of_the_sample_each_for_another() -> None:
    copies = {item.pid: item for item in items(SEED, 1000)}
    wanted = [request.item for request in REQUESTS]
    assert wanted == [copies[item.pid] for item in wanted]
    assert len({item.pid for item in wanted}) == len(wanted)


def test_requested_items_are_in_place_in_the_remote_storage() -> None:
    states = {(each.item.location, each.item.base_status) for each in REQUESTS}
    assert states == {("offsite", "1")}


def test_those_who_request_are_users_of_the_sample() -> None:
    known = {user.primary_id for user in users(SEED, 50)}
    assert {request.user_id for request in REQUESTS} <= known


def test_no_request_was_sent_yet() -> None:
    assert {(each.sent_at, each.sent_by) for each in REQUESTS} == {(None, "")}


def test_requests_were_placed_within_one_week() -> None:
    week = datetime(2026, 11, 16, 7, tzinfo=UTC), datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert all(week[0] <= each.placed_at < week[1] for each in REQUESTS)


def test_there_are_no_more_requests_than_items_in_storage() -> None:
    stored = [
        item
        for item in items(SEED, 100)
        if item.location == "offsite" and not item.process_type
    ]
    placed = list(requests(SEED, 1000, titles=100, users=50))
    assert [request.item for request in placed] == stored
