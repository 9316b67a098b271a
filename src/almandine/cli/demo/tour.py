"""The tour: what a developer would try in the first two minutes, over HTTP."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from almandine.cli.demo.client import CONF, Answer, Client
from almandine.cli.demo.exported import check_file
from almandine.cli.demo.story import Story
from almandine.cli.demo.watch import Watch
from almandine.cli.failures import Failure
from almandine.cli.sample import PICKED_ITEMS, PICKED_TITLES

EXPORT_BIBS: Final = "M44"
_EXPORT_ITEMS: Final = "M48"
_MARK_AS_REVIEWED: Final = "M6490000000030101"
_TOO_MANY: Final = "402222"
_FORMAT: Final = ("task_ExportBibParams_outputFormat_string", "MARC21_BINARY")


def body(set_id: str, *more: tuple[str, str]) -> Mapping[str, Any]:
    """Return the body that runs a job on a set."""
    pairs = [*more, ("set_id", set_id)]
    return {"parameter": [{"name": {"value": n}, "value": v} for n, v in pairs]}


@dataclass(frozen=True, slots=True)
class Tour:
    """One walk through the API; any surprise ends it with a Failure."""

    client: Client
    story: Story
    watch: Watch

    def list_jobs(self) -> None:
        """List jobs, in both formats."""
        for accept in ("application/xml", "application/json"):
            self.story.say(f"GET {CONF}/jobs?limit=3   Accept: {accept}")
            answer = self.client.get(f"{CONF}/jobs?limit=3", accept)
            _expect(answer.status == HTTPStatus.OK, "three jobs", answer)
            self.story.show(answer.text)

    def make_set(self, name: str) -> Mapping[str, Any]:
        """Make a set of all titles; return it."""
        draft = {
            "name": name,
            "type": {"value": "LOGICAL"},
            "content": {"value": "BIB_MMS"},
            "private": {"value": "false"},
            "query": {"value": "BIB_MMS where BIB_MMS (mms_id NOT_EMPTY)"},
        }
        self.story.say(f"POST {CONF}/sets")
        self.story.show(json.dumps(draft))
        made = self.client.post(f"{CONF}/sets", draft).json()
        members = int(made["number_of_members"]["value"])
        self.story.say(f"Set {made['id']} has {members:,} members.")
        return made

    def start_three(self, set_id: str) -> Sequence[str]:
        """Start as many runs as may be running; return the links of all."""
        picked = (EXPORT_BIBS, body(PICKED_TITLES, _FORMAT))
        items = (_EXPORT_ITEMS, body(PICKED_ITEMS))
        orders = [(EXPORT_BIBS, body(set_id, _FORMAT)), picked, items]
        return [self._link(self._submit(job_id, order)) for job_id, order in orders]

    def be_refused(self) -> None:
        """Start a fourth run, which the threshold forbids."""
        answer = self._submit(_MARK_AS_REVIEWED, body(PICKED_TITLES))
        _expect(_TOO_MANY in answer.text, f"error {_TOO_MANY}", answer)
        self.story.show(answer.text)

    def follow(self, links: Sequence[str]) -> None:
        """Poll the runs until they have ended."""
        for link in links:
            self._follow(link)

    def start_again(self) -> str:
        """Start what was refused; return its link."""
        link = self._link(self._submit(_MARK_AS_REVIEWED, body(PICKED_TITLES)))
        self._follow(link)
        return link

    def report(self, link: str) -> None:
        """Show the counters of a run."""
        instance = self.client.get(link).json()
        for counter in instance.get("counter", []):
            name = counter["type"].get("desc") or counter["type"]["value"]
            self.story.say(f"{name}: {counter['value']}")
        _expect(bool(instance.get("counter")), "counters", Answer(200, b"none"))

    def fetch(self, link: str, members: int) -> None:
        """Download the file that the run made, and look into it."""
        run_id = link.rsplit("/", 1)[1]
        path = f"/api/v1/runs/{run_id}/artifacts"
        self.story.say(f"GET {path}")
        files = self.client.get(path).json()
        contents = [self.client.get(file["link"]) for file in files]
        for file, content in zip(files, contents, strict=True):
            _expect(content.status == HTTPStatus.OK, "the file", content)
            check_file(file, content.body, members, self.story)
        _expect(len(files) == 1, "one file", Answer(200, str(files).encode()))

    def _submit(self, job_id: str, order: Mapping[str, Any]) -> Answer:
        self.story.say(f"POST {CONF}/jobs/{job_id}?op=run")
        return self.client.post(f"{CONF}/jobs/{job_id}?op=run", order)

    def _link(self, answer: Answer) -> str:
        accepted = answer.json()["additional_info"]
        self.story.say(f"  {accepted['value']}")
        return accepted["link"]

    def _follow(self, link: str) -> None:
        ended = self.watch.to_the_end(lambda: self.client.get(link).json())
        status = ended["status"]["value"]
        _expect(
            status == "COMPLETED_SUCCESS", "success", Answer(200, str(ended).encode())
        )


def _expect(met: bool, what: str, answer: Answer) -> None:  # noqa: FBT001 - the condition
    if not met:
        raise Failure(f"expected {what}, but the API answered: {answer.text}")
