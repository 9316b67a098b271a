"""Jobs that run by themselves: a file says when, workers start them, clients see it."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from almandine.app import App
from almandine.cli import almandine
from databases.homes import Home
from journeys.live_server import Live, live
from journeys.service import Document, Service, make_site, serving, until
from journeys.sets_client import HERE

CONFIGURATION = """
[institution]
code = "01ALM_INST"
name = "Almandine Library"
suffix = "0101"
timezone = "Europe/Vienna"
currency = "EUR"

[[sets]]
id = "951"
name = "Nothing yet"
content = "BIB_MMS"
members = []

[[jobs]]
id = "M7001"
type = "export_bibs"
name = "Export every hour"
schedule = "EVERY_1_HOURS_FROM_00"
schedule_set = "951"

[[jobs]]
id = "M7002"
type = "export_bibs"
"""
A_DAY = 86_400
EARLIER = {
    True: f"due_at - {A_DAY}000000",
    False: f"due_at - interval '{A_DAY} seconds'",
}
"""By whether it is SQLite: a day earlier."""
HOURLY = "M7001"


def instances(service: Service) -> list[Document]:
    return service.get(f"/jobs/{HOURLY}/instances").get("job_instance", [])


def daily() -> str:
    """Return a schedule that has been due once within a day, and not just now."""
    far_away = datetime.now(UTC) + timedelta(hours=12)
    return f"EVERY_DAY_{far_away.astimezone(ZoneInfo('Europe/Vienna')):%H}"


def let_a_day_pass(home: Home) -> None:
    earlier = EARLIER[home.is_sqlite]
    home.execute(f"UPDATE next_fire SET due_at = {earlier}")  # noqa: S608 - constants


@pytest.fixture
def service(blank_home: Home) -> Iterator[Service]:
    """Serve an institution with a schedule, by three workers."""
    key = make_site(blank_home, CONFIGURATION.replace("EVERY_1_HOURS_FROM_00", daily()))
    with serving(blank_home, key, workers=3) as running:
        yield running


def test_a_worker_starts_what_is_due_once_and_clients_see_it(service: Service) -> None:
    job = service.get(f"/jobs/{HOURLY}")
    assert job["schedule"]["desc"].startswith("Every day at ")
    assert datetime.fromisoformat(job["next_run"]).minute == 0
    assert job["creator"] == "System"
    let_a_day_pass(service.home)
    until(lambda: instances(service) or None, "a run", log=lambda: service.log)
    [instance] = instances(service)
    ended = service.ended(instance["link"])
    assert (ended["submitted_by"], ended["name"]) == (
        {"value": "System"},
        "Export every hour - Nothing yet",
    )
    assert ended["status"]["value"] == "COMPLETED_NO_BULKS"
    assert len(instances(service)) == 1
    assert "schedule_fired" in service.log


@pytest.fixture
def served(blank_home: Home) -> Iterator[Live]:
    """Serve an institution with a schedule, without workers."""
    with live(blank_home) as opened:
        configured = CONFIGURATION.replace("01ALM_INST", HERE)
        opened.app.configure(configured)
        yield opened


def schedules(served: Live) -> Any:  # noqa: ANN401 - a document
    return served.client.get("/api/v1/schedules").json()


def test_schedules_are_listed_with_what_became_of_them(served: Live) -> None:
    [before] = schedules(served)
    assert (before["job_id"], before["last_run"]) == (HOURLY, None)
    assert (before["when_busy"], before["catch_up"]) == ("skip", "P1D")


def test_a_schedule_is_put_to_rest_and_woken(served: Live) -> None:
    own = f"/api/v1/schedules/{HOURLY}"
    resting = served.client.post(f"{own}/deactivate").json()
    on_the_wire = served.client.get(f"/almaws/v1/conf/jobs/{HOURLY}").json()
    assert (resting["active"], resting["next_run"]) == (False, None)
    assert "next_run" not in on_the_wire
    assert served.client.post(f"{own}/deactivate").json() == resting
    woken = served.client.post(f"{own}/activate").json()
    assert woken["active"]
    assert woken == schedules(served)[0]


@pytest.mark.parametrize(
    ("job_id", "code"), [("M7002", "NOT_SCHEDULED"), ("M1", "402216"), ("1", "402215")]
)
def test_what_has_no_schedule_cannot_be_woken(
    served: Live, job_id: str, code: str
) -> None:
    answer = served.client.post(f"/api/v1/schedules/{job_id}/activate")
    assert answer.status_code == 400
    assert answer.json()["errorList"]["error"][0]["errorCode"] == code


@pytest.fixture
def home(blank_home: Home) -> Home:
    with closing(App(blank_home.settings)) as app:
        app.prepare()
        app.configure(CONFIGURATION)
    return blank_home


def run(home: Home, *words: str) -> Result:
    environment = {"ALMANDINE_DATA": str(home.directory), **home.environment}
    return CliRunner().invoke(almandine, ["jobs", *words], env=environment)


def test_the_command_line_lets_a_schedule_rest_and_wakes_it(home: Home) -> None:
    rests = run(home, "deactivate", HOURLY).stdout
    [resting] = json.loads(run(home, "schedules", "--json").stdout)
    wakes = run(home, "activate", HOURLY).stdout
    [woken] = json.loads(run(home, "schedules", "--json").stdout)
    assert rests == f"{HOURLY} runs only when somebody asks.\n"
    assert (resting["active"], resting["next_run"]) == ("no", None)
    assert (woken["active"], woken["job"]) == ("yes", HOURLY)
    assert wakes == f"{HOURLY} runs by its schedule; next: {woken['next_run']}\n"


def test_a_file_that_does_not_say_leaves_a_schedule_at_rest(home: Home) -> None:
    run(home, "deactivate", HOURLY)
    with closing(App(home.settings)) as app:
        app.configure(CONFIGURATION)
    [resting] = json.loads(run(home, "schedules", "--json").stdout)
    assert resting["active"] == "no"


def test_the_command_line_refuses_to_wake_what_has_no_schedule(home: Home) -> None:
    refused = run(home, "activate", "M7002")
    assert (refused.exit_code, refused.stderr) == (
        4,
        "almandine: Job M7002 has no schedule that it could follow. (NOT_SCHEDULED)\n",
    )
