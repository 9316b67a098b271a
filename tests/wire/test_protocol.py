"""The schema that answers are held against can tell right from wrong."""

import pytest

from wire.objects import shared
from wire.protocol import valid

RECORD = (
    "<record><header><identifier>oai:a:1</identifier>"
    "<datestamp>2026-01-01T00:00:00Z</datestamp><setSpec>A:b</setSpec></header>"
    '<metadata><record xmlns="http://www.loc.gov/MARC21/slim">'
    "<leader>01142cam a2200301 a 4500</leader>"
    '<controlfield tag="001">1</controlfield>'
    '<datafield tag="245" ind1="1" ind2=" "><subfield code="a">Emma</subfield>'
    "</datafield></record></metadata></record>"
)
SOUND = (
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
    "<responseDate>2026-01-01T00:00:00Z</responseDate>"
    '<request verb="ListRecords" metadataPrefix="marc21">http://x/</request>'
    f"<ListRecords>{RECORD}"
    '<resumptionToken cursor="0" completeListSize="2">x</resumptionToken>'
    "</ListRecords></OAI-PMH>"
)


def test_the_sample_is_valid() -> None:
    samples = shared("").parent / "jobs" / "samples"
    valid((samples / "oai_listrecords.xml").read_bytes())


def test_a_sound_document_is_valid() -> None:
    valid(SOUND.encode())


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("T00:00:00Z</responseDate>", "</responseDate>"),
        ("00:00Z</datestamp>", "00:00.5Z</datestamp>"),
        ('verb="ListRecords"', 'verb="Harvest"'),
        ('Prefix="marc21"', 'Prefix="marc 21"'),
        ("</request>", "</request><error/>"),
        ("</request>", "</request><Identify/>"),
        (RECORD, ""),
        ("<header>", '<header status="gone">'),
        ("<header>", '<header status="deleted">'),
        ("A:b", "A b"),
        ("<setSpec>A:b</setSpec></header>", "</header><about/>"),
        ('cursor="0"', 'cursor="-1"'),
        ("01142cam", "1142cam"),
        ('ind1="1"', ""),
        ('tag="245"', 'tag="24"'),
        ('code="a"', 'code="ab"'),
        ("<leader>", "<leader/><leader>"),
        (' xmlns="http://www.loc.gov/MARC21/slim"', ""),
    ],
)
def test_a_document_with_a_mistake_is_not(right: str, wrong: str) -> None:
    broken = SOUND.replace(right, wrong, 1)
    assert broken != SOUND
    with pytest.raises(AssertionError):
        valid(broken.encode())
