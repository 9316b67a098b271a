"""Names of records."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almandine.wire.oai import identifiers

INST = "01ALM_INST"


def test_a_record_is_named_after_its_institution_and_its_id() -> None:
    assert identifiers.spell(INST, "991") == "oai:alma.01ALM_INST:991"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "991",
        "oai:alma.01ALM_INST",
        "oai:alma.02ALM_INST:991",
        "OAI:alma.01ALM_INST:991",
        "oai:alma.01ALM_INST:%39%39%31",
    ],
)
def test_no_record_here_has_another_name(text: str) -> None:
    assert identifiers.read(INST, text) is None


@given(st.text())
def test_a_name_leads_back_to_its_record(mms_id: str) -> None:
    name = identifiers.spell(INST, mms_id.encode("utf-8", "replace").decode())
    assert name.isascii()
    assert identifiers.spell(INST, identifiers.read(INST, name) or "") == name
