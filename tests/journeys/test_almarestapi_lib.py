"""almarestapi-lib 1.1.9 from the index, unmodified, in Node.js.

It is installed once into `.npm/node_modules` of the checkout, which git ignores.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from almandine.records.sample import CONFIGURATION
from databases.homes import Home
from journeys.service import PATIENCE, Service, almandine, make_site, serving
from journeys.small_catalogue import ALL_BIBS, write_bibs

PACKAGE: Final = "almarestapi-lib"
VERSION: Final = "1.1.9"
INTEGRITY: Final = (
    "sha512-f3g5H4ZdIZ7j8bR5+df7UjnmANZ7qZ0eRkg53n4MlVQ9sPIYWcMXtkqV"
    "/uhHkEhiQ9MrJ3exZI4hRx9KiHpKgA=="
)
"""Of the tarball; npm refuses one that differs from what the index says it is."""
HOME: Final = Path(__file__).resolve().parents[2] / ".npm"
MODULES: Final = HOME / "node_modules"
SCRIPT: Final = Path(__file__).with_name("almarestapi_script.js")


@pytest.fixture(scope="module")
def node() -> str:
    """Return the program that runs scripts, once the package is installed."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node.js with npm is not installed")
    if not (MODULES / PACKAGE).exists():
        install(npm)
    return node


def install(npm: str) -> None:
    """Install the package, or skip the test where the index cannot be reached."""
    HOME.mkdir(exist_ok=True)
    options = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit"]
    done = subprocess.run(  # noqa: S603 - npm with options of ours
        [npm, "install", "--prefix", HOME, *options, f"{PACKAGE}@{VERSION}"],
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"npm cannot install {PACKAGE}: {done.stderr[-300:]}")


@pytest.fixture(scope="module")
def service(shared_home: Home, site: Path) -> Iterator[Service]:
    """Serve twenty bibs."""
    key = make_site(shared_home, CONFIGURATION)
    bibs = write_bibs(site / "bibs.mrc", 20)
    almandine(shared_home, "load", "bib", bibs, "--ids", "keep")
    with serving(shared_home, key) as running:
        yield running


@pytest.fixture(scope="module")
def seen(node: str, service: Service) -> Any:  # noqa: ANN401 - a document
    """Return what the script read."""
    said = subprocess.run(  # noqa: S603 - a script of ours
        [node, SCRIPT, ALL_BIBS],
        env={
            **os.environ,
            "NODE_PATH": str(MODULES),
            "ALMA_APIPATH": f"http://localhost:{service.port}/almaws/v1",
            "ALMA_APIKEY": service.key,
            "NO_PROXY": "localhost",
        },
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


def test_it_is_the_release_that_libraries_install(node: str) -> None:
    lock: Any = json.loads((MODULES / ".package-lock.json").read_bytes())
    installed = lock["packages"][f"node_modules/{PACKAGE}"]
    assert (installed["version"], installed["integrity"]) == (VERSION, INTEGRITY)


def test_it_lists_the_jobs(seen: Any) -> None:  # noqa: ANN401 - a document
    listed = seen["jobs"]
    assert "M44" in [job["id"] for job in listed["job"]]
    assert len(listed["job"]) == listed["total_record_count"]


def test_it_runs_the_job_and_is_told_what_it_submitted(seen: Any) -> None:  # noqa: ANN401 - a document
    given = [{"name": {"value": "set_id"}, "value": ALL_BIBS}]
    assert seen["started"]["parameter"] == given


def test_it_polls_until_the_progress_is_100(seen: Any, service: Service) -> None:  # noqa: ANN401 - a document
    instance = seen["instance"]
    assert instance == service.get(f"/jobs/M44/instances/{instance['id']}")
    assert instance["status"]["value"] == "COMPLETED_SUCCESS"
    assert f"<id>{instance['id']}</id>" in seen["xml"]


def test_it_raises_our_message_and_code(seen: Any) -> None:  # noqa: ANN401 - a document
    assert seen["error"].startswith("Invalid format for job_id. Value: 123456.")
    assert seen["error"].endswith(" (402215)")


def test_it_reads_our_message_from_xml(seen: Any) -> None:  # noqa: ANN401 - a document
    expected = "Mandatory parameter is missing from input. Parameter: set_id."
    assert seen["xmlError"] == expected


def test_it_deletes_a_set(seen: Any) -> None:  # noqa: ANN401 - a document
    assert seen["gone"].endswith(" (60107)")


def test_it_posts_back_the_whole_job(seen: Any) -> None:  # noqa: ANN401 - a document
    assert seen["whole"]["additional_info"]["value"].startswith("Job no. ")
