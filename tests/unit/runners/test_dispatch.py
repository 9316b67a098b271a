import pytest

from almandine.runners.dispatch import run_of


@pytest.mark.parametrize("workflow", ["01ALM_INST/17", "01ALM_INST/17/3"])
def test_a_workflow_stands_for_its_run_whatever_part_of_it_it_does(
    workflow: str,
) -> None:
    assert run_of(workflow) == ("01ALM_INST", "17")


def test_a_workflow_of_another_form_stands_for_no_run() -> None:
    assert run_of("elsewhere") == ("elsewhere", "")
