"""Records put together of what several profiles have published."""

from datetime import UTC, datetime, timedelta

from almandine.engine.oai.provider import OaiSet
from almandine.engine.oai.records import OaiRecord, joined
from almandine.engine.ports import Published

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
MAPS = OaiSet("MAPS", "Maps", "1")
PRINTS = OaiSet("PRINTS", "Prints", "2")
SETS = (MAPS, PRINTS)
BOTH = {"1", "2"}


def test_a_record_of_two_sets_is_that_of_the_first_at_the_later_time() -> None:
    published = [
        Published("2", "991", LATER, deleted=False, marc=b"print"),
        Published("1", "991", NOON, deleted=False, marc=b"map"),
    ]
    wanted = OaiRecord(
        "991", LATER, deleted=False, specs=("MAPS", "PRINTS"), marc=b"map"
    )
    assert joined(published, SETS, BOTH) == {"991": wanted}


def test_a_record_that_one_set_has_lost_lives_in_the_other() -> None:
    published = [
        Published("1", "991", LATER, deleted=True),
        Published("2", "991", NOON, deleted=False, marc=b"print"),
    ]
    wanted = OaiRecord("991", LATER, deleted=False, specs=("PRINTS",), marc=b"print")
    assert joined(published, SETS, BOTH) == {"991": wanted}


def test_whoever_asks_for_the_set_that_lost_it_learns_so() -> None:
    published = [
        Published("1", "991", NOON, deleted=True),
        Published("2", "991", LATER, deleted=False, marc=b"print"),
    ]
    wanted = OaiRecord("991", NOON, deleted=True, specs=("MAPS",))
    assert joined(published, SETS, {"1"}) == {"991": wanted}


def test_a_live_record_tells_of_sets_that_nobody_asked_for() -> None:
    published = [
        Published("1", "991", NOON, deleted=False, marc=b"map"),
        Published("2", "991", LATER, deleted=False, marc=b"print"),
    ]
    wanted = OaiRecord(
        "991", NOON, deleted=False, specs=("MAPS", "PRINTS"), marc=b"map"
    )
    assert joined(published, SETS, {"1"}) == {"991": wanted}


def test_a_record_that_all_have_lost_is_deleted() -> None:
    published = [
        Published("1", "991", NOON, deleted=True),
        Published("2", "991", LATER, deleted=True),
    ]
    wanted = OaiRecord("991", LATER, deleted=True, specs=("MAPS", "PRINTS"))
    assert joined(published, SETS, BOTH) == {"991": wanted}


def test_a_record_of_other_sets_alone_is_left_out() -> None:
    published = [Published("2", "991", NOON, deleted=False)]
    assert joined(published, SETS, {"1"}) == {}


def test_two_profiles_may_fill_one_set() -> None:
    sets = (MAPS, OaiSet("MAPS", "More maps", "2"))
    published = [Published(each, "991", NOON, deleted=False) for each in BOTH]
    assert joined(published, sets, BOTH)["991"].specs == ("MAPS",)
