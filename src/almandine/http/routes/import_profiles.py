"""Import profiles: how files of MARC records come in, and by which job."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from almandine.engine.configuration import IntegrationProfile
from almandine.engine.imports.upload import IMPORT, import_job
from almandine.engine.job import Job
from almandine.engine.ports import Tx
from almandine.faults import Refused, UnknownImportProfile
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.services import Services
from almandine.wire import profiles as wire
from almandine.wire.links import Links
from almandine.wire.texts import Coded, Linked

_REPOSITORY: Final = Coded(value="REPOSITORY", desc="Repository")
_MARC: Final = Coded(value="MARC21", desc="MARC21 Bibliographic")
_ALL_FILES: Final = Coded(value="NEW", desc="New")
_SCHEDULED: Final[Mapping[bool, Coded]] = {
    True: Coded(value="ACTIVE", desc="Active"),
    False: Coded(value="INACTIVE", desc="Inactive"),
}


def routes(services: Services) -> Sequence[Route]:
    """Return the routes of this file, bound to the services they call."""

    def shown(profile: IntegrationProfile, call: Call, tx: Tx) -> wire.ImportProfile:
        job = None
        with suppress(Refused):
            job = import_job(profile.profile_id, tx, services.catalogue)
        return show_profile(profile, job, call.links)

    def list_profiles(call: Call) -> wire.ImportProfiles:
        """Return the import profiles by id."""
        page = call.page()
        with services.store_of(call.institution).read() as tx:
            found = [one for one in tx.configuration.profiles() if one.type == IMPORT]
            profiles = tuple(shown(each, call, tx) for each in page.of(found))
        return wire.ImportProfiles(
            total_record_count=len(found), import_profile=profiles
        )

    def get_profile(call: Call) -> wire.ImportProfile:
        """Return an import profile with the id of its job."""
        profile_id = call.path["profile_id"]
        with services.store_of(call.institution).read() as tx:
            profile = tx.configuration.profile(profile_id)
            if profile is None or profile.type != IMPORT:
                raise Refused(UnknownImportProfile(profile_id))
            return shown(profile, call, tx)

    path = "/md-import-profiles"
    return (
        Route(method="GET", path=path, answer=list_profiles, query=("limit", "offset")),
        Route(method="GET", path=f"{path}/{{profile_id:str}}", answer=get_profile),
    )


def show_profile(
    profile: IntegrationProfile, job: Job | None, links: Links
) -> wire.ImportProfile:
    """Put an import profile on the wire; it may have no job yet."""
    settings = dict(job.settings) if job else {}
    return wire.ImportProfile(
        id=profile.profile_id,
        job_id=Linked(link=links.job(job.job_id), value=job.job_id) if job else None,
        type=_REPOSITORY,
        name=profile.name,
        description=profile.description or None,
        active=profile.active,
        source_format=_MARC,
        target_format=_MARC,
        file_name_patterns=settings.get("file_name_pattern") or None,
        files_to_import=_ALL_FILES,
        scheduler_status=_SCHEDULED[bool(job and job.schedule and job.schedule_active)],
        import_scheduler=Coded(value=job.schedule, desc=job.schedule_words or None)
        if job and job.schedule
        else None,
    )
