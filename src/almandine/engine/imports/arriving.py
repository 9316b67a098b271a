"""The beginning of an import: files are fetched and unpacked, their records placed.

All of it may be done again after a crash: each attempt has a directory of its own, and
what it found replaces what its predecessor had found.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from almandine.engine.imports.intake import Request, Unpacked, Unreadable
from almandine.engine.imports.line import FileState, ImportFile, Place
from almandine.engine.imports.names import NamePattern
from almandine.engine.jobtype import ImportJob
from almandine.engine.ports import (
    CollectFailed,
    Collector,
    NobodyAnswered,
    Offer,
    Workspace,
)
from almandine.engine.ports.imports import Triple

BATCH: Final = 1_000
"""Places handed on at once."""
_NO_TEXT: Final = re.compile("[\ud800-\udfff]")
"""What Python makes of bytes in a name that are not UTF-8."""


@dataclass(slots=True)
class Silence:
    """Files in a row for which nobody answered.

    One may be what its server does with that file alone; two are the server's.
    """

    files: int = 0
    because: str = ""

    @property
    def lasts(self) -> bool:
        """Tell whether there is no use in asking for another file."""
        return self.files > 1

    def note(self, wrong: Exception | None) -> None:
        """Note what came of asking for a file."""
        self.files = self.files + 1 if isinstance(wrong, NobodyAnswered) else 0
        self.because = str(wrong)


@dataclass(frozen=True, slots=True)
class Arriving:
    """An import that is about to take its files."""

    job_type: ImportJob[Any, Any]
    params: Any
    workspace: Workspace
    collector: Collector
    run_id: str
    attempt: int
    """Names the directory, so that nobody who was overtaken writes into it."""
    listen: Callable[[], None]
    """Raises when the run, or this worker, was asked to stop."""

    def offers(self) -> Sequence[Offer]:
        """Return all files that there are.

        Raises:
            CollectFailed: when the source cannot be read at all.
        """
        return self.collector.list(self._request.source)

    def fitting(self, offers: Sequence[Offer]) -> Sequence[Offer]:
        """Return those whose name the profile wants."""
        pattern = NamePattern(self._request.pattern)
        return [offer for offer in offers if pattern.fits(_shown(offer.name))]

    def files(
        self, offers: Sequence[Offer], handled: frozenset[Triple]
    ) -> list[ImportFile]:
        """Fetch and unpack what is new; a file that cannot be read is told, not taken.

        Where nobody answers, the rest is not tried: each file would take as long.

        Args:
            offers: Those to take.
            handled: What former runs of the profile have taken.

        Raises:
            Stopped, Leaving, Fenced: between two files.
        """
        found: list[ImportFile] = []
        silence = Silence()
        for place, offer in enumerate(offers, start=1):
            if (offer.name, offer.size, offer.modified) in handled:
                found.append(_told(offer, FileState.SKIPPED))
            elif silence.lasts:
                found.append(_told(offer, FileState.FAILED, silence.because))
            else:
                self.listen()
                found += self._taken(offer, f"{self._directory}/{place}", silence)
        numbered = enumerate(found, start=1)
        self.workspace.sync(self.run_id, self._directory)
        return [replace(each, number=number) for number, each in numbered]

    @property
    def _request(self) -> Request:
        return self.job_type.request(self.params)

    @property
    def _directory(self) -> str:
        return f"incoming-{self.attempt}"

    def _taken(
        self, offer: Offer, place: str, silence: Silence
    ) -> Sequence[ImportFile]:
        """Return the files of records that a file holds, or the file as failed."""
        try:
            unpacked = self._unpacked(offer, place)
        except (CollectFailed, Unreadable) as wrong:
            silence.note(wrong)
            return [_told(offer, FileState.FAILED, str(wrong))]
        silence.note(None)
        root = self.workspace.directory(self.run_id, "")
        return [
            replace(
                _told(offer, FileState.TAKEN),
                inner=each.inner,
                format=each.format,
                place=str(each.path.relative_to(root)),
            )
            for each in unpacked
        ]

    def _unpacked(self, offer: Offer, place: str) -> Sequence[Unpacked]:
        if _shown(offer.name) != offer.name:
            raise Unreadable("its name is not in UTF-8; rename it")
        source = self._request.source
        raw = self.workspace.directory(self.run_id, f"{place}/raw") / "file"
        self.collector.fetch(source, offer, raw)
        into = self.workspace.directory(self.run_id, f"{place}/records")
        return self.job_type.intake.unpack(raw, into)


def _told(offer: Offer, state: FileState, because: str = "") -> ImportFile:
    """Return a file that was offered, and what became of it."""
    return ImportFile(
        number=0,
        name=_shown(offer.name),
        size=offer.size,
        modified=offer.modified,
        state=state,
        because=because,
    )


def _shown(name: str) -> str:
    """Return a name that is text, whatever bytes a system has for it."""
    return _NO_TEXT.sub("\ufffd", name)


def places(
    job_type: ImportJob[Any, Any],
    files: Sequence[ImportFile],
    workspace: Workspace,
    run_id: str,
) -> Iterator[Sequence[str]]:
    """Yield the places of all records of the files that were taken, in batches."""
    batch: list[str] = []
    for file in files:
        if file.state is not FileState.TAKEN:
            continue
        unpacked = unpacked_of(file, workspace, run_id)
        found = job_type.intake.places(unpacked)
        for position, (offset, length) in enumerate(found, start=1):
            batch.append(str(Place(file.number, position, offset, length)))
            if len(batch) >= BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def unpacked_of(file: ImportFile, workspace: Workspace, run_id: str) -> Unpacked:
    """Return a file as it lies in the workspace."""
    path = workspace.directory(run_id, "") / file.place
    return Unpacked(path, file.format, file.inner)
