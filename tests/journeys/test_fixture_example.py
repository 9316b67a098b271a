"""The blocks of "Test your integration" work as they stand on the page."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from contract.fences import fences_of

PAGE: Final = Path(__file__).parents[2] / "docs" / "howto" / "test-your-integration.md"
PATIENCE: Final = 180


def test_the_fixture_and_its_test_pass_in_a_project_of_their_own(
    tmp_path: Path,
) -> None:
    fixture, test = (each.text for each in fences_of(PAGE) if each.language == "python")
    (tmp_path / "conftest.py").write_text(fixture, encoding="utf-8")
    (tmp_path / "test_export.py").write_text(test, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr
