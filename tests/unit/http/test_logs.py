"""Log lines that cannot be written."""

from io import StringIO
from typing import NoReturn

from almandine.http.logs import Unfailing


class Full(StringIO):
    """A stream on a disk that is full."""

    def write(self, _text: str) -> NoReturn:
        raise OSError(28, "No space left on device")

    def flush(self) -> NoReturn:
        raise OSError(28, "No space left on device")


def test_a_line_that_cannot_be_written_is_lost_and_nothing_else() -> None:
    stream = Unfailing(Full())
    assert stream.write("worker_started") == len("worker_started")
    stream.flush()


def test_other_lines_are_written() -> None:
    written = StringIO()
    stream = Unfailing(written)
    stream.write("worker_started")
    stream.flush()
    assert written.getvalue() == "worker_started"
