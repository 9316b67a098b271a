"""A secret that was configured is nowhere to be read: canaries are searched for."""

# The library is partly untyped.
# pyright: reportUnknownMemberType=false

import asyncio
import gzip
import json
import tarfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import asyncssh
import httpx
import pytest
from msgspec import structs

from almandine.app import App
from almandine.cli import almandine
from almandine.engine.access import Access, Area
from almandine.engine.endpoint import Secret
from almandine.http.app import build
from databases.homes import Home
from endpoints.configured import configuration
from endpoints.offices import HERE as LOOPBACK
from endpoints.sftp_server import PASSWORD, SftpSite, sftp_site
from store.workshop import HERE, Workshop

WRONG: Final = "canary-that-is-wrong"
KEY: Final = asyncssh.generate_private_key("ssh-ed25519").export_private_key().decode()
CANARIES: Final = (PASSWORD, WRONG, KEY.splitlines()[-2], "canary-that-is-none")


@pytest.fixture
def vendor(tmp_path: Path) -> Generator[SftpSite]:
    with sftp_site(tmp_path / "vendor") as opened:
        yield opened


@pytest.fixture
def file(vendor: SftpSite, home: Home, tmp_path: Path) -> Path:
    """Configure one endpoint that works and two that do not; return the file."""
    settings = f'endpoint_hosts = ["{LOOPBACK}"]\n'
    (home.directory / "almandine.toml").write_text(settings, encoding="utf-8")
    right = vendor.endpoint()
    endpoints = [
        ("right", right),
        ("wrong", structs.replace(right, password=Secret(WRONG))),
        ("key", structs.replace(right, password=None, private_key=Secret(KEY))),
    ]
    made = tmp_path / "institution.toml"
    made.write_text(configuration(endpoints), encoding="utf-8")
    assert call(home, "apply", made) == 0
    return made


def call(home: Home, *words: str | Path) -> int:
    where = ["--data", str(home.directory), "--database-url", home.url]
    return almandine.main([*map(str, words), *where], standalone_mode=False) or 0


def in_institution(home: Home, *words: str | Path) -> int:
    return call(home, *words, "--institution", HERE)


@contextmanager
def client(home: Home) -> Generator[tuple[asyncio.Runner, httpx.AsyncClient]]:
    """Speak to the service's own API without a network."""
    chosen = structs.replace(home.settings, endpoint_hosts=(LOOPBACK,))
    with closing(App(chosen)) as app, asyncio.Runner() as runner:
        _, key = app.keys().create(HERE, "n", {Area.CONF: Access.READ_WRITE})
        edge: Any = build(app.services())
        opened = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=edge),
            base_url="http://localhost",
            headers={"authorization": f"apikey {key}"},
            timeout=60,
        )
        yield runner, opened
        runner.run(opened.aclose())


def leaks(*texts: str) -> list[str]:
    return [canary for canary in CANARIES for text in texts if canary in text]


def test_commands_list_and_try_endpoints_and_tell_no_secret(
    file: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(home, "apply", file) == 0
    assert "endpoint: 3 unchanged" in capsys.readouterr().out
    codes = [
        in_institution(home, "endpoints", *words)
        for words in (
            ("list",),
            ("list", "--json"),
            ("test", "right"),
            ("test", "wrong"),
            ("test", "key"),
            ("test", "none"),
        )
    ]
    told = capsys.readouterr()
    assert codes == [0, 0, 0, 1, 1, 1]
    assert "Endpoint right takes files" in told.out
    assert "endpoint wrong: the server does not let us in" in told.err
    assert "endpoint key: the server does not let us in" in told.err
    assert "there is no endpoint none" in told.err
    assert leaks(told.out, told.err) == []


def test_the_api_lists_and_tries_endpoints_and_tells_no_secret(
    file: Path, home: Home, vendor: SftpSite, capsys: pytest.CaptureFixture[str]
) -> None:
    with client(home) as (runner, opened):
        listed = runner.run(opened.get("/api/v1/endpoints"))
        one = runner.run(opened.get("/api/v1/endpoints/right"))
        right, wrong, none = (
            runner.run(opened.post(f"/api/v1/endpoints/{id_}/test"))
            for id_ in ("right", "wrong", "none")
        )
    assert [each["endpoint_id"] for each in listed.json()] == ["key", "right", "wrong"]
    assert one.json() == {
        "endpoint_id": "right",
        "kind": "sftp",
        "place": f"sftp://almandine@127.0.0.1:{vendor.port}/",
    }
    assert right.json() == {"works": True, "reason": ""}
    assert "does not let us in" in wrong.json()["reason"]
    assert none.status_code == 404
    answers = [each.text for each in (listed, one, right, wrong, none)]
    told = capsys.readouterr()
    assert leaks(*answers, told.out, told.err) == []


def test_nothing_that_is_kept_can_be_read(
    file: Path, home: Home, tmp_path: Path
) -> None:
    backup = tmp_path / "almandine.backup"
    assert call(home, "backup", "--to", backup) == 0
    rows = json.dumps(home.content())
    kept = [each for each in home.directory.rglob("*") if each.is_file()]
    texts = [each.read_bytes().decode("latin-1") for each in kept]
    assert leaks(rows, *texts, *pieces(backup)) == []
    assert "sftp" in rows


def pieces(backup: Path) -> list[str]:
    """Return what is in a backup, unpacked."""
    found: list[str] = []
    with tarfile.open(backup) as archive:
        for member in archive:
            opened = archive.extractfile(member)
            content = opened.read() if opened else b""
            if content.startswith(b"\x1f\x8b"):
                content = gzip.decompress(content)
            found.append(member.name + content.decode("latin-1"))
    return found


def test_a_restored_service_still_has_its_secrets(
    file: Path, home: Home, tmp_path: Path
) -> None:
    backup = tmp_path / "almandine.backup"
    call(home, "backup", "--to", backup)
    restored = Home(tmp_path / "new")
    assert call(restored, "restore", backup) == 0
    with (
        closing(Workshop(restored, chosen={"endpoint_hosts": (LOOPBACK,)})) as site,
        site.app.endpoints_of(HERE).open("right") as opened,
    ):
        opened.check()


def test_what_a_file_gets_wrong_is_told_without_its_secrets(
    file: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    text = file.read_text(encoding="utf-8")
    broken = {
        "kind": text.replace('kind = "sftp"', 'kind = "sfpt"'),
        "port": text.replace("port = ", "port = 1000000"),
        "key": text.replace("known_hosts = ", "known_host = "),
        "unknown server": text.replace("SHA256:", ""),
        "private key": text.replace(json.dumps(KEY), '"canary-that-is-none"'),
        "variable": text.replace(PASSWORD, "env:ALMANDINE_TESTS_HAVE_NO_SUCH"),
    }
    for each in broken.values():
        assert each != text
        file.write_text(each, encoding="utf-8")
        assert call(home, "apply", file) == 1
    told = capsys.readouterr()
    assert "endpoints[1].kind: 'sfpt' is unknown; allowed: directory, sftp" in told.err
    assert "endpoints[3].private_key: cannot be read: " in told.err
    assert "there is no variable ALMANDINE_TESTS_HAVE_NO_SUCH" in told.err
    assert leaks(told.out, told.err) == []
