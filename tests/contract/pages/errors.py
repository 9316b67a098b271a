"""Makes `errors.md`: every reason to say no, and how it looks from outside."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, get_args

from almandine import faults
from almandine.faults import Refusal
from almandine.wire.errors import ERRORS, ErrorRow
from contract.pages.docstrings import summary
from contract.pages.markdown import code, joined, table

_INTRO: Final = """
# Errors

Every refusal comes as a document with code and text, in the format that the client asked for (see [Routes](routes.md)).
Branch on the code: texts carry the offending value, and may change.
A refusal changes nothing and uses no quota of starts.

- **vendor**: code and occasion stand in the vendor's documentation, or were observed.
- **vendor, our reading**: the code is the vendor's; that it comes on this occasion is ours, as [ADR 0011](../adr/0011-codes-where-the-contract-is-silent.md) and [ADR 0007](../adr/0007-reading-of-the-thresholds.md) say.
- **ours**: code and occasion are Almandine's own, outside the Alma API.

All but the gateway's carry a tracking id, which the service's log has too.
"""  # noqa: E501 - a line of prose is a sentence

_SHAPE: Final = """
## What it looks like

```json
{"errorsExist":true,"errorList":{"error":[{"errorCode":"402216","errorMessage":"Invalid job id. Value: M99.","trackingId":"E01-2311194338-MEK5C-AWAE12345678"}]},"result":null}
```

```xml
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<web_service_result xmlns="http://com/exlibris/urm/general/xmlbeans">
  <errorsExist>true</errorsExist>
  <errorList>
    <error>
      <errorCode>402216</errorCode>
      <errorMessage>Invalid job id. Value: M99.</errorMessage>
      <trackingId>E01-2311194338-MEK5C-AWAE12345678</trackingId>
    </error>
  </errorList>
</web_service_result>
```
"""  # noqa: E501 - documents as they are sent

_VENDOR: Final = "vendor"
_READING: Final = "vendor, our reading"
_OURS: Final = "ours"

STANDING: Final[Mapping[type[Refusal], str]] = {
    faults.BodyTooLarge: _READING,
    faults.DatabaseUnreachable: _READING,
    faults.InvalidParameter: _READING,
    faults.MalformedBody: _READING,
    faults.NoSuchPath: _READING,
    faults.RunNotCommitted: _READING,
    faults.RunNotQueued: _READING,
    faults.RunNotStored: _READING,
    faults.TooManyRunning: _READING,
    faults.TooManyStarts: _READING,
    faults.UnknownLibrary: _READING,
    faults.UntrustedHost: _READING,
    faults.WrongContent: _READING,
    faults.NotScheduled: _OURS,
    faults.RunIsOver: _OURS,
    faults.UnknownArtifact: _OURS,
    faults.UnknownEndpoint: _OURS,
}
"""Where the vendor has not said it; everything else is the vendor's."""

SECTIONS: Final[Mapping[str, Sequence[type[Refusal]]]] = {
    "Jobs and runs": get_args(faults.JobRefusal),
    "Sets": get_args(faults.SetRefusal),
    "Any request": get_args(faults.RequestRefusal),
}
_HEADS: Final = ("code", "HTTP", "when", "text", "standing")


def page() -> str:
    """Return the page."""
    return joined(_INTRO, *_tables(), _SHAPE)


def _tables() -> Iterator[str]:
    for title, refusals in SECTIONS.items():
        yield f"## {title}"
        yield table(_HEADS, sorted(_row(refusal) for refusal in refusals))


def _row(refusal: type[Refusal]) -> tuple[str, ...]:
    row: ErrorRow = ERRORS[refusal]
    standing = STANDING.get(refusal, _VENDOR)
    return (
        code(row.code),
        str(row.status),
        summary(refusal),
        code(row.message),
        standing,
    )
