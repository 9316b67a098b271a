"""Our objects against the vendor's schemas: members, their order, their places.

The schemas are not ours to publish, so these tests skip where they are absent.
"""

from typing import Any

import msgspec
import pytest

from almandine.wire.description import Description, Place, Property, describe
from wire.objects import every_object, shared

# Parts of the vendor's objects that nothing here has a use for.
NOT_CARRIED = {
    "integration_profile": {"contact_info"},
    "import_profile": {"digital_details"},
    "digital": {"ingest_form"},
}

SCHEMAS = [
    "code_table",
    "code_tables",
    "event",
    "events",
    "general",
    "import_profile",
    "import_profiles",
    "integration_profile",
    "job",
    "job_instance",
    "job_instances",
    "jobs",
    "libraries",
    "library",
    "location",
    "locations",
    "matches",
    "member",
    "members",
    "set",
    "sets",
]
OURS = {describe(kind).roots[0]: describe(kind) for kind in every_object()}
# Two objects of the vendor are called `parameter`; one root is spelt otherwise.
OURS["integration_profile.parameter"] = OURS["profile_parameter"]
OURS["circulationDesk"] = OURS["circulation_desk"]


def schema(name: str) -> dict[str, Any]:
    path = shared("vendor-schema") / f"rest_{name}.json"
    if not path.exists():
        pytest.skip(f"no schema of {name}")
    return msgspec.json.decode(path.read_bytes())


def wrapper_of(definition: dict[str, Any], whole: dict[str, Any]) -> str | None:
    target = whole.get(definition.get("$ref", "").removeprefix("#/"), {})
    hints = target.get("xml", {})
    return hints["name"] if hints.get("wrapped") else None


def place_of(name: str, definition: dict[str, Any]) -> Place:
    if definition.get("xml", {}).get("attribute"):
        return Place.ATTRIBUTE
    is_text = definition.get("xml", {}).get("name") == "xml_value"
    return Place.TEXT if is_text else Place.ELEMENT


def theirs(
    properties: dict[str, Any], whole: dict[str, Any]
) -> list[tuple[str, Place, str | None]]:
    return [
        (name, place_of(name, definition), wrapper_of(definition, whole))
        for name, definition in properties.items()
    ]


def ours(description: Description) -> list[tuple[str, Place, str | None]]:
    return [(p.name, p.place, p.wrapper) for p in description.properties]


def objects(name: str) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    whole = schema(name)
    return [
        (key, definition["properties"], whole)
        for key, definition in whole.items()
        if "properties" in definition
    ]


def description_of(name: str, key: str) -> Description | None:
    return OURS.get(f"{name}.{key}") or OURS.get(key)


@pytest.mark.parametrize("name", SCHEMAS)
def test_members_stand_where_the_vendor_has_them(name: str) -> None:
    for key, properties, whole in objects(name):
        description = description_of(name, key)
        if description is None:
            assert key in set().union(*NOT_CARRIED.values(), {"representation"})
            continue
        wanted = theirs(properties, whole)
        left_out = NOT_CARRIED.get(key, set())
        assert ours(description) == [row for row in wanted if row[0] not in left_out]


def inner_places(definition: dict[str, Any]) -> list[tuple[str, Place]]:
    return [(n, place_of(n, d)) for n, d in definition["properties"].items()]


def our_places(member: Property) -> list[tuple[str, Place]]:
    assert isinstance(member.content, Description)
    return [(p.name, p.place) for p in member.content.properties]


@pytest.mark.parametrize("name", SCHEMAS)
def test_texts_have_the_attributes_the_vendor_gives_them(name: str) -> None:
    for key, properties, _ in objects(name):
        description = description_of(name, key)
        for member in description.properties if description else ():
            definition = properties[member.name]
            if "properties" in definition:
                assert our_places(member) == inner_places(definition), member.name
