"""Integration profiles: the settings that scheduled jobs follow."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from almandine.engine.configuration import IntegrationProfile
from almandine.engine.imports.upload import IMPORT
from almandine.engine.ports import Tx
from almandine.faults import InvalidQuery, Refused, UnknownProfile
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.services import Services
from almandine.wire import profiles as wire
from almandine.wire.links import Links
from almandine.wire.texts import Coded

_PART: Final = re.compile(r"(?P<field>code|name)~(?P<words>[^~]+)")
_JOINT: Final = re.compile(r"[ _]AND[ _](?=\w+~)")


def routes(services: Services) -> Sequence[Route]:
    """Return the routes of this file, bound to the services they call."""

    def list_profiles(call: Call) -> wire.IntegrationProfiles:
        """Return the integration profiles that fit, by id."""
        page = call.page()
        words = read_search(call.query.get("q", ""))
        kind = call.query.get("type") or None
        with services.store_of(call.institution).read() as tx:
            profiles = _integrations(tx)
        found = [each for each in profiles if fits(each, kind, words)]
        return wire.IntegrationProfiles(
            total_record_count=len(found),
            integration_profile=tuple(
                show_profile(each, call.links) for each in page.of(found)
            ),
        )

    def get_profile(call: Call) -> wire.IntegrationProfile:
        """Return an integration profile with its settings."""
        profile_id = call.path["profile_id"]
        with services.store_of(call.institution).read() as tx:
            profile = tx.configuration.profile(profile_id)
        if profile is None or profile.type == IMPORT:
            raise Refused(UnknownProfile(profile_id))
        return show_profile(profile, call.links)

    path = "/integration-profiles"
    return (
        Route(
            method="GET",
            path=path,
            answer=list_profiles,
            query=("q", "type", "limit", "offset"),
        ),
        Route(method="GET", path=f"{path}/{{profile_id:str}}", answer=get_profile),
    )


def _integrations(tx: Tx) -> Sequence[IntegrationProfile]:
    """Return the profiles but for those of imports, which the API keeps apart."""
    return [each for each in tx.configuration.profiles() if each.type != IMPORT]


def read_search(text: str) -> Mapping[str, str]:
    """Return what a brief search asks of each field: `code~X`, `name~X`.

    Raises:
        Refused: with `InvalidQuery`.
    """
    words: dict[str, str] = {}
    for part in _JOINT.split(text.strip()) if text.strip() else ():
        match = _PART.fullmatch(part)
        if match is None:
            position = text.find(part) + 1
            raise Refused(InvalidQuery(text, "expected code~ or name~", position))
        words[match["field"]] = match["words"].replace("_", " ").casefold()
    return words


def fits(
    profile: IntegrationProfile, kind: str | None, words: Mapping[str, str]
) -> bool:
    """Tell whether a profile is of the kind and holds the words."""
    texts = {"code": profile.code, "name": profile.name}
    return kind in (None, profile.type) and all(
        wanted in texts[field].replace("_", " ").casefold()
        for field, wanted in words.items()
    )


def show_profile(profile: IntegrationProfile, links: Links) -> wire.IntegrationProfile:
    """Put a profile on the wire."""
    return wire.IntegrationProfile(
        link=links.integration_profile(profile.profile_id),
        id=profile.profile_id,
        code=profile.code,
        name=profile.name,
        type=Coded(value=profile.type),
        system=Coded(value=profile.system) if profile.system else None,
        description=profile.description or None,
        parameter=tuple(
            wire.ProfileParameter(
                action=Coded(value=each.action),
                name=Coded(value=each.name),
                value=each.value,
            )
            for each in profile.parameters
        ),
    )
