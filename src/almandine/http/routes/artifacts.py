"""The files that runs made: list them, and fetch one."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import quote

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Stream

from almandine.engine.ports import Artifact, Tx
from almandine.faults import Refused, UnknownArtifact
from almandine.http.gateway import admitted
from almandine.http.mount import AnyRequest, institution_of
from almandine.http.routes.one_run import RUN, find_run
from almandine.http.services import Services
from almandine.http.shown.run import ArtifactView, show_artifact

_PIECE: Final = 1024 * 1024


def handlers(services: Services) -> Sequence[HTTPRouteHandler]:
    """Return the handlers of this file, bound to the services they call."""

    @get(f"{RUN}/artifacts", sync_to_thread=True)
    def list_artifacts(
        request: AnyRequest, run_id: FromPath[str]
    ) -> list[ArtifactView]:
        """Return the files that a run made, by name."""
        with services.store_of(institution_of(request)).read() as tx:
            find_run(tx, run_id)
            artifacts = tx.artifacts.of(run_id)
        origin = admitted(request.scope).origin
        return [
            show_artifact(each, f"{origin}{_path(run_id, each.name)}")
            for each in artifacts
        ]

    @get(f"{RUN}/artifacts/{{name:str}}", sync_to_thread=True)
    def download_artifact(
        request: AnyRequest, run_id: FromPath[str], name: FromPath[str]
    ) -> Stream:
        """Download a file that a run made, with its SHA-256 in `Repr-Digest`."""
        institution = institution_of(request)
        with services.store_of(institution).read() as tx:
            find_run(tx, run_id)
            artifact = find_artifact(tx, run_id, name)
        file = services.workspace_of(institution).path(run_id, name)
        opened = open_artifact(file, run_id)
        return Stream(
            pieces(opened),
            media_type="application/octet-stream",
            headers=describe(artifact),
        )

    return (list_artifacts, download_artifact)


def find_artifact(tx: Tx, run_id: str, name: str) -> Artifact:
    """Return the file from the ledger, so that no other path can be asked for.

    Raises:
        Refused: with `UnknownArtifact`.
    """
    for artifact in tx.artifacts.of(run_id):
        if artifact.name == name:
            return artifact
    raise Refused(UnknownArtifact(run_id, name))


def open_artifact(file: Path, run_id: str) -> BinaryIO:
    """Open a file; one that is gone is refused before the answer has begun.

    Raises:
        Refused: with `UnknownArtifact`.
    """
    try:
        return file.open("rb")
    except FileNotFoundError:
        raise Refused(UnknownArtifact(run_id, file.name)) from None


def pieces(opened: BinaryIO) -> Iterator[bytes]:
    """Yield the file in pieces of a constant size, and close it."""
    with opened:
        while piece := opened.read(_PIECE):
            yield piece


def describe(artifact: Artifact) -> dict[str, str]:
    """Return the headers of a download, after RFC 6266 and RFC 9530."""
    plain = "".join(
        c if c.isascii() and c.isprintable() else "_" for c in artifact.name
    )
    quoted = plain.replace("\\", "_").replace('"', "_")
    digest = b64encode(bytes.fromhex(artifact.sha256)).decode()
    return {
        "content-length": str(artifact.size),
        "content-disposition": (
            f'attachment; filename="{quoted}";'
            f" filename*=UTF-8''{quote(artifact.name, safe='')}"
        ),
        "repr-digest": f"sha-256=:{digest}:",
        "etag": f'"{artifact.sha256}"',
    }


def _path(run_id: str, name: str) -> str:
    run = RUN.replace("{run_id:str}", quote(run_id, safe=""))
    return f"{run}/artifacts/{quote(name, safe='')}"
