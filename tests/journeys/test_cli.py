"""The command line on a sample institution, from seed to report."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from almandine.app import App
from almandine.cli import almandine
from almandine.records.sample import INSTITUTION, bibs
from contract.pages.command_line import commands
from databases.homes import Home
from databases.postgres import free_port

GARDENS = "9590000000020101"
PICKED = "9590000000110101"


@dataclass(frozen=True)
class Shell:
    """A command line with a home of its own."""

    home: Home

    @property
    def data(self) -> Path:
        return self.home.directory

    def run(self, *words: str, stdin: str | None = None) -> Result:
        environment = {"ALMANDINE_DATA": str(self.data), **self.home.environment}
        return CliRunner().invoke(almandine, words, input=stdin, env=environment)

    def out(self, *words: str, stdin: str | None = None) -> str:
        result = self.run(*words, stdin=stdin)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, *words: str) -> Any:  # noqa: ANN401 - whatever was printed
        return json.loads(self.out(*words, "--json"))

    def carry_out(self, run_id: str) -> None:
        with closing(App(self.home.settings)) as app:
            app.worker_of(INSTITUTION).execute(run_id)


@pytest.fixture(scope="module")
def seeded(shared_home: Home) -> Home:
    Shell(shared_home).out("seed", "--bibs", "1000")
    return shared_home


@pytest.fixture
def shell(seeded: Home, tmp_path: Path) -> Iterator[Shell]:
    home = seeded.copied(tmp_path / "data")
    yield Shell(home)
    home.removed()


@pytest.fixture
def empty(bare_home: Home) -> Shell:
    return Shell(bare_home)


@pytest.fixture
def run_id(shell: Shell) -> str:
    return shell.out("jobs", "run", "M44", "--set", GARDENS).strip()


def test_a_second_seed_changes_nothing_and_says_so(shell: Shell) -> None:
    before = shell.json("jobs", "runs")
    assert "already" in shell.out("seed")
    assert shell.json("jobs", "runs") == before


def test_a_seed_leaves_past_runs_of_which_one_failed(shell: Shell) -> None:
    statuses = [run["status"] for run in shell.json("jobs", "runs")]
    assert sorted(statuses) == ["COMPLETED_SUCCESS"] * 3 + ["FAILED"]


def test_the_report_of_a_failed_run_says_why(shell: Shell) -> None:
    [failed] = shell.json("jobs", "runs", "--status", "FAILED")
    result = shell.run("jobs", "report", failed["id"])
    assert result.exit_code == 3
    assert "does not exist any more" in result.stdout


def test_jobs_are_listed(shell: Shell) -> None:
    jobs = {job["id"]: job["name"] for job in shell.json("jobs", "list")}
    assert jobs["M44"] == "Export Bibliographic Records"
    assert "S6490000000010101" in jobs


def test_a_job_is_shown_with_its_parameters(shell: Shell) -> None:
    shown = shell.json("jobs", "show", "M44")
    assert "task_ExportBibParams_outputFormat_string" in shown["parameters"]


def test_a_run_waits_for_a_worker_and_the_command_says_so(shell: Shell) -> None:
    result = shell.run("jobs", "run", "M44", "--set", GARDENS)
    assert result.exit_code == 0
    assert result.stdout.strip().isdigit()
    assert "No worker is alive" in result.stderr


def test_a_run_takes_parameters(shell: Shell) -> None:
    binary = "task_ExportBibParams_outputFormat_string=MARC21_BINARY"
    run = shell.out("jobs", "run", "M44", "--set", GARDENS, "-p", binary).strip()
    shell.carry_out(run)
    [file] = shell.json("jobs", "artifacts", run)
    assert file["name"] == f"BIBLIOGRAPHIC_{run}_1.mrc"


def test_a_run_that_ended_well_is_reported_at_once(shell: Shell, run_id: str) -> None:
    shell.carry_out(run_id)
    assert shell.json("jobs", "wait", run_id)["status"] == "COMPLETED_SUCCESS"


def test_the_files_of_a_run_are_copied(
    shell: Shell, run_id: str, tmp_path: Path
) -> None:
    shell.carry_out(run_id)
    shell.out("jobs", "artifacts", run_id, "--to", str(tmp_path / "out"))
    [made] = shell.json("jobs", "artifacts", run_id)
    sizes = {file.name: file.stat().st_size for file in (tmp_path / "out").iterdir()}
    assert sizes == {made["name"]: made["size"]}


def test_a_run_that_has_not_begun_is_aborted_at_once(shell: Shell, run_id: str) -> None:
    assert "is aborted" in shell.out("jobs", "abort", run_id)
    assert shell.run("jobs", "wait", run_id).exit_code == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("M44", "--set", "17"), "60107"),
        (("M44",), "402228"),
        (("M17",), "402216"),
        (("17",), "402215"),
        (("M990", "--set", GARDENS), "402231"),
    ],
)
def test_a_refused_run_exits_with_4_and_the_code(
    shell: Shell, words: tuple[str, ...], code: str
) -> None:
    result = shell.run("jobs", "run", *words)
    assert (result.exit_code, result.stdout) == (4, "")
    assert f"({code})" in result.stderr


def test_a_parameter_without_an_equals_sign_is_a_matter_of_usage(shell: Shell) -> None:
    assert shell.run("jobs", "run", "M44", "-p", "set_id").exit_code == 2


def test_a_key_is_printed_alone_listed_and_revoked(shell: Shell) -> None:
    secret = shell.out("keys", "create", "--name", "cron", "--area", "conf:ro")
    assert secret.startswith("a1md")
    assert secret.count("\n") == 1
    [key] = shell.json("keys", "list")
    assert (key["name"], key["areas"]) == ("cron", "conf:ro")
    shell.out("keys", "revoke", key["id"])
    assert shell.json("keys", "list") == []


def test_a_key_for_an_unknown_area_is_a_matter_of_usage(shell: Shell) -> None:
    result = shell.run("keys", "create", "--name", "cron", "--area", "konf")
    assert result.exit_code == 2
    assert "konf" in result.stderr


def test_a_key_that_is_not_there_cannot_be_revoked(shell: Shell) -> None:
    assert shell.run("keys", "revoke", "nobody").exit_code == 1


def test_the_members_of_a_set_make_another_one(shell: Shell) -> None:
    members = shell.out("sets", "members", PICKED)
    command = ("sets", "create", "Copy", "--members", "-")
    copy = shell.out(*command, stdin=members).strip()
    assert shell.out("sets", "members", copy) == members
    assert shell.json("sets", "show", copy)["members"] == 250


def test_a_set_with_one_wrong_member_is_not_made(shell: Shell) -> None:
    before = shell.json("sets", "list")
    command = ("sets", "create", "Wrong", "--members", "-")
    assert shell.run(*command, stdin="17\n").exit_code == 4
    assert shell.json("sets", "list") == before


def test_a_logical_set_is_made_of_a_query(shell: Shell) -> None:
    query = "BIB_MMS where BIB_MMS (mms_id NOT_EMPTY)"
    made = shell.out("sets", "create", "Everything", "--query", query).strip()
    assert shell.json("sets", "show", made)["members"] == 1000


def test_sets_are_found_by_their_name(shell: Shell) -> None:
    [found] = shell.json("sets", "list", "--name", "gardens")
    assert found["id"] == GARDENS


def test_sound_records_are_loaded_and_broken_ones_set_aside(
    shell: Shell, tmp_path: Path
) -> None:
    first, second = (bib.marc for bib in bibs(seed=7, count=2))
    file = tmp_path / "bibs.mrc"
    file.write_bytes(first + b"00026" + second[5:26] + b"\x1d" + second)
    loaded = shell.out("load", "bib", str(file))
    assert f"{file}: 2 loaded, 1 set aside" in loaded
    assert (tmp_path / "bibs.mrc.rejected").exists()
    assert (tmp_path / "bibs.mrc.rejected.csv").exists()


def test_users_are_loaded_from_csv(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "users.csv"
    file.write_text("primary_id,first_name,last_name\nada,Ada,Lovelace\n")
    assert "1 loaded, 0 set aside" in shell.out("load", "user", str(file))


def test_a_configuration_is_applied_and_then_unchanged(
    empty: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "institution.toml"
    file.write_text(
        '[institution]\ncode = "01NEW"\nname = "New"\nsuffix = "1234"\n'
        'timezone = "UTC"\ncurrency = "EUR"\n'
    )
    assert empty.out("apply", str(file)) == "institution: 1 created\n"
    assert empty.out("apply", str(file)) == "institution: 1 unchanged\n"


def test_a_configuration_with_a_mistake_changes_nothing(
    empty: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "institution.toml"
    file.write_text('[institution]\ncode = "01NEW"\n')
    result = empty.run("apply", str(file))
    assert result.exit_code == 1
    assert result.stderr.startswith("almandine: nothing was changed:\n")


def test_a_data_directory_that_is_not_there_is_not_made_by_looking(
    tmp_path: Path,
) -> None:
    empty = Shell(Home(tmp_path / "empty"))
    result = empty.run("jobs", "list")
    assert result.exit_code == 1
    assert "almandine seed" in result.stderr
    assert not empty.data.exists()


def test_migrate_makes_the_tables(empty: Shell) -> None:
    empty.out("migrate")
    assert "no institution" in empty.run("jobs", "list").stderr


def test_a_database_of_another_kind_is_refused_rather_than_ignored(
    shell: Shell,
) -> None:
    result = shell.run("jobs", "list", "--database-url", "mysql://db")
    assert result.exit_code == 2
    assert "mysql is not supported" in result.stderr


def test_a_database_that_cannot_be_reached_is_told_in_a_sentence(shell: Shell) -> None:
    url = f"postgresql://127.0.0.1:{free_port()}/db"
    result = shell.run("jobs", "list", "--database-url", url)
    assert result.exit_code == 1
    assert result.stderr.startswith("almandine: the database cannot be used: ")


def test_a_wrong_settings_file_is_told(shell: Shell) -> None:
    (shell.data / "almandine.toml").write_text("colour = 1\n")
    result = shell.run("jobs", "list")
    assert result.exit_code == 2
    assert "colour" in result.stderr


@pytest.mark.parametrize("name", dict(commands()))
def test_every_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(almandine, [*name.split(), "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.stdout
