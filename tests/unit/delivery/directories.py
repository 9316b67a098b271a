"""Endpoints that are directories, whose temporary names are known."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from almandine.delivery.addresses import Reach
from almandine.delivery.endpoints import EndpointOffice
from almandine.engine.endpoint import DirectoryEndpoint
from almandine.env import system_env

MARK: Final = "abcdefgh"


def office(directories: Mapping[str, Path]) -> EndpointOffice:
    endpoints = {
        id_: DirectoryEndpoint(id=id_, path=str(path))
        for id_, path in directories.items()
    }
    env = replace(system_env(), new_id=lambda: MARK)
    return EndpointOffice(endpoints.get, Path("/"), Reach(timedelta(seconds=5)), env)
