"""A worker's memory is for records: it leaves the web server out."""

import subprocess
import sys

IMPORTED = """
import sys
from almandine.cli import almandine
almandine.get_command(None, "worker")
print(*sys.modules)
"""


def test_a_worker_does_without_the_web_server() -> None:
    done = subprocess.run(  # noqa: S603 - the program under test
        [sys.executable, "-c", IMPORTED], check=True, capture_output=True, text=True
    )
    imported = set(done.stdout.split())
    assert "almandine.cli.worker" in imported
    assert imported.isdisjoint({"litestar", "uvicorn", "almandine.cli.serve"})
