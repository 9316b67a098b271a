"""What a crash between two commits spoils is seen, where a bug lets it (R1b)."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from databases.homes import Home
from planted.couriers import deliver_late
from planted.ranges import LateRanges
from planted.stores import plant, with_parts
from store.crashes import Case, export_case, result_of, stamp_case
from store.workshop import Workshop, add_institutions


def store_cursors_late(site: Workshop) -> None:
    plant(site.app, site.institution, with_parts(ranges=LateRanges))


def record_deliveries_early(site: Workshop) -> None:
    site.worker = deliver_late(site.worker)


PLANTED: Final = {
    "a cursor is stored apart from its records": (stamp_case, store_cursors_late),
    "a delivery is recorded before it happens": (export_case, record_deliveries_early),
}


def results(
    case: Case, plant_in: Callable[[Workshop], None], where: Path
) -> Iterator[Sequence[Any]]:
    """Yield what is left by runs that crashed, each after an earlier commit."""
    with case.copied(where / "counted") as site:
        steps = case.transactions(site)
    for at in reversed(range(steps)):
        with case.copied(where / str(at)) as site:
            plant_in(site)
            case.carry_out(site, (at, True))
            left = result_of(site, case.run_id)
        yield left


@pytest.mark.parametrize(("prepare", "bug"), PLANTED.values(), ids=PLANTED)
def test_what_a_crash_spoils_is_found(
    blank_home: Home,
    tmp_path: Path,
    prepare: Callable[[Home], Case],
    bug: Callable[[Workshop], None],
) -> None:
    add_institutions(blank_home)
    case = prepare(blank_home)
    with case.copied(tmp_path / "calm") as site:
        case.carry_out(site)
        calm = result_of(site, case.run_id)
    assert any(each != calm for each in results(case, bug, tmp_path))
