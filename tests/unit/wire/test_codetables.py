"""Code tables as clients read them."""

import pytest

from almandine.wire.codes import SET_PRIVACY, SYSTEM_JOB_STATUS
from almandine.wire.codetables import CodeTable, Row, Scope, code_table, coded
from almandine.wire.texts import Coded


def test_a_table_lists_its_codes() -> None:
    assert code_table("SetPrivacy", "01ALM_INST") == CodeTable(
        name="SetPrivacy",
        sub_system=Coded(value="INFRA", desc="Infrastructure"),
        patron_facing=False,
        language=Coded(value="en", desc="English"),
        scope=Scope(institution_id=Coded(value="01ALM_INST")),
        row=(
            Row(code="true", description="Yes", enabled=True),
            Row(code="false", description="No", enabled=True),
        ),
    )


def test_a_table_that_is_not_published_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        code_table("Nothing", "01ALM_INST")


def test_a_known_code_comes_with_its_description() -> None:
    assert coded(SYSTEM_JOB_STATUS, "RUNNING") == Coded(value="RUNNING", desc="Running")


def test_an_unknown_code_comes_alone() -> None:
    assert coded(SET_PRIVACY, "maybe") == Coded(value="maybe")
