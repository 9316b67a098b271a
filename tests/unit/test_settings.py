"""What a site can choose, and where."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from almandine import settings as module
from almandine.settings import Settings, SettingsError, load_settings


def from_file(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "almandine.toml"
    file.write_text(text)
    return load_settings(file, {})


def test_nothing_chosen_is_the_defaults() -> None:
    assert load_settings(None, {}) == Settings()


def test_the_default_budget_stays_above_what_clients_stop_at() -> None:
    assert Settings().requests_per_day > 50_000


def test_a_file_is_read(tmp_path: Path) -> None:
    text = 'port = 9000\nallowed_hosts = ["a.example"]\nstart_window = "PT2H"'
    assert from_file(tmp_path, text) == Settings(
        port=9000,
        allowed_hosts=("a.example",),
        start_window=timedelta(hours=2),
    )


def test_the_environment_is_read() -> None:
    environment = {
        "ALMANDINE_DATA": "/srv/data",
        "ALMANDINE_PORT": "9000",
        "ALMANDINE_ALLOWED_HOSTS": "a.example, b.example",
        "ALMANDINE_START_WINDOW": "60",
        "ALMANDINE_LOG_FORMAT": "json",
    }
    assert load_settings(None, environment) == Settings(
        data=Path("/srv/data"),
        port=9000,
        allowed_hosts=("a.example", "b.example"),
        start_window=timedelta(minutes=1),
        log_format="json",
    )


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "almandine.toml"
    file.write_text("port = 1\nworkers = 4")
    chosen = load_settings(file, {"ALMANDINE_PORT": "2"})
    assert chosen == Settings(port=2, workers=4)


def test_variables_of_others_are_left_alone() -> None:
    assert load_settings(None, {"ALMANDINE_MOON": "1", "PORT": "1"}) == Settings()


@pytest.mark.parametrize(
    ("environment", "problem"),
    [
        ({"ALMANDINE_PORT": "many"}, r"Expected `int`, got `str` - at `\$.port`"),
        ({"ALMANDINE_PORT": "70000"}, r"`int` <= 65535 - at `\$.port`"),
        ({"ALMANDINE_MAX_RUNNING": "0"}, r"`int` >= 1 - at `\$.max_running`"),
        ({"ALMANDINE_LOG_FORMAT": "xml"}, r"at `\$.log_format`"),
        ({"ALMANDINE_PUBLIC_URL": "jobs.example.org"}, "something like https://"),
        ({"ALMANDINE_DELIVERY_WAIT": "0"}, "delivery_wait is 0 seconds; expected more"),
        ({"ALMANDINE_DELIVERY_LONGEST_WAIT": "-PT1S"}, "wait is -1 seconds; expected"),
        ({"ALMANDINE_ENDPOINT_TIMEOUT": "-0.5"}, "timeout is -0.5 seconds; expected"),
        ({"ALMANDINE_ARTIFACT_RETENTION": "0"}, "retention is 0 seconds; expected"),
        ({"ALMANDINE_START_WINDOW": "PT0S"}, "start_window is 0 seconds; expected"),
    ],
)
def test_a_value_that_does_not_fit_is_named(
    environment: Mapping[str, str], problem: str
) -> None:
    with pytest.raises(SettingsError, match=problem):
        load_settings(None, environment)


def test_a_name_that_is_no_setting_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="unknown field `prot`"):
        from_file(tmp_path, "prot = 1")


def test_a_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"almandine\.toml: "):
        from_file(tmp_path, "port 1")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No such file"):
        load_settings(tmp_path / "none.toml", {})


def test_the_host_of_the_public_url_is_one_of_the_hosts() -> None:
    chosen = Settings(public_url="https://Jobs.example.org", allowed_hosts=("A.b",))
    assert chosen.hosts == {"jobs.example.org", "a.b"}


@pytest.mark.parametrize("name", Settings.__struct_fields__)
def test_every_setting_is_documented_with_its_default(name: str) -> None:
    source = Path(module.__file__).read_text()
    _, _, after = source.partition(f"\n    {name}: ")
    doc = after.split('"""')[1]
    assert "Default" in doc
