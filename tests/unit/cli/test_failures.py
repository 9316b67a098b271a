"""What goes wrong is one sentence on standard error, and an exit code."""

from collections.abc import Callable

import pytest
import rich_click as click
from click.exceptions import Exit

from almandine.cli.failures import Failure, told
from almandine.engine.access import GrantError
from almandine.engine.apply import ConfigurationError, Problem
from almandine.faults import Refused, UnknownRun
from almandine.settings import SettingsError


def code_of(raised: Exception) -> int:
    with pytest.raises(Exit) as caught, told():
        raise raised
    return caught.value.exit_code


def test_a_refusal_is_told_with_its_code_and_exits_with_4(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert code_of(Refused(UnknownRun("17"))) == 4
    said = "almandine: Invalid job instance id. Value: 17. (402218)\n"
    assert capsys.readouterr() == ("", said)


def test_a_failure_is_told_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(Failure("there is no data", 1)) == 1
    assert capsys.readouterr() == ("", "almandine: there is no data\n")


def test_a_file_that_cannot_be_applied_is_told_with_every_problem(
    capsys: pytest.CaptureFixture[str],
) -> None:
    problems = [Problem("sets[1].id", "is no number"), Problem("jobs", "are missing")]
    assert code_of(ConfigurationError(problems)) == 1
    said = "nothing was changed:\nsets[1].id: is no number\njobs: are missing"
    assert capsys.readouterr().err == f"almandine: {said}\n"


@pytest.mark.parametrize("error", [SettingsError, GrantError])
def test_what_was_typed_wrongly_is_a_matter_of_usage(
    error: Callable[[str], Exception],
) -> None:
    with pytest.raises(click.UsageError, match="no area") as caught, told():
        raise error("konf is no area")
    assert caught.value.exit_code == 2


def test_a_fault_of_ours_is_not_glossed_over() -> None:
    with pytest.raises(ZeroDivisionError), told():
        raise ZeroDivisionError
