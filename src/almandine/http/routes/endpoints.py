"""Our own API over endpoints: list them, and try whether files can be delivered."""

from collections.abc import Sequence
from typing import Final

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from almandine.engine.ports import EndpointFailed
from almandine.faults import Refused, UnknownEndpoint
from almandine.http.mount import AnyRequest, institution_of
from almandine.http.services import Services
from almandine.http.shown.endpoint import EndpointView, TrialView, show_endpoint

ENDPOINTS: Final = "/api/v1/endpoints"
ENDPOINT: Final = f"{ENDPOINTS}/{{endpoint_id:str}}"


def handlers(services: Services) -> Sequence[HTTPRouteHandler]:
    """Return the handlers of this file, bound to the services they call."""

    def all_of(request: AnyRequest) -> list[EndpointView]:
        with services.store_of(institution_of(request)).read() as tx:
            return [show_endpoint(each) for each in tx.configuration.endpoints()]

    def one_of(request: AnyRequest, endpoint_id: str) -> EndpointView:
        for each in all_of(request):
            if each.endpoint_id == endpoint_id:
                return each
        raise Refused(UnknownEndpoint(endpoint_id))

    @get(ENDPOINTS, sync_to_thread=True)
    def list_endpoints(request: AnyRequest) -> list[EndpointView]:
        """Return the endpoints, without their secrets."""
        return all_of(request)

    @get(ENDPOINT, sync_to_thread=True)
    def find_endpoint(request: AnyRequest, endpoint_id: FromPath[str]) -> EndpointView:
        """Return an endpoint, without its secrets."""
        return one_of(request, endpoint_id)

    @post(f"{ENDPOINT}/test", status_code=200, sync_to_thread=True)
    def try_endpoint(request: AnyRequest, endpoint_id: FromPath[str]) -> TrialView:
        """Write, read, rename and remove a small file; tell what went wrong."""
        one_of(request, endpoint_id)
        try:
            with services.endpoints_of(institution_of(request)).open(
                endpoint_id
            ) as opened:
                opened.check()
        except EndpointFailed as failed:
            return TrialView(works=False, reason=str(failed))
        return TrialView(works=True)

    return (list_endpoints, find_endpoint, try_endpoint)
