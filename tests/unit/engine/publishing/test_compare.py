"""What becomes of a title: new, updated, deleted, skipped, filtered or failed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almandine.engine.ports.publishing import Issue, Issued
from almandine.engine.publishing.compare import (
    Act,
    Verdict,
    as_deleted,
    digest_of,
    judge,
)
from almandine.engine.publishing.jobtype import Rendered, Rendition, Unfit, Withheld
from unit.records.marc.building import record

TITLE = ("245", b"10\x1faEmma")
MARC = record(("001", b"99"), ("005", b"20261127120000.0"), TITLE)
OTHER = record(("001", b"99"), ("245", b"10\x1faNorthanger Abbey"))
KEPT_AS_XML = b"<record><leader>00000nam a2200000 a 4500</leader></record>"
OUT = Issued(digest_of(MARC), deleted=False)
WITHDRAWN = Issued(b"", deleted=True)
HIDDEN = Withheld("suppressed")


def shown(rendered: Rendered, before: Issued | None) -> Act:
    return judge("99", rendered, before, {"99": MARC}).act


@pytest.mark.parametrize(
    ("rendered", "before", "act"),
    [
        (Rendition(MARC), None, Act.NEW),
        (Rendition(MARC), WITHDRAWN, Act.NEW),
        (Rendition(MARC), OUT, Act.SKIPPED),
        (Rendition(OTHER), OUT, Act.UPDATED),
        (HIDDEN, OUT, Act.DELETED),
        (HIDDEN, None, Act.FILTERED),
        (HIDDEN, WITHDRAWN, Act.FILTERED),
        (Unfit("too long"), OUT, Act.FAILED),
    ],
)
def test_each_case_has_its_act(
    rendered: Rendered, before: Issued | None, act: Act
) -> None:
    assert shown(rendered, before) is act


def test_a_withdrawn_record_is_whole_with_its_status_in_the_leader() -> None:
    gone = MARC[:5] + b"d" + MARC[6:]
    issue = Issue("99", b"", deleted=True, marc=gone)
    expected = Verdict(Act.DELETED, "99", issue, "suppressed")
    assert judge("99", HIDDEN, OUT, {"99": MARC}) == expected


def test_a_record_kept_as_xml_gets_its_status_too() -> None:
    assert as_deleted(KEPT_AS_XML) == KEPT_AS_XML.replace(b"nam", b"dam")
    assert digest_of(KEPT_AS_XML) != digest_of(as_deleted(KEPT_AS_XML))


def test_the_digest_sees_no_005_in_xml_either() -> None:
    stamp = b'<controlfield tag="005">2026&amp;</controlfield>'
    stamped = KEPT_AS_XML.replace(b"</leader>", b"</leader>" + stamp)
    assert digest_of(stamped) == digest_of(KEPT_AS_XML)
    other = stamped.replace(b'"005"', b'"006"')
    assert digest_of(other) != digest_of(KEPT_AS_XML)


@pytest.mark.parametrize("marc", [MARC, KEPT_AS_XML])
def test_the_digest_sees_the_format(marc: bytes) -> None:
    assert digest_of(marc, b"ISO2709") != digest_of(marc)
    before = Issued(digest_of(marc, b"ISO2709"), deleted=False)
    assert shown(Rendition(marc), before) is Act.UPDATED
    assert shown(Rendition(marc, b"ISO2709"), before) is Act.SKIPPED


STAMPS = st.lists(st.binary(max_size=20).filter(lambda x: not set(x) & {29, 30, 31}))
PLACES = st.integers(0, 3)


@given(st.lists(st.tuples(PLACES, STAMPS), max_size=3))
def test_the_digest_sees_no_005_wherever_it_stands(
    stamps: list[tuple[int, list[bytes]]],
) -> None:
    fields = [("001", b"99"), TITLE, ("650", b" 0\x1faClergy")]
    plain = digest_of(record(*fields))
    for place, texts in stamps:
        fields[place:place] = [("005", text) for text in texts]
    assert digest_of(record(*fields)) == plain


@pytest.mark.parametrize(
    "other",
    [
        record(("001", b"99"), ("246", b"10\x1faEmma")),
        record(("245", b"10\x1faEmma"), ("001", b"99")),
        as_deleted(record(("001", b"99"), TITLE)),
    ],
    ids=["tag", "order", "status"],
)
def test_the_digest_sees_everything_else(other: bytes) -> None:
    assert digest_of(other) != digest_of(MARC)
