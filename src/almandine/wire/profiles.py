"""Integration and import profiles: the settings that scheduled jobs follow.

Source: CONTRACT 1.
"""

from datetime import date
from typing import Annotated

from almandine.wire.description import ATTRIBUTE, WireObject, Wrapped
from almandine.wire.texts import Coded, Linked


class ProfileParameter(WireObject, frozen=True):
    """One setting of one action of an integration profile."""

    action: Coded | None = None
    name: Coded | None = None
    value: str | None = None


class IntegrationProfile(WireObject, frozen=True):
    """How the institution exchanges files with one other system."""

    link: Annotated[str | None, ATTRIBUTE] = None
    id: str | None = None
    code: str | None = None
    name: str | None = None
    type: Coded | None = None
    system: Coded | None = None
    ftp_connection: Coded | None = None
    default: bool | None = None
    system_description: str | None = None
    description: str | None = None
    parameter: Annotated[tuple[ProfileParameter, ...], Wrapped("parameters")] = ()


class IntegrationProfiles(WireObject, frozen=True):
    """A page of integration profiles, with the number of all."""

    total_record_count: Annotated[int | None, ATTRIBUTE] = None
    integration_profile: tuple[IntegrationProfile, ...] = ()


class ImportProfile(WireObject, frozen=True):
    """How files of MARC records come in."""

    id: str | None = None
    job_id: Linked | None = None
    type: Coded | None = None
    name: str | None = None
    description: str | None = None
    active: bool | None = None
    source_format: Coded | None = None
    target_format: Coded | None = None
    file_name_patterns: str | None = None
    files_to_import: Coded | None = None
    scheduler_status: Coded | None = None
    import_scheduler: Coded | None = None
    contributed_by: Coded | None = None
    contribution_date: date | None = None
    additional_info: str | None = None


class ImportProfiles(WireObject, frozen=True):
    """A page of import profiles, with the number of all."""

    total_record_count: Annotated[int | None, ATTRIBUTE] = None
    import_profile: tuple[ImportProfile, ...] = ()
