"""An institution whose publishing profiles are harvested."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import insert

from almandine.engine.job import Job
from almandine.engine.ports import Courier
from almandine.engine.run import Run
from almandine.engine.thresholds import Limits
from almandine.records.bib import Bib
from almandine.records.kind import Kind
from almandine.records.marc.edits import replace_fields
from almandine.records.marc.fields import data_field
from almandine.store.tables import configuration
from store.workshop import Workshop

MAIL: Final = "oai@example.org"
_OFTEN: Final = Limits(max_starts=1_000_000)


@dataclass
class SlowCourier:
    """Delivers, and something happens before anybody knows of it."""

    courier: Courier
    meanwhile: Callable[[], None]

    def deliver(self, source: Path, *, endpoint: str, directory: str) -> str:
        path = self.courier.deliver(source, endpoint=endpoint, directory=directory)
        self.meanwhile()
        return path


@dataclass
class Orchard:
    """What a test does with the provider of an institution."""

    site: Workshop
    jobs: dict[str, str] = field(default_factory=dict[str, str])
    """Id of the job of each profile."""

    def open(self, **settings: str) -> None:
        """Set the provider up."""
        said = {"admin_email": MAIL, "page_size": "20", **settings}
        self._add_profile("1", "OAI", {("OAI", name): said[name] for name in said})

    def add_set(self, spec: str, **settings: str) -> str:
        """Set a publishing profile up, and return its id."""
        profile_id = str(len(self.jobs) + 10)
        said = {"oai_set": spec, **settings}
        parameters = {("PUBLISH", name): said[name] for name in said}
        self._add_profile(profile_id, "PUBLISHING", parameters)
        job_id = self.jobs[profile_id] = f"S{profile_id}"
        self.site.add_job(
            Job(
                job_id=job_id,
                job_type="publish_bibs",
                name=f"Publishing Platform Job {profile_id}",
                description="Publishing Platform Job",
                category="PUBLISHING",
                profile_id=profile_id,
                settings=tuple(said.items()),
            )
        )
        return profile_id

    def _add_profile(
        self, profile_id: str, kind: str, parameters: Mapping[tuple[str, str], str]
    ) -> None:
        row = {
            "institution": self.site.institution,
            "profile_id": profile_id,
            "code": f"P{profile_id}",
            "name": f"Profile {profile_id}",
            "type": kind,
            "system": "",
            "description": "",
            "active": True,
            "parameters": json.dumps(
                [[*key, text] for key, text in parameters.items()]
            ),
        }
        with self.site.app.database.writing() as connection:
            connection.execute(insert(configuration.profile), row)

    def add_kiosk(self) -> str:
        """Make an endpoint, and return its id."""
        self.site.add_endpoint("kiosk", "kiosk")
        return "kiosk"

    def publish(
        self, profile_id: str, *, during_delivery: Callable[[], None] | None = None
    ) -> Run:
        """Publish a profile, a while after whatever was before."""
        self.site.clock.move(timedelta(minutes=20))
        run = self.site.submit(self.jobs[profile_id], limits=_OFTEN)
        worker = self.site.at_bench()
        if during_delivery is not None:
            slow = SlowCourier(worker.courier, during_delivery)
            worker = replace(worker, courier=slow)
        worker.execute(run.run_id)
        return self.site.run_of(run.run_id)

    def edit(self, bib: Bib, title: str) -> None:
        """Give a bib another title."""
        self.site.clock.move(timedelta(seconds=1))
        new = data_field("245", "10", [("a", title)])
        self.put(Bib(bib.mms_id, replace_fields(bib.marc, "245", [new])))

    def put(self, *bibs: Bib) -> None:
        with self.site.store.write() as tx:
            tx.records.write(Kind.BIB, bibs)
