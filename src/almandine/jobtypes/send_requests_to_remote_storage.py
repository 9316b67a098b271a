"""Send requests to remote storage: write new item requests to the facility's file.

Reads    requests that were not sent yet, a chunk at a time.
Writes   one file to the facility; then, with its delivery, that a request was sent.
Repeats  safe: a request that was sent is not waiting any more.
Source   observed clients of this job; what is inside the file is partly our reading
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from almandine.engine.jobtype import Destination, ExportJob, Layout, Param, Part, Sent
from almandine.engine.sub_directory import check_sub_directory
from almandine.formats.remote_storage import NAMESPACE, Facility, rs_layout, rs_part
from almandine.records.kind import Kind
from almandine.records.request import Request


@dataclass(frozen=True, slots=True)
class SendRequests:
    """What the integration profile says."""

    endpoint: Annotated[str, Param("endpoint", "Deliver to", "endpoint")]
    institution: Annotated[str, Param("institution", "Institution code")] = ""
    """Left out of the file where it is empty."""
    directory: Annotated[
        str, Param("directory", "Sub-directory", check=check_sub_directory)
    ] = ""
    root: Annotated[str, Param("root_element", "Root element")] = "rsExports"
    namespace: Annotated[str, Param("namespace", "Namespace")] = NAMESPACE
    system_type: Annotated[str, Param("system_type", "System type")] = ""


def render_requests(requests: Sequence[Request], params: SendRequests) -> Part:
    """Write each request that the facility can fill."""
    return rs_part(requests, Facility(params.institution, params.system_type))


def lay_out_requests(params: SendRequests) -> Layout:
    """Wrap the requests in the root element that the facility expects."""
    return rs_layout(params.root, params.namespace)


def send_to_facility(params: SendRequests) -> Destination:
    """Send the file to where the facility looks for it."""
    return Destination(params.endpoint, params.directory)


def mark_sent(request: Request, sent: Sent) -> Request:
    """Take the request out of those that wait."""
    return replace(request, sent_at=sent.at, sent_by=sent.run_id)


JOB_TYPE = ExportJob(
    name="send_requests_to_remote_storage",
    title="Send Requests to Remote Storage",
    category="FULFILLMENT",
    action="REMOTE_STORAGE/SEND_REQUESTS",
    kind=Kind.REQUEST,
    params=SendRequests,
    render=render_requests,
    layout=lay_out_requests,
    destination=send_to_facility,
    settle=mark_sent,
    written_label="Requests sent",
)
