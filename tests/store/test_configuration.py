"""Configuration as the tables keep it, written by applying files."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from almandine.engine.apply import (
    ConfigurationError,
    Parts,
    Report,
    apply,
    read_plan,
)
from almandine.engine.configuration import (
    EndpointEntry,
    Institution,
    IntegrationProfile,
    Library,
    Location,
    ProfileParameter,
)
from almandine.engine.job import Job, JobClass
from almandine.env import system_env
from almandine.records.bib import Bib
from almandine.records.kind import Kind
from almandine.store.configuration import SqlConfiguration
from almandine.store.database import Database
from almandine.store.directories import make_directory
from almandine.store.entries import SqlEntries
from almandine.store.ids import SqlIds
from almandine.store.jobs import SqlJobs
from almandine.store.records import SqlRecords
from almandine.store.references import SqlReferences
from almandine.store.sets import SqlSets
from almandine.store.vault import Vault
from databases.homes import Home
from unit.engine.apply_cases import INSTITUTION, JOB_TYPES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "configuration.md"
CODE = "01ALM_INST"
NOW = datetime(2026, 11, 23, 19, tzinfo=UTC)

EMPTY = b"00026nam a2200025 a 4500\x1e\x1d"
"""A MARC record without fields."""

ROBOT = """
[[endpoints]]
id = "robot"
kind = "directory"
path = "robot"
[[profiles]]
code = "ROBOT"
name = "Robot"
type = "REMOTE_STORAGE"
"""
ACTION = """
[[profiles.actions]]
action = "SEND_REQUESTS"
settings = { endpoint = "robot" }
"""


@pytest.fixture
def database(blank_home: Home) -> Iterator[Database]:
    opened = blank_home.database()
    yield opened
    opened.close()


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.writing() as opened:
        yield opened


def apply_file(connection: Connection, text: str, data: Path) -> Report:
    plan = read_plan(text, JOB_TYPES)
    institution = plan.institution.code
    parts = Parts(
        entries=SqlEntries(connection, institution),
        sets=SqlSets(connection, institution),
        references=SqlReferences(connection, institution),
        ids=SqlIds(connection, institution),
        check_directory=lambda path: make_directory(data, path),
        secrets=Vault(data, institution, system_env(), {}),
        now=NOW,
    )
    return apply(plan, parts, JOB_TYPES)


def problems(connection: Connection, text: str, data: Path) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        apply_file(connection, INSTITUTION + text, data)
    return [str(problem) for problem in caught.value.problems]


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


def test_ids_that_are_not_stated_end_in_the_suffix_and_stay(
    connection: Connection, tmp_path: Path
) -> None:
    text = INSTITUTION + ROBOT + ACTION
    apply_file(connection, text, tmp_path)
    jobs = SqlJobs(connection, CODE)
    (first,) = jobs.page(job_class=None, category=None, profile_id=None)
    assert apply_file(connection, text, tmp_path).changed_nothing
    assert re.fullmatch(r"S[0-9]{12}1021", first.job_id)
    assert jobs.page(job_class=None, category=None, profile_id=None) == [first]


def test_a_stated_id_is_not_made_for_another(
    connection: Connection, tmp_path: Path
) -> None:
    next_id = "8100000000011021"
    apply_file(
        connection,
        f'{INSTITUTION}[[collections]]\nname = "A"\nid = "{next_id}"',
        tmp_path,
    )
    apply_file(connection, f'{INSTITUTION}[[collections]]\nname = "B"', tmp_path)
    resolve = SqlReferences(connection, CODE).resolve
    assert [resolve("collection", name) for name in "AB"] == [
        next_id,
        "8100000000021021",
    ]


def test_an_entry_with_a_stated_id_can_be_renamed(
    connection: Connection, tmp_path: Path
) -> None:
    for name in ("Maps", "Maps and plans"):
        text = f'{INSTITUTION}[[collections]]\nid = "811021"\nname = "{name}"'
        apply_file(connection, text, tmp_path)
    resolve = SqlReferences(connection, CODE).resolve
    assert (resolve("collection", "Maps"), resolve("collection", "811021")) == (
        None,
        "811021",
    )


def test_an_id_does_not_change(connection: Connection, tmp_path: Path) -> None:
    apply_file(
        connection,
        INSTITUTION + '[[collections]]\nname = "Maps"\nid = "811021"',
        tmp_path,
    )
    text = '[[collections]]\nname = "Maps"\nid = "821021"'
    assert problems(connection, text, tmp_path) == [
        "collections[1].id: the id is 811021 already, and ids do not change"
    ]


def test_the_id_of_a_job_does_not_change(
    connection: Connection, tmp_path: Path
) -> None:
    apply_file(connection, f'{INSTITUTION}{ROBOT}{ACTION}job_id = "S11021"', tmp_path)
    other = f'{ROBOT}{ACTION}job_id = "S21021"'
    assert problems(connection, other, tmp_path) == [
        "profiles[1].actions[1]: the job is S11021 already, and ids do not change"
    ]


def test_a_job_with_a_stated_id_can_be_renamed(
    connection: Connection, tmp_path: Path
) -> None:
    for name in ("Tidy up", "Tidy up all"):
        process = f'id = "M11021"\nname = "{name}"\ntype = "normalize_bibs"'
        apply_file(connection, f"{INSTITUTION}[[processes]]\n{process}", tmp_path)
    jobs = SqlJobs(connection, CODE)
    everything = jobs.page(job_class=None, category=None, profile_id=None)
    assert [(job.job_id, job.name) for job in everything] == [("M11021", "Tidy up all")]


def test_names_that_refer_to_nothing_are_all_told(
    connection: Connection, tmp_path: Path
) -> None:
    text = """
    [[libraries]]
    code = "MAIN"
    id = "121021"
    name = "Main"
    locations = [{ code = "asrs", name = "Robot", remote_storage = "ROBOT" }]
    [[remote_storages]]
    code = "CAVE"
    name = "Cave"
    profile = "CAVE"
    [[processes]]
    name = "Tidy up"
    type = "normalize_bibs"
    rule = "Tidy"
    """
    assert problems(connection, text, tmp_path) == [
        "remote_storages[1].profile: no profile has the code 'CAVE'",
        (
            "libraries[1].locations[1].remote_storage: "
            "no remote storage has the code 'ROBOT'"
        ),
        (
            "processes[1].settings: task_*_droolesFileKey cannot be 'Tidy'; "
            "allowed: the name of an existing rule"
        ),
    ]


def test_what_an_earlier_file_configured_may_be_referred_to(
    connection: Connection, tmp_path: Path
) -> None:
    apply_file(connection, INSTITUTION + ROBOT, tmp_path)
    storage = '[[remote_storages]]\ncode = "R"\nname = "R"\nprofile = "ROBOT"'
    report = apply_file(connection, INSTITUTION + storage, tmp_path)
    assert "remote storage: 1 created" in report.lines()


def test_a_scheduled_job_needs_its_mandatory_settings(
    connection: Connection, tmp_path: Path
) -> None:
    text = ROBOT + '[[profiles.actions]]\naction = "SEND_REQUESTS"'
    assert problems(connection, text, tmp_path) == [
        "profiles[1].actions[1].settings: endpoint is mandatory"
    ]


def test_a_manual_job_leaves_mandatory_values_to_clients(
    connection: Connection, tmp_path: Path
) -> None:
    text = '[[processes]]\nname = "Tidy up"\ntype = "normalize_bibs"'
    report = apply_file(connection, INSTITUTION + text, tmp_path)
    assert "job: 1 created" in report.lines()


def test_a_set_holds_exactly_the_members_of_the_file(
    connection: Connection, tmp_path: Path
) -> None:
    records = SqlRecords(connection, CODE, lambda: NOW)
    records.write(Kind.BIB, [Bib(mms_id, EMPTY) for mms_id in ("991", "992")])
    start = '[[sets]]\nid = "951"\nname = "Novels"\ncontent = "BIB_MMS"\n'
    lines = [
        list(apply_file(connection, f"{INSTITUTION}{start}{members}", tmp_path).lines())
        for members in (
            'members = ["991", "992"]',
            'members = ["992", "991"]',
            'members = ["992"]',
        )
    ]
    assert [of_file[-1] for of_file in lines] == [
        "set: 1 created",
        "set: 1 unchanged",
        "set: 1 changed",
    ]
    sets = SqlSets(connection, CODE)
    novels = sets.find("951")
    assert novels is not None
    assert [list(batch) for batch in sets.member_ids(novels)] == [["992"]]


def test_a_set_can_be_described_anew(connection: Connection, tmp_path: Path) -> None:
    start = '[[sets]]\nid = "951"\nname = "Novels"\ncontent = "BIB_MMS"\nmembers = []\n'
    apply_file(connection, INSTITUTION + start, tmp_path)
    edited = f'{INSTITUTION}{start}description = "Fiction"'
    report = apply_file(connection, edited, tmp_path)
    assert "set: 1 changed" in report.lines()
    assert apply_file(connection, edited, tmp_path).changed_nothing


def test_the_id_of_a_set_does_not_change(
    connection: Connection, tmp_path: Path
) -> None:
    start = '[[sets]]\nname = "Novels"\ncontent = "BIB_MMS"\nmembers = []\n'
    apply_file(connection, f'{INSTITUTION}{start}id = "951"', tmp_path)
    assert problems(connection, f'{start}id = "952"', tmp_path) == [
        "sets[1].id: the id is 951 already, and ids do not change"
    ]


def test_an_endpoint_needs_a_directory_that_can_be_made(
    connection: Connection, tmp_path: Path
) -> None:
    text = '[[endpoints]]\nid = "out"\nkind = "directory"\npath = "../out"'
    leads_out = "'../out' leads out of the data directory; write it in full"
    assert problems(connection, text, tmp_path) == [f"endpoints[1].path: {leads_out}"]


def test_a_job_of_its_own_needs_a_profile_that_there_is(
    connection: Connection, tmp_path: Path
) -> None:
    job = 'id = "S5"\nname = "A"\ncategory = "PUBLISHING"\nprofile = "NONE"'
    assert problems(connection, f"[[jobs]]\n{job}", tmp_path) == [
        "jobs[1].profile: no profile has the code 'NONE'"
    ]


def test_a_set_stays_of_its_type(connection: Connection, tmp_path: Path) -> None:
    start = '[[sets]]\nname = "History"\ncontent = "BIB_MMS"\n'
    apply_file(connection, f"{INSTITUTION}{start}members = []", tmp_path)
    query = """query = 'BIB_MMS where BIB_MMS (title CONTAIN "history")'"""
    assert problems(connection, start + query, tmp_path) == [
        "sets[1]: is ITEMIZED of BIB_MMS, which cannot change"
    ]


def test_a_file_that_is_refused_changes_nothing(
    database: Database, tmp_path: Path
) -> None:
    wrong = INSTITUTION + ROBOT + ACTION.replace('"robot"', '"no such"')
    with pytest.raises(ConfigurationError), database.writing() as connection:
        apply_file(connection, wrong, tmp_path)
    with database.reading() as connection:
        assert SqlConfiguration(connection, CODE).profiles() == []


def test_a_relative_path_stays_within_the_data(tmp_path: Path) -> None:
    assert make_directory(tmp_path / "data", "../elsewhere") == (
        "'../elsewhere' leads out of the data directory; write it in full"
    )


def test_a_path_through_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert make_directory(tmp_path, "file/below") == (
        f"{tmp_path}/file/below cannot be made: Not a directory"
    )
