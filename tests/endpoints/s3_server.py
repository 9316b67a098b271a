"""An S3 store on loopback: moto's, which checks digests as S3 does."""

# The library is partly untyped.
# pyright: reportMissingTypeStubs=false

import base64
import hashlib
import io
import logging
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    create_backend_app,
)
from moto.s3.models import s3_backends
from werkzeug.serving import make_server

from almandine.engine.endpoint import S3Endpoint, Secret
from endpoints.trouble import Fault, Spoiled, Trouble

SECRET = "canary-of-s3"  # noqa: S105 - of a server on loopback
_ACCOUNT = "123456789012"
_CHECKSUM = "HTTP_X_AMZ_CHECKSUM_SHA256"

Start = Callable[..., Any]


@dataclass(frozen=True)
class S3Site:
    url: str
    bucket: str
    trouble: Trouble
    asked: list[tuple[str, str, bool]]
    """Method and path of all requests, and whether they were signed."""

    def endpoint(self) -> S3Endpoint:
        return S3Endpoint(
            id="vendor",
            bucket=self.bucket,
            endpoint_url=self.url,
            access_key="almandine",
            secret_key=Secret(SECRET),
        )

    def clear(self) -> None:
        _keys(self.bucket).clear()


def _files(bucket: str) -> Iterator[tuple[str, bytes]]:
    for name, key in list(_keys(bucket).items()):
        yield name, key.value


def _keys(bucket: str) -> Any:  # noqa: ANN401 - the library's
    return s3_backends[_ACCOUNT]["aws"].buckets[bucket].keys


class _Answer(Exception):  # noqa: N818 - it ends a request
    pass


@dataclass
class _Gate:
    """What stands before the store, and makes trouble for what is put."""

    store: Callable[[dict[str, Any], Start], Iterable[bytes]]
    trouble: Trouble
    asked: list[tuple[str, str, bool]] = field(
        default_factory=list[tuple[str, str, bool]]
    )

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        is_signed = "HTTP_AUTHORIZATION" in environ
        self.asked.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], is_signed))
        fault = self.trouble.next() if environ["REQUEST_METHOD"] == "PUT" else None
        try:
            if fault is not None:
                self._spoil(environ, fault)
            answer = list(self.store(environ, start))
            self.trouble.look()
            if fault in (Fault.ANSWER_LOST, Fault.NOT_RENAMED):
                _hang_up(environ)
        except (_Answer, OSError) as error:
            start(str(error), [("Content-Type", "application/xml")])
            return [b"<Error><Code>Trouble</Code></Error>"]
        return answer

    def _spoil(self, environ: dict[str, Any], fault: Fault) -> None:
        size = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(size)
        if fault is Fault.REFUSED:
            raise _Answer("503 Slow Down")
        if fault is Fault.HANGING:
            self.trouble.released.wait(1)
            raise _Answer("500 Too Late")
        if fault is Fault.DROPPED:
            _hang_up(environ)
            raise _Answer("500 Dropped")
        if fault is Fault.FULL:
            raise _Answer("507 Insufficient Storage")
        kept = Spoiled(self.trouble, fault, lambda: None).block(body)
        digest = base64.b64encode(hashlib.sha256(kept).digest()).decode()
        if environ.get(_CHECKSUM) not in (None, digest):
            raise _Answer("400 Bad Digest")
        if fault in (Fault.SHORT, Fault.FLIPPED) and _CHECKSUM not in environ:
            raise AssertionError("nothing says what the store should get")
        environ["wsgi.input"] = io.BytesIO(kept)
        environ["CONTENT_LENGTH"] = str(len(kept))


def _hang_up(environ: dict[str, Any]) -> None:
    environ["werkzeug.socket"].close()
    raise ConnectionError("dropped")


@contextmanager
def s3_site(bucket: str) -> Generator[S3Site]:
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    s3_backends[_ACCOUNT]["aws"].create_bucket(bucket, "us-east-1")
    trouble = Trouble(lambda: _files(bucket))
    store = DomainDispatcherApplication(create_backend_app)
    gate = _Gate(store, trouble)
    server = make_server("127.0.0.1", 0, gate, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.port}"
        yield S3Site(url, bucket, trouble, gate.asked)
    finally:
        trouble.released.set()
        server.shutdown()
        thread.join(10)
        server.server_close()
        _keys(bucket).clear()
        s3_backends[_ACCOUNT]["aws"].delete_bucket(bucket)
