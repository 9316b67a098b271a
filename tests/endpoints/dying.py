"""Processes that carry a run out and die at a step of its delivery that is named.

`python -m endpoints.dying` gets the data directory, the URL of the database and the
hosts of endpoints, and reads lines of a run and a step with a tab between. Each becomes
a process of its own, forked. A step is the moment before or after an act at the server;
at step 0, which there is none, nobody dies. Answered is, a line each, how it ended.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path, PurePosixPath

from almandine.delivery import ftp, s3, sftp
from almandine.delivery.endpoints import EndpointOffice
from almandine.delivery.remote import Remote
from almandine.engine.ports import Found
from databases.homes import Home
from store.workshop import Workshop

assert all((ftp, s3, sftp)), "loaded before the first fork"


@dataclass(frozen=True)
class MortalRemote:
    """A connection whose process dies before or after an act."""

    remote: Remote
    step: Callable[[], None]

    @property
    def puts_whole(self) -> bool:
        return self.remote.puts_whole

    def make_directory(self, path: PurePosixPath) -> None:
        self.step()
        self.remote.make_directory(path)
        self.step()

    def put(self, source: Path, path: PurePosixPath) -> None:
        self.step()
        self.remote.put(source, path)
        self.step()

    def read(self, path: PurePosixPath) -> Iterator[bytes]:
        for block in self.remote.read(path):
            self.step()
            yield block
        self.step()

    def find(self, path: PurePosixPath) -> Found | None:
        self.step()
        return self.remote.find(path)

    def list(self, directory: PurePosixPath) -> Iterator[Found]:
        self.step()
        return self.remote.list(directory)

    def rename(self, path: PurePosixPath, to: PurePosixPath) -> None:
        self.step()
        self.remote.rename(path, to)
        self.step()

    def remove(self, path: PurePosixPath) -> None:
        self.step()
        self.remote.remove(path)
        self.step()


@dataclass(frozen=True)
class MortalCourier:
    office: EndpointOffice
    step: Callable[[], None]

    def deliver(self, source: Path, *, endpoint: str, directory: str) -> str:
        self.step()
        with self.office.open(endpoint) as opened:
            mortal = replace(opened, remote=MortalRemote(opened.remote, self.step))
            path = mortal.deliver(source, directory)
        self.step()
        return path


def carry_out(home: Home, hosts: str, run_id: str, fatal: int) -> None:
    numbers = count(1)

    def step() -> None:
        if next(numbers) == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    site = Workshop(home, chosen={"endpoint_hosts": tuple(hosts.split(","))})
    worker = site.at_bench()
    assert isinstance(worker.courier, EndpointOffice)
    replace(worker, courier=MortalCourier(worker.courier, step)).execute(run_id)


def main(directory: str, url: str, hosts: str) -> None:
    for line in sys.stdin:
        run_id, fatal = line.rstrip("\n").split("\t")
        process = os.fork()
        if not process:
            carry_out(Home(Path(directory), url), hosts, run_id, int(fatal))
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        sys.stdout.write(f"{ended}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
