"""The OAI-PMH provider: what was published, for whoever comes to harvest it."""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response.base import ASGIResponse

from almandine.engine.oai.objections import Objected, Objection
from almandine.engine.oai.repository import Repository, open_repository
from almandine.http.encodings import encoded
from almandine.http.gateway import admitted
from almandine.http.mount import AnyRequest
from almandine.http.services import Services
from almandine.wire.oai.arguments import Asked, Pairs, read_arguments
from almandine.wire.oai.documents import CONTENT_TYPE, Envelope

_PATH: Final = "/view/oai/{institution:str}/request"
_FORM: Final = b"application/x-www-form-urlencoded"
_MOST_ARGUMENTS: Final = 20
"""No verb takes more than five."""


def handlers(services: Services) -> Sequence[HTTPRouteHandler]:
    """Return the handlers of this file, bound to the services they call."""

    async def harvest(request: AnyRequest, institution: FromPath[str]) -> ASGIResponse:
        """Answer a request of OAI-PMH 2.0 by GET, HEAD or POST; there is no key."""
        text = _arguments(request, await request.body())
        arrival = admitted(request.scope).arrival
        address = f"{admitted(request.scope).origin}{arrival.raw_path}"
        accepted = arrival.headers.get(b"accept-encoding", b"").decode("latin-1")

        def work() -> tuple[bytes, dict[str, str]]:
            document = _document(services, institution, address, text)
            return encoded(document, accepted)

        body, headers = await asyncio.to_thread(work)
        headers |= {"content-type": CONTENT_TYPE, "content-length": str(len(body))}
        # A HEAD tells the length of what a GET would bring.
        sent = b"" if request.method == "HEAD" else body
        return ASGIResponse(body=sent, headers=headers)

    handler = HTTPRouteHandler(
        path=_PATH,
        http_method=["GET", "HEAD", "POST"],
        status_code=HTTPStatus.OK,
        include_in_schema=False,
    )
    return (handler(harvest),)


def _arguments(request: AnyRequest, body: bytes) -> bytes:
    """Return the arguments as they came: of a POST, its body."""
    if request.method != "POST":
        return request.scope["query_string"]
    content_type = admitted(request.scope).arrival.headers.get(b"content-type", b"")
    is_form = content_type.partition(b";")[0].strip().lower() == _FORM
    return body if is_form else b""


def _document(services: Services, institution: str, address: str, text: bytes) -> bytes:
    """Answer from one consistent state."""
    if "\0" in institution:
        raise NotFoundException
    with services.store_of(institution).read() as tx:
        repository = open_repository(tx)
        if repository is None:
            raise NotFoundException
        base_url = repository.provider.settings.base_url or address
        envelope = Envelope(institution, base_url, repository.complete_until)
        return _answered(repository, envelope, text)


def _answered(repository: Repository, envelope: Envelope, text: bytes) -> bytes:
    asked: Asked | None = None
    try:
        asked = read_arguments(_pairs(text))
        answer = repository.answer(asked.request(envelope.institution))
    except Objected as objected:
        return envelope.objection(objected, asked)
    return envelope.answer(asked, answer)


def _pairs(text: bytes) -> Pairs:
    try:
        return parse_qsl(
            text.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_ARGUMENTS,
        )
    except ValueError:
        why = "the arguments are no UTF-8, or too many"
        raise Objected(Objection.BAD_ARGUMENT, why) from None
