import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from almandine.delivery.workspace import LocalWorkspace


@pytest.fixture
def workspace(tmp_path: Path) -> LocalWorkspace:
    return LocalWorkspace(tmp_path, "01ALM_INST")


def write(workspace: LocalWorkspace, part: str, data: bytes) -> None:
    with workspace.open_part("17", part) as file:
        file.write(data)


def assemble(
    workspace: LocalWorkspace, parts: Sequence[str], name: str = "out.xml"
) -> tuple[int, str]:
    return workspace.assemble("17", name, header=b"<a>", parts=parts, footer=b"</a>")


def visible(directory: Path) -> list[str]:
    """Return what is below a directory and not hidden."""
    found = (path.relative_to(directory) for path in directory.rglob("*"))
    return sorted(
        str(path)
        for path in found
        if not any(step.startswith(".") for step in path.parts)
    )


def test_a_file_is_header_parts_and_footer_in_order(workspace: LocalWorkspace) -> None:
    write(workspace, "1", b"two")
    write(workspace, "0", b"one")
    content = b"<a>onetwo</a>"
    made = assemble(workspace, ["0", "1"])
    assert made == (len(content), hashlib.sha256(content).hexdigest())
    assert workspace.path("17", "out.xml").read_bytes() == content


def test_parts_larger_than_a_block_are_kept_whole(workspace: LocalWorkspace) -> None:
    part = bytes(range(256)) * 10_000
    write(workspace, "0", part)
    assemble(workspace, ["0"])
    assert workspace.path("17", "out.xml").read_bytes() == b"<a>" + part + b"</a>"


def test_a_file_takes_only_the_parts_it_is_made_of(workspace: LocalWorkspace) -> None:
    for part in ("0", "1", "2"):
        write(workspace, part, part.encode())
    assemble(workspace, ["1"])
    assert workspace.path("17", "out.xml").read_bytes() == b"<a>1</a>"


def test_doing_it_again_gives_the_same_file(workspace: LocalWorkspace) -> None:
    write(workspace, "0", b"one")
    made = [assemble(workspace, ["0"]) for _ in range(2)]
    assert made[0] == made[1]
    assert workspace.path("17", "out.xml").read_bytes() == b"<a>one</a>"


def test_a_part_that_is_written_again_begins_anew(workspace: LocalWorkspace) -> None:
    write(workspace, "0", b"longer than it will be")
    write(workspace, "0", b"short")
    assemble(workspace, ["0"])
    assert workspace.path("17", "out.xml").read_bytes() == b"<a>short</a>"


def test_a_part_that_was_broken_off_leaves_the_former_one(
    workspace: LocalWorkspace,
) -> None:
    write(workspace, "0", b"whole")

    def break_off() -> None:
        with workspace.open_part("17", "0") as part:
            part.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        break_off()
    assemble(workspace, ["0"])
    assert workspace.path("17", "out.xml").read_bytes() == b"<a>whole</a>"


def test_two_that_write_one_part_do_not_mix(workspace: LocalWorkspace) -> None:
    with workspace.open_part("17", "0") as late:
        late.write(b"la")
        write(workspace, "0", b"early")
        late.write(b"te")
    assemble(workspace, ["0"])
    assert workspace.path("17", "out.xml").read_bytes() == b"<a>late</a>"


def test_a_file_that_cannot_be_made_is_not_visible(
    workspace: LocalWorkspace, tmp_path: Path
) -> None:
    write(workspace, "0", b"one")
    with pytest.raises(FileNotFoundError):
        assemble(workspace, ["0", "1"])
    assert visible(tmp_path) == ["01ALM_INST", "01ALM_INST/17"]


def test_parts_are_never_visible(workspace: LocalWorkspace, tmp_path: Path) -> None:
    with workspace.open_part("17", "0") as part:
        part.write(b"one")
        assert visible(tmp_path) == ["01ALM_INST", "01ALM_INST/17"]
    assert visible(tmp_path) == ["01ALM_INST", "01ALM_INST/17"]


def test_parts_go_and_files_stay(workspace: LocalWorkspace, tmp_path: Path) -> None:
    write(workspace, "0", b"one")
    assemble(workspace, ["0"])
    workspace.drop_parts("17")
    files = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert files == ["out.xml"]


def test_all_files_of_a_run_go_and_no_others(
    workspace: LocalWorkspace, tmp_path: Path
) -> None:
    neighbour = LocalWorkspace(tmp_path, "02ALM_INST")
    for each in (workspace, neighbour):
        write(each, "0", b"one")
        assemble(each, ["0"])
    workspace.drop("17")
    workspace.drop("17")
    files = [path for path in tmp_path.rglob("*.xml") if path.is_file()]
    assert files == [neighbour.path("17", "out.xml")]


@pytest.mark.parametrize("name", ["../evil", "/abs", "sub/file", "..", "file/"])
def test_a_name_that_is_a_path_is_none_of_a_file(
    workspace: LocalWorkspace, tmp_path: Path, name: str
) -> None:
    write(workspace, "0", b"one")
    with pytest.raises(ValueError, match="is not the name of a file"):
        assemble(workspace, ["0"], name)
    with pytest.raises(ValueError, match="is not the name of a file"):
        workspace.remove("17", name)
    assert visible(tmp_path) == ["01ALM_INST", "01ALM_INST/17"]


def test_one_file_of_a_run_can_be_removed_again_and_again(
    workspace: LocalWorkspace, tmp_path: Path
) -> None:
    write(workspace, "0", b"one")
    assemble(workspace, ["0"], "one.xml")
    assemble(workspace, ["0"], "two.xml")
    for _ in range(2):
        workspace.remove("17", "one.xml")
    assert [path.name for path in tmp_path.rglob("*.xml")] == ["two.xml"]
