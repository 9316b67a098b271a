"""The tour: what a developer would try in the first two minutes, over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

from almandine.cli.demo.client import CONF, Answer, Client
from almandine.cli.demo.story import Story
from almandine.cli.failures import Failure
from almandine.cli.sample import PICKED_ITEMS, PICKED_TITLES
from almandine.engine.run import UNFINISHED
from almandine.records.marc.fields import Record
from almandine.records.marc.iso2709 import Broken, split

ALL_TITLES: Final = {
    "name": "Demo: all titles",
    "type": {"value": "LOGICAL"},
    "content": {"value": "BIB_MMS"},
    "private": {"value": "false"},
    "query": {"value": "BIB_MMS where BIB_MMS (mms_id NOT_EMPTY)"},
}
_IN_BINARY: Final = ("task_ExportBibParams_outputFormat_string", "MARC21_BINARY")
_MARK_AS_REVIEWED: Final = "M6490000000030101"
_LOOK_EVERY: Final = timedelta(milliseconds=200)
_PATIENCE: Final = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Tour:
    """One walk through the API; any surprise ends it with a Failure."""

    client: Client
    story: Story

    def jobs(self) -> None:
        """List jobs, in both formats."""
        for accept in ("application/xml", "application/json"):
            self.story.say(f"GET {CONF}/jobs?limit=3   Accept: {accept}")
            answer = self.client.get(f"{CONF}/jobs?limit=3", accept)
            _expect(answer.status == 200, "jobs are listed", answer)  # noqa: PLR2004 - HTTP
            self.story.show(answer.text)

    def new_set(self, titles: int) -> Mapping[str, Any]:
        """Make a set of all titles."""
        self.story.say(f"POST {CONF}/sets")
        self.story.show(str(ALL_TITLES["query"]))
        answer = self.client.post(f"{CONF}/sets", ALL_TITLES)
        made = answer.json()
        members = int(made["number_of_members"]["value"])
        _expect(members >= titles, f"the set has {titles} members", answer)
        self.story.say(f"Set {made['id']} has {members:,} members.")
        return made
