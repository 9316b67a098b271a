"""What a library would write with almapipy; run by a Python of its own.

almapipy has the vendor's host and `https://` fixed in its code. A site points that
host to its own service in the hosts file, on port 443. Here a test that may do neither
answers the look-up of the one name instead. The package itself is as its index has it.

    python almapipy_script.py PORT KEY SET
"""

import json
import os
import socket
import sys
import time
from typing import Any, Final

HOST: Final = "api-na.hosted.exlibrisgroup.com"
FINISHED: Final = 100
PATIENCE: Final = 60
"""Seconds."""


def point_to_loopback(port: int) -> None:
    """Stand for a line of the hosts file, and for the right to take port 443."""
    look_up = socket.getaddrinfo

    def answered(host: Any, asked: Any, *rest: Any, **named: Any) -> Any:  # noqa: ANN401 - the library's signature
        if host == HOST:
            return look_up("127.0.0.1", port, *rest, **named)
        return look_up(host, asked, *rest, **named)

    socket.getaddrinfo = answered


def export(key: str, set_id: str) -> dict[str, Any]:
    """List the jobs, run an export, poll it; return what was read on the way."""
    # Imported late, as the look-up must be in place first.
    from almapipy import AlmaCnxn  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]

    alma: Any = AlmaCnxn(key, location="America", data_format="json")
    jobs = alma.conf.jobs
    listed = jobs.get(limit=2, all_records=True)
    body = {"parameter": [{"name": {"value": "set_id"}, "value": set_id}]}
    address = jobs.cnxn_params["api_uri_full"] + "/M44"
    started = jobs.create(address, body, {"op": "run", "apikey": key}, "job")
    instance_id = started["additional_info"]["link"].rpartition("/")[2]
    instance = jobs.get_instances("M44", instance_id)
    until = time.monotonic() + PATIENCE
    while instance["progress"] != FINISHED and time.monotonic() < until:
        time.sleep(0.1)
        instance = jobs.get_instances("M44", instance_id)
    return {
        "jobs": [job["id"] for job in listed["job"]],
        "job": jobs.get("M44"),
        "started": started,
        "instance": instance,
        "instances": jobs.get_instances("M44"),
        "error": refused(alma),
    }


def refused(alma: Any) -> str:  # noqa: ANN401 - the package has no types
    """Return what almapipy raises where there is no such job."""
    try:
        alma.conf.jobs.get("M123456789")
    except Exception as error:  # noqa: BLE001 - its own class is what is looked at
        return f"{type(error).__name__}: {error}"
    return ""


if __name__ == "__main__":
    os.environ.pop("HTTPS_PROXY", None)
    point_to_loopback(int(sys.argv[1]))
    # After the last line break: almapipy itself prints addresses.
    sys.stdout.write("\n" + json.dumps(export(sys.argv[2], sys.argv[3])))
