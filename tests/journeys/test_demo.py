"""`almandine demo`, as somebody runs it who sees Almandine for the first time."""

import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from typing import Final
from urllib.parse import urlsplit

DEMO: Final = [sys.executable, "-m", "almandine", "demo", "--bibs", "1000"]
PATIENCE: Final = 120
STYLING: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def read_until(master: int, words: str) -> str:
    """Return what a terminal shows, up to these words."""
    shown = ""
    with suppress(OSError):
        while words not in shown:
            piece = os.read(master, 65536).decode(errors="replace")
            shown = STYLING.sub("", shown + piece)
    return shown.replace("\r", "")


@contextmanager
def on_a_terminal() -> Generator[tuple[subprocess.Popen[bytes], int]]:
    master, slave = pty.openpty()
    demo = subprocess.Popen(DEMO, stdin=slave, stdout=slave, stderr=slave)  # noqa: S603 - ourselves
    os.close(slave)
    try:
        yield demo, master
    finally:
        demo.kill()
        demo.wait()
        os.close(master)


def call(curl: str) -> int:
    """Do what a curl command does; return the HTTP status."""
    words = shlex.split(curl)
    headers = dict(words[at + 1].split(": ") for at, w in enumerate(words) if w == "-H")
    body = words[words.index("-d") + 1] if "-d" in words else None
    url = urlsplit(words[-1])
    connection = HTTPConnection(url.netloc, timeout=PATIENCE)
    method = "POST" if body else "GET"
    connection.request(method, f"{url.path}?{url.query}", body, headers)
    answer = connection.getresponse()
    json.loads(answer.read())
    connection.close()
    return answer.status


def test_in_a_pipe_it_takes_the_tour_and_ends_well() -> None:
    demo = subprocess.run(  # noqa: S603 - ourselves
        DEMO, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert demo.returncode == 0, demo.stdout + demo.stderr
    assert '"errorCode":"402222"' in demo.stdout
    assert "1,000 records, one for each member" in demo.stdout
    assert "What differs from Alma" in demo.stdout


def test_on_a_terminal_it_stays_and_its_three_curls_work() -> None:
    with on_a_terminal() as (demo, master):
        shown = read_until(master, "Ctrl-C ends it")
        curls = re.findall(r"^ +(curl .*)$", shown, re.MULTILINE)
        assert [call(curl) for curl in curls] == [200, 200, 200], shown
        demo.send_signal(signal.SIGINT)
        assert demo.wait(PATIENCE) == 0
