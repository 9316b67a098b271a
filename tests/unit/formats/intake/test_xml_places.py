"""MARCXML: elements found by their tags, and each parsed by itself."""

import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from almandine.formats.intake import (
    Broken,
    Format,
    Placed,
    Unreadable,
    Unsound,
    index,
    read,
)
from almandine.formats.intake.window import CHUNK, KEEP
from almandine.records.marc.marcxml import FOOTER, HEADER, to_marcxml
from almandine.records.marc.marcxml_reader import read_marcxml
from unit.formats.intake.files import (
    ONE,
    TWO,
    XML,
    found,
    indexed,
    prefixed,
    written,
)
from unit.records.marc.real_data import read as whole_records
from unit.records.marc.real_data import unpacked

FIRST = to_marcxml([ONE]).text.rstrip()
SECOND = to_marcxml([TWO]).text.rstrip()
SLIM = b'xmlns="http://www.loc.gov/MARC21/slim"'
OAI = b'xmlns="http://www.openarchives.org/OAI/2.0/"'


def test_each_element_has_its_place(tmp_path: Path) -> None:
    assert indexed(tmp_path, XML, Format.MARCXML) == [
        Placed(XML.index(FIRST), len(FIRST)),
        Placed(XML.index(SECOND), len(SECOND)),
    ]


@pytest.mark.parametrize(
    "document",
    [
        HEADER + FIRST + SECOND + FOOTER,
        b"<collection>" + FIRST + SECOND + b"</collection>",
        b"\xef\xbb\xbf<collection>" + FIRST + SECOND + b"</collection>\n<!-- end -->\n",
        b"<collection>"
        + FIRST
        + b"<!-- <record> --><![CDATA[<record>]]><?x <record>?>"
        + SECOND
        + b"</collection>",
        b'<m:collection xmlns:m="http://www.loc.gov/MARC21/slim">'
        + prefixed(FIRST, b"m")
        + prefixed(SECOND, b"m")
        + b"</m:collection>",
        b"<OAI-PMH %b><record><metadata>%b</metadata></record>"
        % (OAI, FIRST.replace(b"<record", b"<record " + SLIM))
        + b"<record><header/></record>"
        + b"<record><metadata>%b</metadata></record></OAI-PMH>"
        % (SECOND.replace(b"<record", b"<record " + SLIM)),
        b"<OAI-PMH %b><record><metadata><collection %b>%b</collection></metadata>"
        % (OAI, SLIM, FIRST)
        + b"</record><record><metadata><m:collection xmlns:m=%b>%b</m:collection>"
        % (SLIM.removeprefix(b"xmlns="), prefixed(SECOND, b"m"))
        + b"</metadata></record></OAI-PMH>",
        b"<a xmlns:m='urn:other'><b %b><c xmlns='urn:other'><d><e xmlns=''>%b</e></d>"
        % (SLIM.replace(b"xmlns", b"xmlns:m"), FIRST)
        + b"<m:d>x</m:d>%b</c></b><m:record/></a>" % prefixed(SECOND, b"m"),
        b"<records %b>%b%b</records>"
        % (
            OAI,
            *(
                prefixed(one, b"slim").replace(
                    b"<slim:record",
                    b"<slim:record xmlns:slim='http://www.loc.gov/MARC21/slim'",
                )
                for one in (FIRST, SECOND)
            ),
        ),
    ],
    ids=[
        "slim",
        "none",
        "BOM",
        "passed over",
        "prefix",
        "OAI",
        "collections in OAI",
        "declared anew",
        "prefix at the record",
    ],
)
def test_records_are_found_and_read(tmp_path: Path, document: bytes) -> None:
    assert found(tmp_path, document, Format.MARCXML) == [ONE, TWO]


def test_what_looks_like_a_declaration_in_an_attribute_is_none(tmp_path: Path) -> None:
    document = b"""<collection note=" xmlns='urn:other'">%b</collection>""" % FIRST
    assert found(tmp_path, document, Format.MARCXML) == [ONE]


def test_an_element_left_open_misleads_no_longer_than_what_is_around_it(
    tmp_path: Path,
) -> None:
    document = (
        b"<OAI-PMH %b><record><metadata><open xmlns='urn:other'></metadata></record>"
        b"<record><metadata><collection %b>%b</collection></metadata></record>"
        b"<list xmlns=''></metadata>%b</list></OAI-PMH>" % (OAI, SLIM, FIRST, SECOND)
    )
    assert found(tmp_path, document, Format.MARCXML) == [ONE, TWO]


def test_a_prefix_declared_nowhere_is_taken_for_that_of_marc(tmp_path: Path) -> None:
    document = b"<collection>" + prefixed(FIRST, b"m") + b"</collection>"
    assert found(tmp_path, document, Format.MARCXML) == [ONE]


def test_where_no_record_is_none_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, b"<collection>    </collection>")
    (one,) = read(path, Format.MARCXML, [(12, 4)])
    assert one == Unsound(b"    ", "no record in MARC's namespace")


