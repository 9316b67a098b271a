"""Every kind of endpoint does the same, against a real server of its kind."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from msgspec import structs

from almandine.engine.endpoint import Secret
from almandine.engine.ports import EndpointFailed
from endpoints.offices import (
    CONTENT,
    KINDS,
    NAME,
    Site,
    left_below,
    office,
    refusal,
    site_of,
)
from endpoints.s3_server import S3Site


@pytest.fixture(scope="module", params=KINDS)
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    root = tmp_path_factory.mktemp(f"kinds-{request.param}") / "root"
    with site_of(request.param, root) as opened:
        yield opened


@pytest.fixture
def below(request: pytest.FixtureRequest) -> str:
    """Return a directory of this test's own at the server."""
    return f"{request.node.originalname}/today"


def test_a_file_arrives_whole_under_its_own_name_alone(
    site: Site, source: Path, below: str
) -> None:
    path = office(site.endpoint()).deliver(source, endpoint="vendor", directory=below)
    assert f"{below}/{NAME}" in path
    assert left_below(site, below) == {NAME: CONTENT}


def test_a_file_without_content_arrives(site: Site, source: Path, below: str) -> None:
    source.write_bytes(b"")
    office(site.endpoint()).deliver(source, endpoint="vendor", directory=below)
    assert left_below(site, below) == {NAME: b""}


def test_delivering_again_replaces_the_file_by_itself(
    site: Site, source: Path, below: str
) -> None:
    for _ in range(2):
        office(site.endpoint()).deliver(source, endpoint="vendor", directory=below)
    assert left_below(site, below) == {NAME: CONTENT}


def test_files_are_listed_fetched_and_marked(
    site: Site, source: Path, below: str, tmp_path: Path
) -> None:
    other = tmp_path / "other.mrc"
    other.write_bytes(b"1")
    for file in (source, other):
        office(site.endpoint()).deliver(file, endpoint="vendor", directory=below)
    with office(site.endpoint()).open("vendor") as opened:
        listed = opened.list(below, "*.xml")
        fetched = opened.fetch(f"{below}/{NAME}", tmp_path / "here")
        opened.rename(f"{below}/{NAME}", f"{NAME}.handled")
        names = [each.name for each in opened.list(below)]
    assert [(each.name, each.size) for each in listed] == [(NAME, len(CONTENT))]
    assert (fetched, (tmp_path / "here").read_bytes()) == (listed[0], CONTENT)
    assert names == [f"{NAME}.handled", "other.mrc"]


def test_what_is_not_there_is_told(site: Site, tmp_path: Path) -> None:
    with office(site.endpoint()).open("vendor") as opened:
        with pytest.raises(EndpointFailed, match="is not there any more"):
            opened.fetch("none.mrc", tmp_path / "here")
        with pytest.raises(EndpointFailed, match="is not there any more"):
            opened.rename("none.mrc", "none.mrc.handled")
    assert list(tmp_path.iterdir()) == []


class Touched:
    """A connection to a file that somebody else writes to, or removes."""

    def __init__(self, remote: Any, file: Path, *, is_removed: bool) -> None:  # noqa: ANN401 - any connection
        self._remote, self._file, self._is_removed = remote, file, is_removed

    def read(self, path: PurePosixPath) -> Iterator[bytes]:
        blocks = self._remote.read(path)
        yield next(blocks)
        if self._is_removed:
            self._file.unlink()
        else:
            with self._file.open("ab") as file:
                file.write(b"more")
        yield from blocks

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever it has
        return getattr(self._remote, name)


@pytest.mark.parametrize(
    ("is_removed", "told"),
    [(False, "changed while it was read"), (True, "vanished while it was read")],
)
def test_a_file_that_somebody_works_on_while_it_is_read_is_not_kept(
    site: Site, tmp_path: Path, told: str, *, is_removed: bool
) -> None:
    if isinstance(site, S3Site):
        pytest.skip("what is read of an object is the one that was there at first")
    file = site.root / "a.mrc"
    file.write_bytes(CONTENT)
    with office(site.endpoint()).open("vendor") as opened:
        touched: Any = Touched(opened.remote, file, is_removed=is_removed)
        with pytest.raises(EndpointFailed, match=told):
            replace(opened, remote=touched).fetch("a.mrc", tmp_path / "here")
    assert list(tmp_path.iterdir()) == []


def test_a_trial_leaves_nothing(site: Site) -> None:
    before = dict(site.trouble.listing())
    with office(site.endpoint()).open("vendor") as opened:
        opened.check()
    assert dict(site.trouble.listing()) == before


def test_this_machine_is_no_endpoint_unless_the_site_says_so(
    site: Site, source: Path
) -> None:
    failed = refusal(site.endpoint(), source, hosts=())
    assert "127.0.0.1, which is this machine" in str(failed)
    assert not failed.may_pass


def test_nobody_at_the_port_may_pass(site: Site, source: Path) -> None:
    nowhere = {"endpoint_url": "http://127.0.0.1:9"}
    changed = nowhere if isinstance(site, S3Site) else {"port": 9}
    endpoint = structs.replace(site.endpoint(), **changed)
    assert refusal(endpoint, source).may_pass


def test_a_wrong_password_is_told_and_not_tried_again(site: Site, source: Path) -> None:
    if isinstance(site, S3Site):
        pytest.skip("moto asks nobody for a key")
    wrong = structs.replace(site.endpoint(), password=Secret("wrong-canary"))
    failed = refusal(wrong, source)
    assert "does not let us in" in str(failed)
    assert "wrong-canary" not in str(failed)
    assert not failed.may_pass


@pytest.mark.parametrize("path", ["no such/root", "file"])
def test_a_root_that_is_missing_is_named_and_not_tried_again(
    site: Site, source: Path, path: str
) -> None:
    if isinstance(site, S3Site):
        pytest.skip("a bucket has no directories")
    (site.root / "file").write_bytes(b"")
    failed = refusal(structs.replace(site.endpoint(), path=path), source)
    (site.root / "file").unlink()
    assert f"the endpoint's root '{path}' is not at the server" in str(failed)
    assert not failed.may_pass


def test_a_root_below_the_login_is_delivered_to(site: Site, source: Path) -> None:
    below = {"prefix": "own/root"} if isinstance(site, S3Site) else {"path": "own/root"}
    if not isinstance(site, S3Site):
        (site.root / "own" / "root").mkdir(parents=True)
    endpoint = structs.replace(site.endpoint(), **below)
    office(endpoint).deliver(source, endpoint="vendor", directory="in")
    assert left_below(site, "own/root") == {f"in/{NAME}": CONTENT}
