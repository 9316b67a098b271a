"""Under which names the service answers, what its links begin with, and HTTPS."""

import ssl
from collections.abc import Iterator

import httpx
import pytest

from almandine.records.sample import CONFIGURATION
from almandine.settings import VENDOR_HOSTS
from databases.homes import Home
from journeys.refusals import CONTENT_TYPE, Refusal, refusal_of
from journeys.service import CONF, Service, make_site, serving

PUBLIC = "https://jobs.example.org"

# What is told here, no database has a part in.
pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True)


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", *VENDOR_HOSTS])
def test_links_begin_as_the_client_addressed_the_service(
    sample_service: Service, host: str
) -> None:
    job = sample_service.client.get(f"{CONF}/jobs/M44", headers={"host": host}).json()
    assert job["link"] == f"http://{host}{CONF}/jobs/M44"


@pytest.mark.parametrize("host", ["evil.example.org", "localhost.evil.org", "[::2]"])
def test_a_host_that_is_not_listed_is_refused(
    sample_service: Service, host: str
) -> None:
    answer = sample_service.client.get(f"{CONF}/jobs", headers={"host": host})
    says = f"This service does not answer for {host.strip('[]')}."
    assert refusal_of(answer, "json") == Refusal(403, "FORBIDDEN", says, None)


@pytest.mark.parametrize(
    ("asked", "accept", "spelling"),
    [
        ("", "*/*", "xml"),
        ("", "application/json", "json"),
        ("", "application/xml", "xml"),
        ("?format=json", "application/xml", "json"),
        ("?format=xml", "application/json", "xml"),
    ],
)
def test_content_types_are_what_clients_compare(
    sample_service: Service, asked: str, accept: str, spelling: str
) -> None:
    headers = {"accept": accept}
    answer = sample_service.client.get(f"{CONF}/jobs{asked}", headers=headers)
    assert answer.headers["content-type"] == CONTENT_TYPE[spelling]


def test_no_accept_header_at_all_is_xml(sample_service: Service) -> None:
    request = sample_service.client.build_request("GET", f"{CONF}/jobs")
    del request.headers["accept"]
    answer = sample_service.client.send(request)
    assert answer.headers["content-type"] == CONTENT_TYPE["xml"]


@pytest.fixture(scope="module")
def secure(tables: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Serve HTTPS under a public address."""
    home = tables.copied(tmp_path_factory.mktemp("secure") / "data")
    key = make_site(home, CONFIGURATION)
    options = ["--tls", "--public-url", PUBLIC]
    with serving(home, key, workers=0, options=options) as running:
        yield running


def over_tls(service: Service, name: str) -> httpx.Response:
    """Ask the service for a job, by a name that stands for this machine."""
    authority = service.data / "tls" / "authority.pem"
    with httpx.Client(
        verify=ssl.create_default_context(cafile=authority), trust_env=False
    ) as client:
        return client.get(
            f"https://127.0.0.1:{service.port}{CONF}/jobs/M44",
            headers={**service.client.headers, "host": name},
            extensions={"sni_hostname": name},
        )


@pytest.mark.parametrize("name", [*VENDOR_HOSTS, "localhost", "jobs.example.org"])
def test_the_certificate_names_every_host_of_the_service(
    secure: Service, name: str
) -> None:
    assert over_tls(secure, name).json()["id"] == "M44"


def test_the_certificate_names_no_other_host(secure: Service) -> None:
    with pytest.raises(httpx.ConnectError, match="certificate is not valid for"):
        over_tls(secure, "evil.example.org")


def test_who_does_not_know_the_authority_does_not_trust_it(secure: Service) -> None:
    address = f"https://localhost:{secure.port}/health"
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(address, trust_env=False)


def test_links_begin_with_the_public_address(secure: Service) -> None:
    job = secure.get("/jobs/M44")
    assert job["link"] == f"{PUBLIC}{CONF}/jobs/M44"