def test_a_document_may_be_one_record(tmp_path: Path) -> None:
    document = FIRST.replace(b"<record", b"<record " + SLIM)
    assert found(tmp_path, document, Format.MARCXML) == [ONE]


@pytest.mark.parametrize(
    "document", [b"<collection/>", b"<a:collection ></a:collection >"]
)
def test_a_collection_may_be_empty(tmp_path: Path, document: bytes) -> None:
    assert indexed(tmp_path, document, Format.MARCXML) == []


def test_a_document_of_something_else_is_set_aside(tmp_path: Path) -> None:
    page = b"<html><body>404</body></html>"
    assert indexed(tmp_path, page, Format.MARCXML) == [
        Broken(0, len(page), 1, "the document holds no MARC record")
    ]


def elsewhere(namespace: bytes) -> str:
    marc = "http://www.loc.gov/MARC21/slim"
    return f"records in the namespace {namespace.decode()}, not in MARC's ({marc})"


@pytest.mark.parametrize("declared", [b"<?xml version='1.0'?>\n", b""])
@pytest.mark.parametrize(
    "namespace", [b"https://www.loc.gov/MARC21/slim", b"info:lc/xmlns/marcxchange-v2"]
)
def test_records_in_another_namespace_are_told_by_it(
    tmp_path: Path, declared: bytes, namespace: bytes
) -> None:
    inside = (FIRST + SECOND) * 10_000
    document = declared + b'<collection xmlns="%b">%b</collection>' % (
        namespace,
        inside,
    )
    kept = document[: 1 << 20]
    because = elsewhere(namespace)
    assert indexed(tmp_path, document, Format.MARCXML) == [
        Broken(0, len(kept), 1, because)
    ]
    assert found(tmp_path, document, Format.MARCXML) == [Unsound(kept, because)]


@pytest.mark.parametrize("root", [b"collection", b"record"])
def test_records_in_another_namespace_are_told_beside_those_that_are_taken(
    tmp_path: Path, root: bytes
) -> None:
    other = prefixed(SECOND, b"m").replace(b"m:record", b"m:record xmlns:m='urn:m'", 1)
    document = b"<%b xmlns='urn:a'><a %b>%b</a>%b</%b>" % (
        root,
        SLIM,
        FIRST,
        other,
        root,
    )
    assert found(tmp_path, document, Format.MARCXML) == [
        ONE,
        Unsound(document, elsewhere(b"urn:m")),
    ]


@pytest.mark.parametrize(
    "document",
    [
        b"<collection><x:record xmlns:x='urn:x'/></collection>",
        b"<collection xmlns='urn:x'><record><title/></record></collection>",
        b"<collection xmlns='urn:x'/>",
        b"<OAI-PMH %b><record><dc/></record></OAI-PMH>" % OAI,
    ],
)
def test_a_document_of_other_records_is_set_aside(
    tmp_path: Path, document: bytes
) -> None:
    assert found(tmp_path, document, Format.MARCXML) == [
        Unsound(document, "no record in MARC's namespace")
    ]


def test_an_envelope_without_a_record_is_passed_over(tmp_path: Path) -> None:
    deleted = b"<record><header status='deleted'/></record>"
    record = FIRST.replace(b"<record", b"<record " + SLIM)
    document = b"<OAI-PMH %b>%b%b</OAI-PMH>" % (OAI, deleted, record)
    assert found(tmp_path, document, Format.MARCXML) == [ONE]


@pytest.mark.parametrize(
    ("broken", "because"),
    [
        (b"<record/>", "the leader is not 24 ASCII characters"),
        (FIRST.replace(b"Emma", b"Emm\xe9"), "Invalid bytes in character encoding"),
        (FIRST.replace(b"Emma", b"Emma &nbsp;"), "Entity 'nbsp' not defined"),
        (FIRST.replace(b"</datafield>", b"</dutafield>", 1), "tag mismatch"),
        (FIRST.replace(b'tag="245"', b'tag="24"'), "'24' is no tag"),
        (FIRST.replace(b"Emma", b"<a>" * 20 + b"</a>" * 20), "nested deeper than 16"),
        (FIRST.replace(b"Emma", b"E" * 100_000), "too long for ISO 2709"),
    ],
)
def test_a_broken_element_costs_no_other(
    tmp_path: Path, broken: bytes, because: str
) -> None:
    document = HEADER + FIRST + broken + SECOND + FOOTER
    before, one, after = found(tmp_path, document, Format.MARCXML)
    assert (before, after) == (ONE, TWO)
    assert isinstance(one, Unsound)
    assert one.raw == broken
    assert because in one.because


def test_a_record_without_end_tag_does_not_take_the_next_one_with_it(
    tmp_path: Path,
) -> None:
    lost = FIRST.removesuffix(b"</record>")
    places = indexed(tmp_path, HEADER + lost + SECOND + FOOTER, Format.MARCXML)
    begin = len(HEADER)
    assert places == [
        Broken(begin, len(lost), 1, "the record has no end tag"),
        Placed(begin + len(lost), len(SECOND)),
    ]


