"""What stands in the element of each verb."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from almandine.engine.oai.repository import (
    Answer,
    Formats,
    Identity,
    OneRecord,
    Page,
    Sets,
)
from almandine.engine.oai.requests import Prefix
from almandine.wire.oai import instants, tokens
from almandine.wire.oai.metadata import (
    DC_NAMESPACE,
    DC_SCHEMA,
    MARC21_NAMESPACE,
    MARC21_SCHEMA,
)
from almandine.wire.oai.records import element, header, whole

NAMESPACE: Final = "http://www.openarchives.org/OAI/2.0/"
COMPRESSIONS: Final = ("gzip", "deflate")
"""In which answers may come."""

_FORMATS: Final = (
    (Prefix.MARC21, MARC21_SCHEMA, MARC21_NAMESPACE),
    (Prefix.OAI_DC, DC_SCHEMA, DC_NAMESPACE),
)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the answers to one request."""

    institution: str
    address: str
    """Of the repository."""
    scope: str
    """What resumption tokens are good for."""

    def write(self, answer: Answer) -> Iterable[bytes]:
        """Return the parts of an answer, in order."""
        match answer:
            case Identity():
                return (each.encode() for each in self._identity(answer))
            case Formats():
                return map(str.encode, _formats())
            case Sets():
                return map(str.encode, _sets(answer))
            case OneRecord():
                return whole([answer.record], answer.prefix, self.institution)
            case _:
                return self._page(answer)

    def _identity(self, identity: Identity) -> Iterator[str]:
        yield element("repositoryName", identity.name)
        yield element("baseURL", self.address)
        yield element("protocolVersion", "2.0")
        yield element("adminEmail", identity.admin_email)
        yield element("earliestDatestamp", instants.spell(identity.earliest))
        yield element("deletedRecord", "persistent")
        yield element("granularity", instants.SECONDS)
        yield from (element("compression", each) for each in COMPRESSIONS)

    def _page(self, page: Page) -> Iterator[bytes]:
        if page.headers_only:
            for each in page.records:
                yield f"{header(each, self.institution)}\n".encode()
        else:
            yield from whole(page.records, page.listing.prefix, self.institution)
        yield self._resumption(page).encode()

    def _resumption(self, page: Page) -> str:
        """Return the token of the next page; an empty one after the last of several."""
        listing = page.listing
        if page.next is None and listing.after is None:
            return ""
        size = "" if listing.size is None else f' completeListSize="{listing.size}"'
        token = "" if page.next is None else tokens.spell(page.next, self.scope)
        return (
            f'<resumptionToken{size} cursor="{listing.given}">{token}</resumptionToken>'
        )


def _formats() -> Iterator[str]:
    for prefix, schema, namespace in _FORMATS:
        said = (
            element("metadataPrefix", prefix),
            element("schema", schema),
            element("metadataNamespace", namespace),
        )
        yield f"<metadataFormat>{''.join(said)}</metadataFormat>"


def _sets(sets: Sets) -> Iterator[str]:
    for each in sets.sets:
        said = element("setSpec", each.spec) + element("setName", each.name)
        yield f"<set>{said}</set>"
