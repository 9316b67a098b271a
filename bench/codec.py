"""The codecs side by side: each as a process of its own, on the same file.

Rounds are interleaved, so that whatever else the machine does falls on all of them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

from almandine.records.sample import marc_stream
from bench.data import SEED, Stream, names, stream, written
from bench.figures import Figures
from bench.fingerprints import ENOUGH, count, digest, records_in
from bench.measuring import Taken, run
from bench.pace import Pace
from bench.peers import TITLES, Peer, Task, peers
from bench.tables import Repeats, Table

_TOO_SHORT: Final = 0.5
"""Seconds of work below which a rate says little."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One peer on one task."""

    peer: Peer
    task: Task
    rounds: list[Taken] = field(default_factory=list[Taken])
    out: list[int] = field(default_factory=list[int])
    """Records in the output of each round."""
    changed: list[int] = field(default_factory=list[int])
    """Of a plain copy: records that did not come out as they went in."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured."""

    data: str
    records: int
    repeat: int

    def expected(self) -> float:
        """Return about how many seconds everything takes."""
        return len(names(self.data)) * self._each() + self._damage()

    def _each(self) -> float:
        return self.records / 1000 * (1 + 1.7 * self.repeat)

    def _damage(self) -> float:
        return self.records / 1000 * 0.5

    def measure(self, directory: Path, _: Figures, pace: Pace) -> list[Table]:
        """Measure all peers on each stream, and what they keep of a damaged one."""
        directory.mkdir()
        present = [peer for peer in peers() if peer.version]
        absent = [peer.name for peer in peers() if not peer.version]
        note = f"not installed here: {', '.join(absent)}" if absent else "all installed"
        tables: list[Table] = []
        for name in names(self.data):
            pace.doing(f"codecs, {name} records", self._each())
            source = stream(name, directory, self.records)
            tables.append(_rates(source, present, directory, self.repeat, note))
        pace.doing("codecs, a damaged file", self._damage())
        return [*tables, _damaged(present, directory, self.records)]


def _rates(
    source: Stream, present: Sequence[Peer], directory: Path, repeat: int, note: str
) -> Table:
    lanes = [
        Lane(peer, task) for task in Task for peer in present if task in peer.tasks
    ]
    xml = _document(source, directory)
    starts = {peer.name: _start(peer, directory, repeat) for peer in present}
    before = records_in(source.path)
    for _ in range(repeat):
        for lane in lanes:
            given = xml if lane.task is Task.FROM_XML else source.path
            _once(lane, given, directory, before)
    return Table(
        f"Codec, {source.name} records",
        (
            "task",
            "peer",
            "records/s",
            "x pymarc",
            "x yaz",
            "CPU s",
            "peak MB",
            "records out",
            "changed",
        ),
        list(_rows(lanes, source, starts)),
        (
            source.note,
            note,
            (
                f"median of {repeat} (least to most); the start of each program,"
                " measured on an empty file, is taken off"
            ),
            "no rate where more than a tenth of the records did not come out",
            f"(!) less than {_TOO_SHORT} s of work: take more records",
        ),
    )


def _document(source: Stream, directory: Path) -> Path:
    """Write the records as MARCXML, for those who read it."""
    document = directory / f"{source.name}.xml"
    almandine = peers()[0]
    run(almandine.command(Task.TO_XML, source.path), output=document)
    return document


def _start(peer: Peer, directory: Path, repeat: int) -> float:
    """Return how long the program takes to do nothing."""
    empty = written("empty", directory / "empty.mrc", []).path
    command = peer.command(Task.COPY, empty)
    rounds = [run(command, output=directory / "out") for _ in range(repeat)]
    return median(each.wall for each in rounds)


def _once(lane: Lane, source: Path, directory: Path, before: Counter[bytes]) -> None:
    output = directory / "out"
    lane.rounds.append(run(lane.peer.command(lane.task, source), output=output))
    lane.out.append(count(output, is_xml=lane.task is Task.TO_XML))
    if lane.task is Task.COPY:
        lane.changed.append((before - records_in(output)).total())


def _rows(
    lanes: Sequence[Lane], source: Stream, starts: dict[str, float]
) -> Iterator[tuple[str | float | Repeats | None, ...]]:
    rates = {
        (lane.task, lane.peer.name): Repeats(
            tuple(source.records / _work(each, lane, starts) for each in lane.rounds)
        )
        for lane in lanes
    }
    for lane in lanes:
        work = min(_work(each, lane, starts) for each in lane.rounds)
        is_done = min(lane.out) > source.records * ENOUGH
        rate = rates[lane.task, lane.peer.name] if is_done else None
        yield (
            TITLES[lane.task],
            f"{lane.peer.name} {lane.peer.version}" + " (!)" * (work < _TOO_SHORT),
            rate,
            _ratio(rate, rates.get((lane.task, "pymarc"))),
            _ratio(rate, rates.get((lane.task, "yaz-marcdump"))),
            Repeats(tuple(each.cpu for each in lane.rounds)).middle,
            max(each.peak for each in lane.rounds),
            min(lane.out),
            max(lane.changed, default=None),
        )


def _work(taken: Taken, lane: Lane, starts: dict[str, float]) -> float:
    """Return the seconds without the program's start; never nothing."""
    return max(taken.wall - starts[lane.peer.name], 0.001)


def _ratio(rate: Repeats | None, of: Repeats | None) -> float | None:
    return rate.middle / of.middle if rate and of else None


def _damaged(present: Sequence[Peer], directory: Path, records: int) -> Table:
    """Copy a stream in which one record of two hundred is broken."""
    found, clean = marc_stream(SEED, records), marc_stream(SEED, records, 0)
    source = written("damaged", directory / "damaged.mrc", found)
    pairs = zip(marc_stream(SEED, records), clean, strict=True)
    sound = Counter(digest(raw) for raw, as_made in pairs if raw == as_made)
    rows: list[tuple[str | int, ...]] = []
    for peer in present:
        taken = run(peer.command(Task.COPY, source.path), output=directory / "out")
        kept = (sound & records_in(directory / "out")).total()
        name = f"{peer.name} {peer.version}"
        rows.append((name, kept, sound.total() - kept, taken.exit_code))
    return Table(
        "Copy of a damaged file",
        ("peer", "sound records kept unchanged", "lost or changed", "exit code"),
        rows,
        (source.note, f"{sound.total():,} of them are sound"),
    )
