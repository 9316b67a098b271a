"""Crashes at every point of an import: it ends as a calm one does.

Every trial is a copy of one prepared directory.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from almandine.engine.run import Run, Status
from databases.homes import Home
from store.crashes import Case, opened
from store.importing import IMPORT, add_profile, all_bibs, put, vendor_records
from store.workshop import Workshop

RECORDS = 35
STEPS_TO_TRY = 28
"""More than the writing transactions of the run."""


@pytest.fixture(scope="module")
def case(template: Home, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Prepare an import of two files, one with what the other has."""
    home = template.copied(tmp_path_factory.mktemp("import") / "data")
    with opened(home) as site:
        directory = add_profile(site)
        put(directory, "a.mrc", vendor_records(range(RECORDS)) + b"broken\x1d")
        put(directory, "b.mrc", vendor_records(range(10, 20), "Changed"))
        run = site.submit(IMPORT)
    return Case(home, run.run_id, range_size=20)


def result_of(site: Workshop, run_id: str) -> Sequence[Any]:
    """Return all that the import leaves behind, but for the number of attempts."""
    with site.store.read() as tx:
        lines = tx.imports.lines(run_id, limit=1_000)
        files = [replace(each, place="") for each in tx.imports.files(run_id)]
        artifacts = tx.artifacts.of(run_id)
    run: Run = replace(site.run_of(run_id), attempt=0, shards=0, carrier=0)
    made = site.files_of(run_id)
    digests = {name: sha256(content).hexdigest() for name, content in made.items()}
    assert digests == {each.name: each.sha256 for each in artifacts}
    # Told by what the files hold, in which ids are named.
    listed = [replace(each, sha256="") for each in artifacts]
    told = sorted(made.items()), site.events_of(run_id)
    return run, lines, files, listed, all_bibs(site), *told


def by_order(result: Sequence[Any]) -> str:
    """Tell all of it, new records named in the order of their ids.

    Ids that were drawn before a crash are not given again.
    """
    ids = sorted(bib.mms_id for bib in result[4])
    names = {mms_id: f"bib {place}" for place, mms_id in enumerate(ids)}
    return re.sub("|".join(ids), lambda found: names[found[0]], repr(result))


@pytest.fixture(scope="module")
def calm(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Sequence[Any]:
    """Return what an import leaves that nothing interrupted."""
    with case.copied(tmp_path_factory.mktemp("calm") / "data") as site:
        case.carry_out(site)
        return result_of(site, case.run_id)


def test_every_transaction_of_an_import_is_tried(case: Case, tmp_path: Path) -> None:
    with case.copied(tmp_path / "data") as site:
        assert 12 <= case.transactions(site) <= STEPS_TO_TRY


@pytest.mark.parametrize("committed", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(STEPS_TO_TRY))
def test_an_import_that_dies_anywhere_ends_as_a_calm_one(
    case: Case,
    calm: Sequence[Any],
    tmp_path: Path,
    at: int,
    committed: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    with case.copied(tmp_path / "data") as site:
        case.carry_out(site, (at, committed))
        assert by_order(result_of(site, case.run_id)) == by_order(calm)


def test_the_calm_import_stored_each_record_once(calm: Sequence[Any]) -> None:
    run, lines, _files, _listed, bibs, _made, told = calm
    assert not told
    assert run.status is Status.COMPLETED_FAILED
    assert len(bibs) == RECORDS
    assert len(lines) == RECORDS + 1 + 10
