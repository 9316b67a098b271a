"""What a range of a publishing run is going to publish, on disk until it is delivered.

Four parts beside each other: the records for the two kinds of file, all of them as they
are to be remembered, and a log of how many bytes each record has in its file. The last
two are made of frames, one a chunk.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeVar

import msgspec

from almandine.engine.ports import Workspace
from almandine.engine.ports.publishing import Issue
from almandine.engine.publishing.compare import Act

NEW: Final = "new"
"""Also what the names of files of new and changed records say."""
DELETE: Final = "delete"
_ISSUES: Final = "issues"
_LOG: Final = "log"
_LENGTH_BYTES: Final = 4
_BLOCK: Final = 1 << 20

T = TypeVar("T")


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """What became of one chunk."""

    counts: Mapping[Act, int]
    sizes: Mapping[str, Sequence[int]]
    """Bytes of each record, in both kinds of file."""
    failed: Sequence[str]
    """Ids."""


_WRITER: Final = msgspec.msgpack.Encoder(enc_hook=bytes)
"""Writes a record that remembers its fields as the bytes that it is."""
_LOG_READER: Final = msgspec.msgpack.Decoder(Frame)
_ISSUE_READER: Final = msgspec.msgpack.Decoder(list[Issue])


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
        if issues:
            self._frame(_ISSUES, issues)
        self._frame(_LOG, Frame(counts, sizes, failed))

    def _frame(self, name: str, content: object) -> None:
        frame = _WRITER.encode(content)
        self.files[name].write(len(frame).to_bytes(_LENGTH_BYTES))
        self.files[name].write(frame)


@contextmanager
def open_drafts(workspace: Workspace, run_id: str, part: str) -> Generator[DraftWriter]:
    """Open the parts of a range, empty; on disk when the block ends."""
    with ExitStack() as opened:
        files = {
            name: opened.enter_context(workspace.open_part(run_id, f"{part}.{name}"))
            for name in (NEW, DELETE, _ISSUES, _LOG)
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
        return self._frames(_LOG, _LOG_READER)

    def issues(self) -> Iterator[list[Issue]]:
        """Yield what is to be remembered, a chunk at a time."""
        return self._frames(_ISSUES, _ISSUE_READER)

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

    def _frames(self, name: str, reader: msgspec.msgpack.Decoder[T]) -> Iterator[T]:
        with self._open(name) as file:
            while head := file.read(_LENGTH_BYTES):
                yield reader.decode(file.read(int.from_bytes(head)))

    @contextmanager
    def _open(self, name: str) -> Generator[BinaryIO]:
        with self.workspace.read_part(self.run_id, f"{self.part}.{name}") as file:
            yield file
