"""Files in memory: where runs make them, and where they are delivered."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from errno import ENOSPC
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from almandine.delivery.packing import packed
from almandine.engine.ports import DeliveryFailed, Member, Packing


@dataclass(eq=False)
class Disk:
    """The files of one institution, shared by all its workers."""

    files: dict[tuple[str, str], bytes] = field(
        default_factory=dict[tuple[str, str], bytes]
    )
    """By run and name."""
    parts: dict[tuple[str, str], bytes] = field(
        default_factory=dict[tuple[str, str], bytes]
    )
    delivered: dict[str, bytes] = field(default_factory=dict[str, bytes])
    """At the endpoint, by path."""
    sendings: list[str] = field(default_factory=list[str])
    """Paths in the order of deliveries, repeated ones included."""
    is_full: bool = False
    is_cut_off: bool = False
    """Whether the endpoint takes nothing."""
    differing: list[str] = field(default_factory=list[str])
    """Paths that were delivered again with other bytes."""


@dataclass(frozen=True)
class MemoryWorkspace:
    """Implements `engine.ports.Workspace` for one process."""

    disk: Disk
    step: Callable[[], None]
    """Lets time pass; dies when the process is killed."""

    def _check_space(self) -> None:
        if self.disk.is_full:
            raise OSError(ENOSPC, "No space left on device")

    @contextmanager
    def open_part(self, run_id: str, part: str) -> Generator[BinaryIO]:
        self.step()
        self._check_space()
        growing = BytesIO()
        yield growing
        self.step()
        self._check_space()
        self.disk.parts[run_id, part] = growing.getvalue()

    def assemble(
        self,
        run_id: str,
        name: str,
        *,
        header: bytes,
        parts: Sequence[str],
        footer: bytes,
    ) -> tuple[int, str]:
        self.step()
        self._check_space()
        try:
            data = header + b"".join(self.disk.parts[run_id, p] for p in parts) + footer
        except KeyError as error:
            raise FileNotFoundError(str(error)) from error
        self.step()
        self.disk.files[run_id, name] = data
        return len(data), sha256(data).hexdigest()

    @contextmanager
    def read_part(self, run_id: str, part: str) -> Generator[BinaryIO]:
        self.step()
        yield BytesIO(self.disk.parts[run_id, part])

    def pack(
        self,
        run_id: str,
        name: str,
        packing: Packing,
        member: Member,
        content: Iterable[bytes],
    ) -> tuple[int, str]:
        self.step()
        self._check_space()
        growing = BytesIO()
        with packed(growing, packing, member) as put:
            for block in content:
                put(block)
        self.step()
        data = self.disk.files[run_id, name] = growing.getvalue()
        return len(data), sha256(data).hexdigest()

    def path(self, run_id: str, name: str) -> Path:
        return Path(run_id) / name

    def directory(self, run_id: str, name: str) -> Path:
        raise NotImplementedError("nothing is imported in memory")

    def sync(self, run_id: str, name: str) -> None:
        raise NotImplementedError("nothing is imported in memory")

    def remove(self, run_id: str, name: str) -> None:
        self.step()
        self.disk.files.pop((run_id, name), None)

    def drop_parts(self, run_id: str) -> None:
        self.step()
        _forget(self.disk.parts, run_id)

    def drop(self, run_id: str) -> None:
        self.step()
        _forget(self.disk.parts, run_id)
        _forget(self.disk.files, run_id)


def _forget(files: dict[tuple[str, str], bytes], run_id: str) -> None:
    for key in [key for key in files if key[0] == run_id]:
        del files[key]


@dataclass(frozen=True)
class MemoryCourier:
    """Implements `engine.ports.Courier` for one process."""

    disk: Disk
    step: Callable[[], None]

    def deliver(self, source: Path, *, endpoint: str, directory: str) -> str:
        self.step()
        if self.disk.is_cut_off:
            raise DeliveryFailed("connection refused")
        run_id, name = source.parts
        data = self.disk.files[run_id, name]
        path = f"{endpoint}/{name}"
        if self.disk.delivered.get(path, data) != data:
            self.disk.differing.append(path)
        self.disk.delivered[path] = data
        self.disk.sendings.append(path)
        self.step()
        return path
