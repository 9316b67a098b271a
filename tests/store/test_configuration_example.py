"""The reference's own configuration file, applied to an empty database."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from almandine.engine.configuration import (
    EndpointEntry,
    Institution,
    IntegrationProfile,
    Library,
    Location,
    ProfileParameter,
)
from almandine.engine.job import Job, JobClass
from almandine.store.configuration import SqlConfiguration
from almandine.store.jobs import SqlJobs
from almandine.store.references import SqlReferences
from store.applying import CODE, NOW, apply_file

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "configuration.md"


def example() -> str:
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return block


class TestTheExampleOfTheReference:
    """The page's own file, applied to an empty database."""

    @pytest.fixture(autouse=True)
    def applied(self, connection: Connection, tmp_path: Path) -> None:
        self.first = apply_file(connection, example(), tmp_path)

    def test_creates_everything(self) -> None:
        assert list(self.first.lines()) == [
            "institution: 1 created",
            "library: 1 created",
            "location: 2 created",
            "remote storage: 1 created",
            "collection: 2 created",
            "rule: 1 created",
            "endpoint: 1 created",
            "set: 2 created",
            "profile: 1 created",
            "job: 5 created",
        ]

    def test_changes_nothing_when_applied_again(
        self, connection: Connection, tmp_path: Path
    ) -> None:
        again = apply_file(connection, example(), tmp_path)
        assert again.changed_nothing
        assert "job: 5 unchanged" in again.lines()

    def test_tells_only_what_was_edited(
        self, connection: Connection, tmp_path: Path
    ) -> None:
        edited = example().replace('name = "Stacks"', 'name = "Open stacks"')
        report = apply_file(connection, edited, tmp_path)
        assert [line for line in report.lines() if "changed," in line] == [
            "location: 1 changed, 1 unchanged"
        ]

    def test_notes_members_that_are_no_records(self) -> None:
        assert self.first.notes == [
            (
                "set 'Three novels': no records, left out: "
                "990000000000011021, 990000000000021021, 990000000000031021"
            )
        ]

    def test_the_institution_reads_back(self, connection: Connection) -> None:
        assert SqlConfiguration(connection, CODE).institution() == Institution(
            code=CODE,
            name="Almandine Sample Library",
            timezone="America/New_York",
            currency="USD",
        )

    def test_libraries_read_back(self, connection: Connection) -> None:
        main = Library(
            code="MAIN",
            library_id="129008300001021",
            name="Main Library",
            description="Humanities and social sciences",
        )
        configuration = SqlConfiguration(connection, CODE)
        assert (configuration.libraries(), configuration.library("MAIN")) == (
            [main],
            main,
        )

    def test_locations_read_back_by_code(self, connection: Connection) -> None:
        assert SqlConfiguration(connection, CODE).locations("MAIN") == [
            Location(
                library="MAIN",
                code="asrs",
                name="Automated storage",
                external_name="Ask at the desk",
                remote_storage="ROBOT",
            ),
            Location(library="MAIN", code="stacks", name="Stacks"),
        ]

    def test_profiles_read_back_with_their_parameters(
        self, connection: Connection
    ) -> None:
        robot = IntegrationProfile(
            profile_id="2844177570001021",
            code="ROBOT",
            name="Requests for the robot",
            type="REMOTE_STORAGE",
            system="CAIASOFT",
            parameters=(
                ProfileParameter("SEND_REQUESTS", "endpoint", "robot"),
                ProfileParameter("SEND_REQUESTS", "directory", "requests"),
            ),
        )
        configuration = SqlConfiguration(connection, CODE)
        assert (configuration.profiles(), configuration.profile(robot.profile_id)) == (
            [robot],
            robot,
        )

    def test_an_endpoint_lies_below_the_data(
        self, connection: Connection, tmp_path: Path
    ) -> None:
        robot = tmp_path / "deliveries" / "robot"
        found = SqlConfiguration(connection, CODE).endpoints()
        expected = EndpointEntry(
            endpoint_id="robot", kind="directory", place="deliveries/robot"
        )
        assert (found, robot.is_dir()) == ([expected], True)

    def test_the_scheduled_job_is_found_as_clients_look_for_it(
        self, connection: Connection
    ) -> None:
        jobs = SqlJobs(connection, CODE, lambda: NOW)
        assert jobs.page(
            job_class=JobClass.SCHEDULED,
            category="FULFILLMENT",
            profile_id="2844177570001021",
        ) == [
            Job(
                job_id="S6378570160001021",
                job_type="send_requests",
                name="Send Requests to Remote Storage",
                description="Send Requests to Remote Storage",
                category="FULFILLMENT",
                profile_id="2844177570001021",
                settings=(("endpoint", "robot"), ("directory", "requests")),
                schedule="EVERY_DAY_02",
                schedule_words="Every day at 02:00",
                creator="System",
                next_run=datetime(2026, 11, 24, 7, tzinfo=UTC),
            )
        ]

    def test_all_jobs_come_by_id(self, connection: Connection) -> None:
        jobs = SqlJobs(connection, CODE)
        everything = jobs.page(job_class=None, category=None, profile_id=None)
        assert [job.job_id for job in everything] == [
            "M123",
            "M7407373650001021",
            "S6378570160001021",
            "S6378570260001021",
            "S6378570360001021",
        ]

    def test_a_closed_job_says_why(self, connection: Connection) -> None:
        job = SqlJobs(connection, CODE).find("S6378570260001021")
        assert job is not None
        assert job.closed_because == "republishing is not for the API"

    def test_a_rule_resolves_to_its_text(self, connection: Connection) -> None:
        text = SqlReferences(connection, CODE).resolve("rule", "Drop 029")
        assert text is not None
        assert text.startswith('rule "Drop 029"')

    @pytest.mark.parametrize("name", ["Maps", "8100000000011021"])
    def test_a_collection_resolves_to_its_id(
        self, connection: Connection, name: str
    ) -> None:
        references = SqlReferences(connection, CODE)
        assert references.resolve("collection", name) == "8100000000011021"

    @pytest.mark.parametrize("kind", ["rule", "collection", "endpoint"])
    def test_what_is_not_there_resolves_to_nothing(
        self, connection: Connection, kind: str
    ) -> None:
        assert SqlReferences(connection, CODE).resolve(kind, "no such") is None

    def test_another_institution_sees_nothing_of_it(
        self, connection: Connection
    ) -> None:
        other = "02OTHER_INST"
        assert SqlConfiguration(connection, other).profiles() == []
        assert SqlJobs(connection, other).find("M123") is None
        assert SqlReferences(connection, other).resolve("endpoint", "robot") is None
