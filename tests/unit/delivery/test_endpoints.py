from pathlib import Path, PurePosixPath
from typing import Final

import pytest

from almandine.delivery.endpoints import EndpointOffice
from almandine.delivery.local import LocalRemote
from almandine.engine.ports import DeliveryFailed, EndpointFailed
from unit.delivery.directories import MARK, office

ARRIVING: Final = f".out.xml.{MARK}.arriving"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "artifacts" / "out.xml"
    file.parent.mkdir()
    file.write_bytes(b"<a/>")
    return file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    directory = tmp_path / "robot"
    directory.mkdir()
    return directory


@pytest.fixture
def courier(root: Path) -> EndpointOffice:
    return office({"robot": root})


def everything(directory: Path) -> dict[str, bytes]:
    """Return all files below a directory, hidden ones too."""
    files = (path for path in directory.rglob("*") if path.is_file())
    return {str(path.relative_to(directory)): path.read_bytes() for path in files}


def test_a_file_arrives_under_its_own_name_and_nothing_else_does(
    courier: EndpointOffice, source: Path, root: Path
) -> None:
    path = courier.deliver(source, endpoint="robot", directory="")
    assert (path, everything(root)) == (
        str(root.resolve() / "out.xml"),
        {"out.xml": b"<a/>"},
    )


def test_missing_directories_are_made(
    courier: EndpointOffice, source: Path, root: Path
) -> None:
    courier.deliver(source, endpoint="robot", directory="in/today")
    assert everything(root) == {"in/today/out.xml": b"<a/>"}


def test_delivering_again_replaces_the_file_by_itself(
    courier: EndpointOffice, source: Path, root: Path
) -> None:
    paths = {courier.deliver(source, endpoint="robot", directory="") for _ in range(2)}
    assert (len(paths), everything(root)) == (1, {"out.xml": b"<a/>"})


@pytest.mark.parametrize("left", [ARRIVING, ".out.xml.22222222.arriving"])
def test_what_an_interrupted_delivery_left_is_removed(
    courier: EndpointOffice, source: Path, root: Path, left: str
) -> None:
    (root / left).write_bytes(b"much more than the file itself has")
    courier.deliver(source, endpoint="robot", directory="")
    assert everything(root) == {"out.xml": b"<a/>"}


def test_an_unknown_endpoint_is_no_place_to_deliver_to(
    courier: EndpointOffice, source: Path
) -> None:
    with pytest.raises(DeliveryFailed, match="there is no endpoint nowhere"):
        courier.deliver(source, endpoint="nowhere", directory="")


@pytest.mark.parametrize(
    "directory", ["..", "../robot2", "in/../../other", "/etc", "in/../.."]
)
def test_a_directory_outside_the_root_is_refused_and_not_made(
    courier: EndpointOffice, source: Path, tmp_path: Path, directory: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(DeliveryFailed, match="lies outside the endpoint"):
        courier.deliver(source, endpoint="robot", directory=directory)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_that_leads_out_of_the_root_is_not_followed(
    courier: EndpointOffice, source: Path, root: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "in").symlink_to(outside)
    with pytest.raises(DeliveryFailed, match="lies outside the endpoint"):
        courier.deliver(source, endpoint="robot", directory="in")
    assert everything(outside) == {}


def test_a_root_that_is_no_directory_fails_and_says_why(
    source: Path, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    courier = office({"robot": file})
    with pytest.raises(DeliveryFailed, match="file: File exists"):
        courier.deliver(source, endpoint="robot", directory="")


def test_a_name_that_is_taken_by_a_directory_fails(
    courier: EndpointOffice, source: Path, root: Path
) -> None:
    (root / "out.xml").mkdir()
    with pytest.raises(DeliveryFailed, match="Is a directory"):
        courier.deliver(source, endpoint="robot", directory="")


def test_a_disk_that_is_full_is_told(source: Path) -> None:
    # The kernel's own full disk.
    with pytest.raises(EndpointFailed, match="No space left on device"):
        LocalRemote(Path("/dev")).put(source, PurePosixPath("full"))


def test_a_copy_that_differs_from_its_source_is_thrown_away(
    courier: EndpointOffice, tmp_path: Path, root: Path
) -> None:
    # Reads differently each time, so that no copy of it is ever equal.
    source = tmp_path / "out.xml"
    source.symlink_to("/proc/sys/kernel/random/uuid")
    with pytest.raises(DeliveryFailed, match="bytes have arrived instead of 0"):
        courier.deliver(source, endpoint="robot", directory="")
    assert everything(root) == {}


class TestReading:
    """Files that come from an endpoint."""

    def test_files_are_listed_by_name_and_pattern(
        self, courier: EndpointOffice, root: Path
    ) -> None:
        for name in ("b.xml", "a[1].xml", "a.mrc", ".c.xml.22222222.arriving"):
            (root / name).write_bytes(b"12")
        (root / "d.xml").mkdir()
        with courier.open("robot") as opened:
            found = opened.list("", "*.xml")
        assert [(each.name, each.size) for each in found] == [
            ("a[1].xml", 2),
            ("b.xml", 2),
        ]

    def test_a_link_that_leads_out_is_not_listed_and_not_read(
        self, courier: EndpointOffice, root: Path, source: Path, tmp_path: Path
    ) -> None:
        (root / "a.xml").symlink_to(source)
        with courier.open("robot") as opened:
            assert opened.list("") == []
            with pytest.raises(EndpointFailed, match="lies outside"):
                opened.fetch("a.xml", tmp_path / "here")
        assert not (tmp_path / "here").exists()

    def test_a_fetched_file_is_whole(
        self, courier: EndpointOffice, root: Path, tmp_path: Path
    ) -> None:
        content = bytes(range(256)) * 10_000
        (root / "a.mrc").write_bytes(content)
        with courier.open("robot") as opened:
            found = opened.fetch("a.mrc", tmp_path / "here")
        assert (found.size, (tmp_path / "here").read_bytes()) == (2_560_000, content)

    def test_a_file_that_is_not_there_is_told(
        self, courier: EndpointOffice, tmp_path: Path
    ) -> None:
        with courier.open("robot") as opened:
            with pytest.raises(EndpointFailed, match="is not there any more"):
                opened.fetch("a.mrc", tmp_path / "here")
            with pytest.raises(EndpointFailed, match="is not there any more"):
                opened.rename("a.mrc", "a.mrc.handled")

    def test_a_file_that_was_dealt_with_gets_another_name(
        self, courier: EndpointOffice, root: Path
    ) -> None:
        (root / "a.mrc").write_bytes(b"1")
        with courier.open("robot") as opened:
            opened.rename("a.mrc", "a.mrc.handled")
        assert everything(root) == {"a.mrc.handled": b"1"}

    @pytest.mark.parametrize("name", ["../a", "in/a", "", ".", "a\\b"])
    def test_another_name_is_no_other_directory(
        self, courier: EndpointOffice, root: Path, name: str
    ) -> None:
        (root / "a.mrc").write_bytes(b"1")
        with courier.open("robot") as opened, pytest.raises(EndpointFailed):
            opened.rename("a.mrc", name)
        assert everything(root) == {"a.mrc": b"1"}

    def test_a_trial_leaves_nothing(self, courier: EndpointOffice, root: Path) -> None:
        with courier.open("robot") as opened:
            opened.check()
        assert everything(root) == {}
