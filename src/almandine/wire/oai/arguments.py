"""From the arguments of a request to what it asks for, by the book.

Source: OAI-PMH 2.0, sections 3.1.1 and 4
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from almandine.engine.oai.objections import Objected, Objection
from almandine.engine.oai.provider import SetSpec
from almandine.engine.oai.requests import (
    GetRecord,
    Identify,
    ListFormats,
    Listing,
    ListRecords,
    ListSets,
    Prefix,
    Request,
)
from almandine.wire.oai import identifiers, instants, tokens

Pairs = Sequence[tuple[str, str]]

VERB: Final = "verb"
TOKEN: Final = "resumptionToken"  # noqa: S105 - a name
IDENTIFIER: Final = "identifier"
PREFIX: Final = "metadataPrefix"
_SET: Final = "set"
_FROM: Final = "from"
_UNTIL: Final = "until"
_HEADERS: Final = "ListIdentifiers"


@dataclass(frozen=True, slots=True)
class _Takes:
    """The arguments of a verb."""

    must: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    """What stands instead of all others."""


_LISTING: Final = _Takes(
    must=frozenset({PREFIX}),
    may=frozenset({_FROM, _UNTIL, _SET}),
    alone=frozenset({TOKEN}),
)
_VERBS: Final[Mapping[str, _Takes]] = {
    "Identify": _Takes(),
    "ListMetadataFormats": _Takes(may=frozenset({IDENTIFIER})),
    "ListSets": _Takes(alone=frozenset({TOKEN})),
    "GetRecord": _Takes(must=frozenset({IDENTIFIER, PREFIX})),
    "ListIdentifiers": _LISTING,
    "ListRecords": _LISTING,
}
_FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    # Letters of a URI (RFC 3986); the parts of its syntax are not looked at.
    IDENTIFIER: re.compile(r"[\w\-.~:/?#\[\]@!$&'()*+,;=%]+", re.ASCII),
    PREFIX: re.compile(r"[\w\-.!~*'()]+", re.ASCII),
    _SET: SetSpec.FORM,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments of a request that are as they should be, each once."""

    arguments: Mapping[str, str]

    @property
    def verb(self) -> str:
        """Return the verb."""
        return self.arguments[VERB]

    def scope(self, institution: str) -> str:
        """Return what resumption tokens of this request are good for."""
        return f"{institution} {self.verb}"

    def request(self, institution: str) -> Request:
        """Return what it asks for.

        Raises:
            Objected: when there is no such record, format, token or time.
        """
        match self.verb:
            case "Identify":
                return Identify()
            case "ListMetadataFormats":
                has_record = IDENTIFIER in self.arguments
                return ListFormats(self._record(institution) if has_record else None)
            case "ListSets":
                return self._sets()
            case "GetRecord":
                return GetRecord(self._record(institution), self._prefix())
            case _:
                return ListRecords(
                    self._listing(institution), headers_only=self.verb == _HEADERS
                )

    def _sets(self) -> ListSets:
        if TOKEN in self.arguments:
            raise Objected(Objection.BAD_RESUMPTION_TOKEN, "all sets are on one page")
        return ListSets()

    def _record(self, institution: str) -> str:
        mms_id = identifiers.read(institution, self.arguments[IDENTIFIER])
        if mms_id is None or "\0" in mms_id:
            raise Objected(Objection.ID_DOES_NOT_EXIST, "no such record")
        return mms_id

    def _prefix(self) -> Prefix:
        try:
            return Prefix(self.arguments[PREFIX])
        except ValueError:
            why = f"the formats are {', '.join(Prefix)}"
            raise Objected(Objection.CANNOT_DISSEMINATE_FORMAT, why) from None

    def _listing(self, institution: str) -> Listing:
        if TOKEN in self.arguments:
            return self._resumed(institution)
        since, until = self.arguments.get(_FROM), self.arguments.get(_UNTIL)
        if since and until and instants.is_day(since) != instants.is_day(until):
            raise _bad(f"{_FROM} and {_UNTIL} differ in their granularity")
        try:
            listing = Listing(
                prefix=self._prefix(),
                spec=self.arguments.get(_SET, ""),
                since=instants.beginning(since) if since else None,
                before=instants.end(until) if until else None,
            )
        except ValueError:
            forms = f"YYYY-MM-DD or {instants.SECONDS}"
            raise _bad(f"{_FROM} and {_UNTIL} are {forms}") from None
        if listing.since and listing.before and listing.since >= listing.before:
            raise _bad(f"{_FROM} is later than {_UNTIL}")
        return listing

    def _resumed(self, institution: str) -> Listing:
        try:
            return tokens.read(self.arguments[TOKEN], self.scope(institution))
        except tokens.WrongToken:
            why = "it was not given out for this, or has been altered"
            raise Objected(Objection.BAD_RESUMPTION_TOKEN, why) from None


def read_arguments(pairs: Pairs) -> Asked:
    """Return the arguments of a request.

    Raises:
        Objected: with `badVerb` or `badArgument`.
    """
    verbs = [value for name, value in pairs if name == VERB]
    if len(verbs) != 1 or verbs[0] not in _VERBS:
        wanted = f"verb is one of {', '.join(_VERBS)}, and stands once"
        raise Objected(Objection.BAD_VERB, wanted)
    arguments = dict(pairs)
    if len(arguments) < len(pairs):
        raise _bad("no argument stands twice")
    _check_names(arguments.keys() - {VERB}, _VERBS[verbs[0]])
    for name, value in arguments.items():
        if not value or (name in _FORMS and not _FORMS[name].fullmatch(value)):
            raise _bad(f"{name} is empty, or holds characters that it cannot")
    return Asked(arguments)


def _check_names(names: frozenset[str] | set[str], takes: _Takes) -> None:
    if names & takes.alone:
        if len(names) > 1:
            raise _bad(f"{TOKEN} stands alone")
        return
    if missing := takes.must - names:
        raise _bad(f"missing: {', '.join(sorted(missing))}")
    if names - takes.must - takes.may:
        allowed = sorted(takes.must | takes.may | takes.alone)
        raise _bad(f"allowed: {', '.join(allowed) or 'no arguments'}")


def _bad(because: str) -> Objected:
    return Objected(Objection.BAD_ARGUMENT, because)
