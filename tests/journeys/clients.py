"""Many clients at once, each with a connection that it keeps.

Written on bare sockets: the machine is to spend its time on the servers, not here.
"""

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.sax.saxutils import escape

HOST: Final = "127.0.0.1"
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Order:
    """A request to run a job on a set."""

    job_id: str
    set_id: str
    secret: str
    """The API key."""
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an order."""

    order: Order
    status: int
    body: bytes
    sent_at: datetime
    received_at: datetime
    seconds: float


@dataclass(frozen=True, slots=True)
class Traffic:
    """All answers, and how long the whole took."""

    answers: Sequence[Answer]
    seconds: float


def send(orders: Sequence[Order], *, ports: Sequence[int], clients: int) -> Traffic:
    """Have so many clients send the orders, each taking the next when it is free.

    The clients spread evenly over the ports. Requests and answers are XML.
    """
    return asyncio.run(_send(iter(orders), ports, clients))


async def _send(orders: Iterator[Order], ports: Sequence[int], clients: int) -> Traffic:
    opened = [
        await asyncio.open_connection(HOST, ports[number % len(ports)])
        for number in range(clients)
    ]
    answers: list[Answer] = []
    began = time.perf_counter()
    await asyncio.gather(
        *(_client(orders, reader, writer, answers) for reader, writer in opened)
    )
    seconds = time.perf_counter() - began
    for _, writer in opened:
        writer.close()
        await writer.wait_closed()
    return Traffic(answers, seconds)


async def _client(
    orders: Iterator[Order],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    answers: list[Answer],
) -> None:
    for order in orders:
        request = request_of(order)
        sent_at, began = datetime.now(UTC), time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = await reader.readexactly(int(length[1])) if length else b""
        seconds = time.perf_counter() - began
        status = int(head.split(b" ", 2)[1])
        answers.append(Answer(order, status, body, sent_at, datetime.now(UTC), seconds))


def request_of(order: Order) -> bytes:
    """Return the whole request as it goes over the wire."""
    given = [("set_id", order.set_id), *order.parameters]
    parameters = "".join(
        f"<parameter><name>{escape(name)}</name><value>{escape(value)}</value>"
        "</parameter>"
        for name, value in given
    )
    body = f"<job><parameters>{parameters}</parameters></job>".encode()
    head = (
        f"POST /almaws/v1/conf/jobs/{order.job_id}?op=run HTTP/1.1\r\n"
        f"host: {HOST}\r\n"
        f"authorization: apikey {order.secret}\r\n"
        "accept: application/xml\r\n"
        "content-type: application/xml\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
