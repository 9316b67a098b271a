"""The documents of the protocol: an answer or an objection, in its envelope.

Source: OAI-PMH 2.0, sections 3.2, 3.6 and 4, and its schema
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from almandine.engine.oai.objections import Objected, Objection
from almandine.engine.oai.repository import Answer
from almandine.wire.oai import instants
from almandine.wire.oai.answers import NAMESPACE, Writer
from almandine.wire.oai.arguments import Asked
from almandine.wire.oai.records import element
from almandine.wire.xml import escape, quote

CONTENT_TYPE: Final = "text/xml; charset=utf-8"

_OPEN: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<OAI-PMH xmlns="{NAMESPACE}"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    f' xsi:schemaLocation="{NAMESPACE} {NAMESPACE}OAI-PMH.xsd">\n'
)
_CLOSE: Final = b"</OAI-PMH>\n"
_BARE: Final = frozenset({Objection.BAD_VERB, Objection.BAD_ARGUMENT})
"""Where these are told, the arguments are not repeated."""
_NOTHING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is around the answer to a request."""

    institution: str
    address: str
    """Of the repository."""
    at: datetime
    """Up to when the answer is complete (UTC)."""

    def answer(self, asked: Asked, answer: Answer) -> bytes:
        """Return the document of an answer."""
        writer = Writer(self.institution, self.address, asked.scope(self.institution))
        verb = asked.verb.encode()
        body = (b"<%b>" % verb, *writer.write(answer), b"</%b>\n" % verb)
        return self._around(body, asked.arguments)

    def objection(self, objected: Objected, asked: Asked | None) -> bytes:
        """Return the document of an objection; `asked` is None for unread arguments."""
        is_bare = objected.objection in _BARE
        arguments = asked.arguments if asked and not is_bare else _NOTHING
        because = escape(objected.because)
        body = f'<error code="{objected.objection}">{because}</error>\n'.encode()
        return self._around([body], arguments)

    def _around(self, body: Iterable[bytes], arguments: Mapping[str, str]) -> bytes:
        said = "".join(f' {name}="{quote(text)}"' for name, text in arguments.items())
        head = (
            f"{_OPEN}{element('responseDate', instants.spell(self.at))}"
            f"<request{said}>{escape(self.address)}</request>\n"
        )
        return b"".join([head.encode(), *body, _CLOSE])
