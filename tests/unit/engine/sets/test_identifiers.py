"""How identifiers are spelt where they are kept."""

import pytest

from almandine.engine.sets.identifiers import spellings


@pytest.mark.parametrize(
    ("id_type", "value", "spelt"),
    [
        ("ISBN", "0-19-852663-6", ["0198526636", "9780198526636"]),
        ("ISBN", "not a number", []),
        ("ISSN", "2049-3630", ["20493630"]),
        ("OCLC_NUMBER", "00012345", ["12345"]),
        ("OCLC_NUMBER", "(OCoLC)ocm00012345", ["12345"]),
        ("OCLC_NUMBER", "none", []),
        ("SYSTEM_NUMBER", " (DE-599)x  1 ", ["(DE-599)x 1"]),
        ("BARCODE", "39000 17", ["39000 17"]),
    ],
)
def test_an_identifier_is_spelt_as_its_key(
    id_type: str, value: str, spelt: list[str]
) -> None:
    assert spellings(id_type, value) == spelt
