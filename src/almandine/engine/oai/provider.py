"""How an institution's provider is set up: one profile of type OAI, and sets.

A publishing profile with the setting `oai_set` makes what it has published a set.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from almandine.engine.configuration import IntegrationProfile
from almandine.engine.jobtype import Formed, Param
from almandine.engine.parameters import bind

OAI: Final = "OAI"
"""Type of the profile that sets the provider up."""
MOST_ON_A_PAGE: Final = 900

_PUBLISHING: Final = "PUBLISHING"
_PUBLISH: Final = "PUBLISH"
_OAI_SET: Final = "oai_set"
_BELOW: Final = ":"
"""Between the name of a set and that of a set in it."""


class EmailAddress(Formed):
    """An address to which harvesters may write."""

    __slots__ = ()

    FORM: ClassVar[re.Pattern[str]] = re.compile(r"[^\s@<>&]+@[^\s@<>&]+\.[^\s@<>&]+")
    ALLOWED: ClassVar[str] = "an address such as oai@example.org"


class WebAddress(Formed):
    """An address of the web without a query."""

    __slots__ = ()

    FORM: ClassVar[re.Pattern[str]] = re.compile(r"https?://[^\s?#<>&]+")
    ALLOWED: ClassVar[str] = "an address such as https://example.org/oai"


class PageSize(Formed):
    """How many records one answer holds, 1 to `MOST_ON_A_PAGE`."""

    __slots__ = ()

    FORM: ClassVar[re.Pattern[str]] = re.compile("[1-9][0-9]?|[1-8][0-9]{2}|900")
    ALLOWED: ClassVar[str] = f"a whole number from 1 to {MOST_ON_A_PAGE}"


class SetSpec(Formed):
    """The name of a set; a colon separates it from the set that it is in."""

    __slots__ = ()

    FORM: ClassVar[re.Pattern[str]] = re.compile(
        r"[\w\-.!~*'()]+(:[\w\-.!~*'()]+)*", re.ASCII
    )
    ALLOWED: ClassVar[str] = "letters, digits and -_.!~*'(), parts separated by colons"


NO_SET: Final = SetSpec("")
_NO_ADDRESS: Final = WebAddress("")
_USUAL_SIZE: Final = PageSize("100")


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """What the profile says."""

    admin_email: Annotated[EmailAddress, Param("admin_email", "Address for questions")]
    repository_name: Annotated[str, Param("repository_name", "Name")] = ""
    """Empty for that of the institution."""
    page_size: Annotated[PageSize, Param("page_size", "Records in one answer")] = (
        _USUAL_SIZE
    )
    base_url: Annotated[WebAddress, Param("base_url", "Address")] = _NO_ADDRESS
    """Empty for the address that the harvester used."""


@dataclass(frozen=True, slots=True)
class OaiSet:
    """What one publishing profile has published."""

    spec: str
    name: str
    profile_id: str

    def is_in(self, spec: str) -> bool:
        """Tell whether it is the set, or in it; all are in the set without a name."""
        return not spec or self.spec == spec or self.spec.startswith(spec + _BELOW)


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider of an institution."""

    settings: ProviderSettings
    sets: Sequence[OaiSet]
    """By the id of their profile."""

    def profiles_in(self, spec: str) -> list[str]:
        """Return the ids of the profiles whose records are in a set."""
        return [each.profile_id for each in self.sets if each.is_in(spec)]


def provider_of(profiles: Sequence[IntegrationProfile]) -> Provider | None:
    """Return the provider that profiles set up; None where there is none."""
    for profile in profiles:
        if profile.type == OAI and profile.active:
            said = {each.name: each.value for each in profile.parameters if each.value}
            return Provider(bind(ProviderSettings, said), tuple(_sets(profiles)))
    return None


def _sets(profiles: Iterable[IntegrationProfile]) -> Iterator[OaiSet]:
    """Yield the sets; a profile that is at rest still has what it published."""
    for profile in profiles:
        for each in profile.parameters:
            named = (profile.type, each.action, each.name)
            if named == (_PUBLISHING, _PUBLISH, _OAI_SET) and each.value:
                yield OaiSet(each.value, profile.name, profile.profile_id)
