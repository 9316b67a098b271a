"""What a range of a publishing run is going to publish, on disk until it is delivered.

Four parts beside each other: the records for the two kinds of file, the records as they
are to be remembered, and a log of frames that says which bytes of these are whose.
"""

from collections.abc import Generator, Iterator, Sequence
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
_MARC: Final = "marc"
_LOG: Final = "log"
_LENGTH_BYTES: Final = 4


class Draft(msgspec.Struct, frozen=True, array_like=True):
    """One record that is going to be published."""

    mms_id: str
    digest: bytes
    deleted: bool
    size: int
    """Bytes in its file."""
    marc_size: int


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """What became of one chunk."""

    counts: dict[Act, int]
    drafts: tuple[Draft, ...]
    failed: tuple[str, ...]
    """Ids."""


_READER: Final = msgspec.msgpack.Decoder(Frame)


@dataclass(frozen=True, slots=True)
class DraftWriter:
    """Takes the drafts of a range, chunk by chunk."""

    files: dict[str, BinaryIO]

    def add(
        self,
        counts: dict[Act, int],
        issues: Sequence[Issue],
        texts: Sequence[bytes],
        failed: Sequence[str],
    ) -> None:
        """Add what becomes of a chunk, with what each record is in its file."""
        drafts: list[Draft] = []
        for issue, text in zip(issues, texts, strict=True):
            self.files[DELETE if issue.deleted else NEW].write(text)
            self.files[_MARC].write(issue.marc)
            sizes = len(text), len(issue.marc)
            drafts.append(Draft(issue.mms_id, issue.digest, issue.deleted, *sizes))
        frame = msgspec.msgpack.encode(Frame(counts, tuple(drafts), tuple(failed)))
        self.files[_LOG].write(len(frame).to_bytes(_LENGTH_BYTES) + frame)


@contextmanager
def open_drafts(workspace: Workspace, run_id: str, part: str) -> Generator[DraftWriter]:
    """Open the parts of a range, empty; on disk when the block ends."""
    with ExitStack() as opened:
        files = {
            name: opened.enter_context(workspace.open_part(run_id, f"{part}.{name}"))
            for name in (NEW, DELETE, _MARC, _LOG)
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
        with self._open(_LOG) as log:
            while head := log.read(_LENGTH_BYTES):
                yield _READER.decode(log.read(int.from_bytes(head)))

    def sizes(self, which: str) -> Iterator[int]:
        """Yield how long each record of one kind of file is there, in bytes."""
        for frame in self.frames():
            for draft in frame.drafts:
                if draft.deleted == (which == DELETE):
                    yield draft.size

    def texts(self, which: str) -> Iterator[bytes]:
        """Yield each record of one kind of file, as it is there."""
        with self._open(which) as file:
            for size in self.sizes(which):
                yield file.read(size)

    def issues(self) -> Iterator[list[Issue]]:
        """Yield what is to be remembered, a chunk at a time."""
        with self._open(_MARC) as file:
            for frame in self.frames():
                yield [
                    Issue(
                        each.mms_id,
                        each.digest,
                        each.deleted,
                        file.read(each.marc_size),
                    )
                    for each in frame.drafts
                ]

    @contextmanager
    def _open(self, name: str) -> Generator[BinaryIO]:
        with self.workspace.read_part(self.run_id, f"{self.part}.{name}") as file:
            yield file
