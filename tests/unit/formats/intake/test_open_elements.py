"""What is around records: envelopes, and the namespaces that they declare."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import fromstring

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from almandine.formats.intake import Format, Unsound
from almandine.formats.intake.open_elements import MAX_DEPTH, OpenElements
from almandine.records.marc.marcxml import to_marcxml
from almandine.records.marc.marcxml_reader import read_marcxml
from unit.formats.intake.files import ONE, TWO, found, prefixed

MARC = b"http://www.loc.gov/MARC21/slim"
OAI = b"http://www.openarchives.org/OAI/2.0/"
PLAIN = [to_marcxml([raw]).text.rstrip() for raw in (ONE, TWO)]
RECORD_OF_M = prefixed(PLAIN[0], b"m")
RECORDS = [
    *PLAIN,
    *(prefixed(each, prefix) for each in PLAIN for prefix in (b"m", b"o")),
]


def test_a_declaration_is_in_force_until_its_element_ends() -> None:
    elements = OpenElements()
    elements.enter(b"a", b' xmlns="urn:a" xmlns:m="urn:m">')
    elements.enter(b"b", b" xmlns='urn:b'>")
    assert elements.namespace_of(b"record", b">") == b"urn:b"
    assert elements.namespace_of(b"m:record", b">") == b"urn:m"
    assert elements.namespace_of(b"record", b' xmlns="">') == b""
    elements.leave(b"b")
    assert elements.namespace_of(b"record", b">") == b"urn:a"
    elements.leave(b"a")
    assert elements.namespace_of(b"record", b">") == b""


def test_an_end_tag_without_a_start_tag_ends_nothing() -> None:
    elements = OpenElements()
    elements.enter(b"a", b' xmlns="urn:a">')
    elements.leave(b"b")
    assert elements.namespace_of(b"record", b">") == b"urn:a"


def test_of_what_is_too_deep_the_innermost_elements_are_known() -> None:
    elements = OpenElements()
    for level in range(MAX_DEPTH + 1):
        elements.enter(b"a", b' xmlns="urn:%d">' % level)
    for level in reversed(range(1, MAX_DEPTH + 1)):
        assert elements.namespace_of(b"record", b">") == b"urn:%d" % level
        elements.leave(b"a")
    assert elements.namespace_of(b"record", b">") == b""


@dataclass(frozen=True)
class Element:
    """Something around records."""

    prefix: bytes
    name: bytes
    declared: Mapping[bytes, bytes]
    inside: "list[Element | bytes]"
    """Elements; a record without its prefix; or what is neither."""


PREFIXES = st.sampled_from([b"", b"m", b"o"])
NAMES = st.sampled_from([b"collection", b"record", b"metadata", b"o-record", b"leader"])
NAMESPACES = st.sampled_from([MARC, OAI])
DECLARED = st.dictionaries(PREFIXES, NAMESPACES, max_size=2)
NO_ELEMENTS = st.sampled_from(
    [
        b"\n ",
        b"text &lt;record&gt; &#60;",
        b"<!-- <record> </collection> -->",
        b"<![CDATA[<record xmlns='urn:x'></record>]]>",
        b"<?x <record> ?>",
        b"<x><header>text</header>\n<y a='>'/></x>",
        b"""<x a="'>"/>""",
        b"<leader xmlns='urn:x' >text</leader >",
    ]
)
INSIDE = st.recursive(
    st.one_of(st.sampled_from(RECORDS), NO_ELEMENTS),
    lambda inside: st.builds(
        Element, PREFIXES, NAMES, DECLARED, st.lists(inside, max_size=4)
    ),
    max_leaves=20,
)
ROOTS = st.builds(
    Element,
    PREFIXES,
    st.sampled_from([b"collection", b"OAI-PMH"]),
    st.just({b"m": MARC, b"o": OAI}),
    st.lists(INSIDE, max_size=5).map(
        lambda inside: [*inside, prefixed(PLAIN[0], b"m")]
    ),
)


def written(element: Element, outer: Mapping[bytes, bytes]) -> bytes:
    """Return an element as text; those called `record` are none of MARC's."""
    namespaces = {**outer, **element.declared}
    is_marc = namespaces.get(element.prefix, MARC) == MARC
    local = b"list" if is_marc and element.name == b"record" else element.name
    name = element.prefix + b":" + local if element.prefix else local
    declared = b"".join(
        b' xmlns%b="%b"' % (b":" + prefix if prefix else b"", namespace)
        for prefix, namespace in element.declared.items()
    )
    inside = [
        written(each, namespaces) if isinstance(each, Element) else each
        for each in element.inside
    ]
    return b"<%b%b>%b</%b>" % (name, declared, b"".join(inside), name)


@given(ROOTS)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_in_any_envelope_just_the_records_are_found_that_a_parser_finds(
    tmp_path: Path, root: Element
) -> None:
    document = written(root, {})
    whole = list(read_marcxml(BytesIO(document)))
    places = found(tmp_path, document, Format.MARCXML)
    told = [Unsound] * holds_others(document)
    assert places[: len(whole)] == whole
    assert [type(one) for one in places[len(whole) :]] == told


def holds_others(document: bytes) -> bool:
    """Tell whether there is a record with a leader in another namespace."""
    root = fromstring(document)  # noqa: S314 - our own document
    records = root.iter(f"{{{OAI.decode()}}}record")
    parts = (part.tag.rpartition("}")[2] for record in records for part in record)
    return "leader" in parts
