"""The tables and keys of a configuration file.

Each class is a table; its fields are the keys, mandatory where they have no
default. `reading` turns what does not fit into problems with their place.
"""

from datetime import timedelta
from typing import Annotated, Literal

from msgspec import Meta, Struct

from almandine.engine.endpoint import Endpoint

Text = Annotated[str, Meta(min_length=1)]
Number = Annotated[str, Meta(pattern="^[0-9]{1,19}$")]
Settings = dict[str, str | int | float | bool]
"""Values of a job's parameters, by their name in code or on the wire."""


class Table(Struct, frozen=True, kw_only=True):
    """A table of the file."""


class InstitutionTable(Table, frozen=True, kw_only=True):
    """`[institution]`."""

    code: Text
    name: Text
    suffix: Annotated[str, Meta(pattern="^[0-9]{4}$")]
    """The four digits that end every id."""
    timezone: Text
    """Name in the IANA database; schedules are read in it."""
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]


class LocationTable(Table, frozen=True, kw_only=True):
    """`[[libraries.locations]]`."""

    code: Text
    name: Text
    external_name: str = ""
    type: Literal["OPEN", "CLOSED", "REMOTE"] = "OPEN"
    remote_storage: str = ""
    """Code of a remote storage."""
    suppressed: bool = False


class LibraryTable(Table, frozen=True, kw_only=True):
    """`[[libraries]]`."""

    code: Text
    name: Text
    id: Number | None = None
    description: str = ""
    resource_sharing: bool = False
    locations: tuple[LocationTable, ...] = ()


class RemoteStorageTable(Table, frozen=True, kw_only=True):
    """`[[remote_storages]]`."""

    code: Text
    name: Text
    profile: str = ""
    """Code of the integration profile that its requests are sent by."""


class CollectionTable(Table, frozen=True, kw_only=True):
    """`[[collections]]`."""

    name: Text
    id: Number | None = None


class RuleTable(Table, frozen=True, kw_only=True):
    """`[[rules]]`: a normalization rule."""

    name: Text
    text: Text


class SetTable(Table, frozen=True, kw_only=True):
    """`[[sets]]`: itemized with `members`, logical with `query`."""

    name: Text
    content: Text
    id: Number | None = None
    description: str = ""
    members: tuple[Text, ...] | None = None
    """Ids of records."""
    query: Text | None = None
    private: bool = False
    active: bool = True


class Scheduled(Table, frozen=True, kw_only=True):
    """What is said of every configured job."""

    settings: Settings = {}
    schedule: str = ""
    """Code, such as `EVERY_DAY_02`, or a cron expression."""
    schedule_words: str = ""
    """Of a job that cannot run here."""
    schedule_active: bool | None = None
    """None leaves it as it is; at first, it starts runs."""
    schedule_set: str = ""
    """Id of the set that a scheduled manual job works on."""
    when_busy: Literal["skip", "queue"] = "skip"
    """What happens when the job falls due and its last run is not over."""
    catch_up: timedelta = timedelta(days=1)
    """How long after it fell due a run is still started, such as `PT12H`."""
    closed: str = ""
    """Why the API may not start the job; empty where it may."""


class ActionTable(Scheduled, frozen=True, kw_only=True):
    """`[[profiles.actions]]`: each becomes one scheduled job."""

    action: Text
    job_id: Annotated[str, Meta(pattern="^S[0-9]{1,20}$")] | None = None


class ProfileTable(Table, frozen=True, kw_only=True):
    """`[[profiles]]`: an integration profile."""

    code: Text
    name: Text
    type: Text
    id: Number | None = None
    system: str = ""
    description: str = ""
    active: bool = True
    settings: Settings = {}
    """Of the profile itself; none but those of type OAI have any."""
    actions: tuple[ActionTable, ...] = ()


class ProcessTable(Scheduled, frozen=True, kw_only=True):
    """`[[processes]]`: a manual job with a rule of its own."""

    name: Text
    type: Text
    id: Annotated[str, Meta(pattern="^M[0-9]{1,20}$")] | None = None
    description: str = ""
    rule: str = ""
    """Name of a rule."""


class JobTable(Scheduled, frozen=True, kw_only=True):
    """`[[jobs]]`: a further id for a job type, or a job that is only listed."""

    id: Annotated[str, Meta(pattern="^[SMO][0-9]{1,20}$")]
    type: str = ""
    """Name of a job type; empty for a job that cannot be run here."""
    name: str = ""
    description: str = ""
    category: str = ""
    content: str = ""
    profile: str = ""
    """Code of an integration profile."""


class Plan(Table, frozen=True, kw_only=True):
    """A whole file."""

    institution: InstitutionTable
    libraries: tuple[LibraryTable, ...] = ()
    remote_storages: tuple[RemoteStorageTable, ...] = ()
    collections: tuple[CollectionTable, ...] = ()
    rules: tuple[RuleTable, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    sets: tuple[SetTable, ...] = ()
    profiles: tuple[ProfileTable, ...] = ()
    processes: tuple[ProcessTable, ...] = ()
    jobs: tuple[JobTable, ...] = ()
