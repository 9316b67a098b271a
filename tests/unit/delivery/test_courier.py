from pathlib import Path

import pytest

from almandine.delivery.courier import DirectoryCourier
from almandine.engine.ports import DeliveryFailed


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
def courier(root: Path) -> DirectoryCourier:
    return DirectoryCourier({"robot": root}.get)


def everything(directory: Path) -> dict[str, bytes]:
    """Return all files below a directory, hidden ones too."""
    files = (path for path in directory.rglob("*") if path.is_file())
    return {str(path.relative_to(directory)): path.read_bytes() for path in files}


def test_a_file_arrives_under_its_own_name_and_nothing_else_does(
    courier: DirectoryCourier, source: Path, root: Path
) -> None:
    path = courier.deliver(source, endpoint="robot", directory="")
    assert (path, everything(root)) == (
        str(root.resolve() / "out.xml"),
        {"out.xml": b"<a/>"},
    )


def test_missing_directories_are_made(
    courier: DirectoryCourier, source: Path, root: Path
) -> None:
    courier.deliver(source, endpoint="robot", directory="in/today")
    assert everything(root) == {"in/today/out.xml": b"<a/>"}


def test_delivering_again_replaces_the_file_by_itself(
    courier: DirectoryCourier, source: Path, root: Path
) -> None:
    paths = {courier.deliver(source, endpoint="robot", directory="") for _ in range(2)}
    assert (len(paths), everything(root)) == (1, {"out.xml": b"<a/>"})


def test_what_an_interrupted_delivery_left_is_overwritten(
    courier: DirectoryCourier, source: Path, root: Path
) -> None:
    (root / ".out.xml.arriving").write_bytes(b"much more than the file itself has")
    courier.deliver(source, endpoint="robot", directory="")
    assert everything(root) == {"out.xml": b"<a/>"}


def test_an_unknown_endpoint_is_no_place_to_deliver_to(
    courier: DirectoryCourier, source: Path
) -> None:
    with pytest.raises(DeliveryFailed, match="there is no endpoint nowhere"):
        courier.deliver(source, endpoint="nowhere", directory="")


@pytest.mark.parametrize(
    "directory", ["..", "../robot2", "in/../../other", "/etc", "in/../.."]
)
def test_a_directory_outside_the_root_is_refused_and_not_made(
    courier: DirectoryCourier, source: Path, tmp_path: Path, directory: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(DeliveryFailed, match="lies outside the endpoint"):
        courier.deliver(source, endpoint="robot", directory=directory)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_that_leads_out_of_the_root_is_not_followed(
    courier: DirectoryCourier, source: Path, root: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "in").symlink_to(outside)
    with pytest.raises(DeliveryFailed, match="lies outside the endpoint"):
        courier.deliver(source, endpoint="robot", directory="in")
    assert everything(outside) == {}


def test_a_directory_that_leads_out_and_in_again_is_inside(
    courier: DirectoryCourier, source: Path, root: Path
) -> None:
    courier.deliver(source, endpoint="robot", directory="in/../in2")
    assert everything(root) == {"in2/out.xml": b"<a/>"}


def test_a_root_that_is_no_directory_fails_and_says_why(
    source: Path, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    courier = DirectoryCourier({"robot": file}.get)
    with pytest.raises(DeliveryFailed, match=r"out\.xml: "):
        courier.deliver(source, endpoint="robot", directory="")


def test_a_name_that_is_taken_by_a_directory_fails(
    courier: DirectoryCourier, source: Path, root: Path
) -> None:
    (root / "out.xml").mkdir()
    with pytest.raises(DeliveryFailed, match="Is a directory"):
        courier.deliver(source, endpoint="robot", directory="")


def test_a_disk_that_is_full_fails_and_shows_no_file(
    courier: DirectoryCourier, source: Path, root: Path
) -> None:
    # The kernel's own full disk, under the name the file arrives by.
    (root / ".out.xml.arriving").symlink_to("/dev/full")
    with pytest.raises(DeliveryFailed, match="No space left on device"):
        courier.deliver(source, endpoint="robot", directory="")
    assert not (root / "out.xml").exists()


def test_a_copy_that_differs_from_its_source_is_thrown_away(
    courier: DirectoryCourier, tmp_path: Path, root: Path
) -> None:
    # Reads differently each time, so that no copy of it is ever equal.
    source = tmp_path / "out.xml"
    source.symlink_to("/proc/sys/kernel/random/uuid")
    with pytest.raises(DeliveryFailed, match="did not keep what was written"):
        courier.deliver(source, endpoint="robot", directory="")
    assert everything(root) == {}
