"""almapipy 1.0.3 from the index, unmodified, over HTTPS to the vendor's host name."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pytest

from almandine.records.sample import CONFIGURATION
from databases.homes import Home
from journeys.service import PATIENCE, Service, almandine, make_site, serving
from journeys.small_catalogue import ALL_BIBS, write_bibs

ORIGIN: Final = "https://api-na.hosted.exlibrisgroup.com"
SCRIPT: Final = Path(__file__).with_name("almapipy_script.py")
PROXIES: Final = frozenset({"http_proxy", "https_proxy", "all_proxy"})


@pytest.fixture(scope="module")
def service(shared_home: Home, site: Path) -> Iterator[Service]:
    """Serve twenty bibs over HTTPS."""
    key = make_site(shared_home, CONFIGURATION)
    bibs = write_bibs(site / "bibs.mrc", 20)
    almandine(shared_home, "load", "bib", bibs, "--ids", "keep")
    with serving(shared_home, key, options=["--tls"]) as running:
        yield running


@pytest.fixture(scope="module")
def seen(service: Service) -> Any:  # noqa: ANN401 - a document
    """Return what the script read."""
    said = subprocess.run(  # noqa: S603 - a script of ours
        [sys.executable, SCRIPT, str(service.port), service.key, ALL_BIBS],
        env={
            **{k: v for k, v in os.environ.items() if k.lower() not in PROXIES},
            "REQUESTS_CA_BUNDLE": str(service.data / "tls" / "authority.pem"),
        },
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout.rpartition("\n")[2])


def test_it_is_the_release_that_libraries_install() -> None:
    assert version("almapipy") == "1.0.3"


def test_it_lists_every_job_page_by_page(seen: Any, service: Service) -> None:  # noqa: ANN401 - a document
    jobs = service.get("/jobs", limit=100)
    assert seen["jobs"] == [job["id"] for job in jobs["job"]]


def test_it_finds_the_job_and_its_parameters(seen: Any) -> None:  # noqa: ANN401 - a document
    names = [each["name"]["value"] for each in seen["job"]["parameter"]]
    assert seen["job"]["link"] == f"{ORIGIN}/almaws/v1/conf/jobs/M44"
    assert "set_id" in names


def test_it_runs_the_job_and_is_told_what_it_submitted(seen: Any) -> None:  # noqa: ANN401 - a document
    started = seen["started"]
    assert started["parameter"] == [{"name": {"value": "set_id"}, "value": ALL_BIBS}]
    instances = f"{ORIGIN}/almaws/v1/conf/jobs/M44/instances/"
    assert started["additional_info"]["link"].startswith(instances)


def test_it_reads_the_report(seen: Any, service: Service) -> None:  # noqa: ANN401 - a document
    instance = seen["instance"]
    counters = {each["type"]["value"]: each["value"] for each in instance["counter"]}
    assert instance["status"]["value"] == "COMPLETED_SUCCESS"
    assert instance["alert"][0]["value"] == "alert_general_success"
    assert counters["almandine.records.exported"] == "20"
    assert seen["instances"]["job_instance"] == [instance]
    assert service.files(instance["id"])


def test_it_raises_its_own_error_with_our_code(seen: Any) -> None:  # noqa: ANN401 - a document
    assert seen["error"].startswith("AlmaError: 402216 - Invalid job id.")