def test_a_record_without_end_tag_at_the_end_is_all_that_is_told(
    tmp_path: Path,
) -> None:
    lost = FIRST.removesuffix(b"</record>")
    places = indexed(tmp_path, HEADER + lost + FOOTER, Format.MARCXML)
    end = lost + FOOTER[: FOOTER.index(b"</collection>")]
    assert places == [Broken(len(HEADER), len(end), 1, "the record has no end tag")]


@pytest.mark.parametrize(
    "behind",
    [
        b"<?x y?>",
        b"<!-- one --><!-- <two/> -->\n",
        b"<!-- </collection> -->",
        b"<?x </collection> ?>\n<!-- >",
        b"<!-- " + b"x" * (1 << 17) + b" -->",
    ],
    ids=["instruction", "comments", "end tag", "cut off", "long"],
)
def test_what_follows_the_root_element_cuts_nothing_off(
    tmp_path: Path, behind: bytes
) -> None:
    document = HEADER + FIRST + FOOTER + behind
    assert found(tmp_path, document, Format.MARCXML) == [ONE]


def test_a_nested_collection_that_ends_is_not_the_end_of_the_document(
    tmp_path: Path,
) -> None:
    document = HEADER + b"<collection>" + FIRST + b"</collection>"
    because = "the document ends before its root element does"
    assert found(tmp_path, document, Format.MARCXML) == [ONE, Unsound(b"", because)]


@pytest.mark.parametrize("end", [b"", b"\n", b"</collectio", b"<!-- </collection>"])
def test_a_document_that_is_cut_off_between_records_is_told(
    tmp_path: Path, end: bytes
) -> None:
    document = HEADER + FIRST + end
    because = "the document ends before its root element does"
    assert found(tmp_path, document, Format.MARCXML) == [ONE, Unsound(b"", because)]


def test_a_document_that_is_cut_off_in_a_record_is_told(tmp_path: Path) -> None:
    document = HEADER + FIRST + SECOND[:50]
    begin = len(HEADER + FIRST)
    assert indexed(tmp_path, document, Format.MARCXML) == [
        Placed(len(HEADER), len(FIRST)),
        Broken(begin, 50, 2, "the record has no end tag"),
        Broken(begin + 50, 0, 3, "the document ends before its root element does"),
    ]


@pytest.mark.parametrize("around", range(-20, 20))
def test_a_tag_may_lie_across_the_edge_of_the_window(
    tmp_path: Path, around: int
) -> None:
    for edge in (CHUNK, CHUNK - KEEP):
        filler = b" " * (edge - len(HEADER) + around)
        document = HEADER + filler + FIRST + FOOTER
        at = len(HEADER + filler)
        assert indexed(tmp_path, document, Format.MARCXML) == [Placed(at, len(FIRST))]


def test_a_doctype_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="a DOCTYPE is not accepted"):
        indexed(tmp_path, b"<!DOCTYPE collection><collection/>", Format.MARCXML)


def test_a_doctype_within_a_record_defines_nothing(tmp_path: Path) -> None:
    bomb = FIRST.replace(b"Emma", b'<!DOCTYPE a [<!ENTITY x "ha">]>&x;')
    one, two = found(tmp_path, HEADER + bomb + SECOND + FOOTER, Format.MARCXML)
    assert (type(one), two) == (Unsound, TWO)


@pytest.mark.parametrize(
    ("tag", "depth", "broken"),
    [(b"<a>", 1_000_000, 1), (b"<record>", 50_000, 50_001)],
)
def test_nesting_is_no_danger_however_deep(
    tmp_path: Path, tag: bytes, depth: int, broken: int
) -> None:
    path = written(tmp_path, b"<collection>" + tag * depth)
    tracemalloc.start()
    try:
        found = sum(isinstance(one, Broken) for one in index(path, Format.MARCXML))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == broken
    assert peak < 8 << 20


def test_a_record_that_never_ends_is_kept_in_part(tmp_path: Path) -> None:
    document = b"<collection><record>" + b"x" * (20 << 20) + b"</record></collection>"
    assert indexed(tmp_path, document, Format.MARCXML) == [
        Broken(12, 1 << 20, 1, "the record is longer than 16 MiB")
    ]


@given(
    st.lists(
        st.sampled_from(
            [
                FIRST,
                SECOND,
                b" \n",
                b"<!-- <record> -->",
                b"<?x y?>",
                b"<other>x</other>",
            ]
        ),
        max_size=12,
    ).map(b"".join)
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_what_is_read_at_all_places_is_what_the_whole_document_holds(
    tmp_path: Path, inside: bytes
) -> None:
    document = HEADER + inside + FOOTER
    whole = list(read_marcxml(BytesIO(document)))
    assert found(tmp_path, document, Format.MARCXML) == whole


def test_real_records_are_read_as_from_the_whole_document(tmp_path: Path) -> None:
    records = whole_records(unpacked("real_permissive.mrc.zst"))[0][:20_000:10]
    document = HEADER + to_marcxml(records).text + FOOTER
    whole = list(read_marcxml(BytesIO(document)))
    assert found(tmp_path, document, Format.MARCXML) == whole
