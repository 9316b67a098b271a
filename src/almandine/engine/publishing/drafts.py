"""What a range of a publishing run is going to publish, on disk until it is delivered.

Three parts beside each other: the records for the two kinds of file, and a log of how
many bytes each record has in its file, made of frames, one a chunk.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final

import msgspec

from almandine.engine.ports import Workspace
from almandine.engine.ports.publishing import Issue
from almandine.engine.publishing.compare import Act

NEW: Final = "new"
"""Also what the names of files of new and changed records say."""
DELETE: Final = "delete"
# Not as in the release that kept what is published in drafts: a run that an upgrade
# finds half done must fail, and not take its records for stored.
_LOG: Final = "frames"
_LENGTH_BYTES: Final = 4
_BLOCK: Final = 1 << 20


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """What became of one chunk."""

    counts: Mapping[Act, int]
    sizes: Mapping[str, Sequence[int]]
    """Bytes of each record, in both kinds of file."""
    failed: Sequence[str]
    """Ids."""


_WRITER: Final = msgspec.msgpack.Encoder()
_READER: Final = msgspec.msgpack.Decoder(Frame)


@dataclass(frozen=True, slots=True)
class DraftWriter:
    """Takes the drafts of a range, chunk by chunk."""

    files: dict[str, BinaryIO]

    def add(
        self,
        counts: Mapping[Act, int],
        issues: Sequence[Issue],
        texts: Sequence[bytes],
        failed: Sequence[str],
    ) -> None:
        """Add what becomes of a chunk, with what each record is in its file."""
        drafted: dict[str, list[bytes]] = {NEW: [], DELETE: []}
        for issue, text in zip(issues, texts, strict=True):
            drafted[DELETE if issue.deleted else NEW].append(text)
        for which, some in drafted.items():
            self.files[which].writelines(some)
        sizes = {which: [len(text) for text in some] for which, some in drafted.items()}
        frame = _WRITER.encode(Frame(counts, sizes, failed))
        self.files[_LOG].write(len(frame).to_bytes(_LENGTH_BYTES))
        self.files[_LOG].write(frame)


@contextmanager
def open_drafts(workspace: Workspace, run_id: str, part: str) -> Generator[DraftWriter]:
    """Open the parts of a range, empty; on disk when the block ends."""
    with ExitStack() as opened:
        files = {
            name: opened.enter_context(workspace.open_part(run_id, f"{part}.{name}"))
            for name in (NEW, DELETE, _LOG)
        }
        yield DraftWriter(files)


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of one range."""

    workspace: Workspace
    run_id: str
    part: str

    def frames(self) -> Iterator[Frame]:
        """Yield what became of each chunk."""
        with self._open(_LOG) as file:
            while head := file.read(_LENGTH_BYTES):
                yield _READER.decode(file.read(int.from_bytes(head)))

    def sizes(self, which: str) -> list[int]:
        """Return how many bytes each record of one kind of file has."""
        return [size for frame in self.frames() for size in frame.sizes[which]]

    def blocks(self, which: str, start: int, size: int) -> Iterator[bytes]:
        """Yield so many bytes of the records of one kind of file."""
        with self._open(which) as file:
            file.seek(start)
            while block := file.read(min(size, _BLOCK)):
                size -= len(block)
                yield block

    @contextmanager
    def _open(self, name: str) -> Generator[BinaryIO]:
        with self.workspace.read_part(self.run_id, f"{self.part}.{name}") as file:
            yield file
