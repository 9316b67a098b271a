"""Start a command, wait for it, and print what the kernel says it took.

Imports as little as it can: see `bench.measuring`.
"""

import os
import sys
import time

MB = 1000


def main(output: str, *command: str) -> None:
    """Run `command` with its standard output in the file `output`."""
    create = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [
        (os.POSIX_SPAWN_OPEN, 1, output, create, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    began = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=files)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - began
    cpu = usage.ru_utime + usage.ru_stime
    peak = usage.ru_maxrss * 1.024 / MB
    code = os.waitstatus_to_exitcode(status)
    print(f'{{"wall": {wall}, "cpu": {cpu}, "peak": {peak}, "exit_code": {code}}}')


if __name__ == "__main__":
    main(*sys.argv[1:])
