"""Built-in and configured jobs, found and listed together."""

from dataclasses import replace

import pytest

from almandine.engine.job import Job, JobClass
from almandine.faults import InvalidJobId, UnknownJob
from store.desk import SEND, furnish
from store.workshop import HIDDEN, HIDE, Workshop
from unit.engine.sets.refusing import refusal_of

BUILT_IN = ("M44", "M902", "M12889770000231")
OWN = Job(
    job_id=HIDE,
    job_type="suppress_bibs",
    name="Hide",
    description="",
    category="EXPORT",
    content="BIB_MMS",
)


@pytest.fixture
def site(workshop: Workshop) -> Workshop:
    return furnish(workshop)


def find(site: Workshop, job_id: str) -> Job:
    with site.store.read() as tx:
        return site.catalogue.find(tx, job_id)


def ids(
    site: Workshop,
    *,
    job_class: JobClass | None = None,
    category: str | None = None,
    profile_id: str | None = None,
) -> list[str]:
    with site.store.read() as tx:
        jobs = site.catalogue.list(
            tx, job_class=job_class, category=category, profile_id=profile_id
        )
    return [job.job_id for job in jobs]


def test_configured_jobs_follow_the_built_in_ones(site: Workshop) -> None:
    listed = ids(site)
    assert set(BUILT_IN) <= set(listed[:-4])
    assert listed[-4:] == ["O67", "S64", "S65", "S66"]


def test_a_configured_job_takes_the_place_of_a_built_in_one(site: Workshop) -> None:
    site.add_job(OWN)
    assert (find(site, HIDE), ids(site).count(HIDE)) == (OWN, 1)


def test_a_configured_job_hides_the_built_in_one_even_when_filtered_out(
    site: Workshop,
) -> None:
    site.add_job(OWN)
    assert HIDE not in ids(site, category="INFORMATION_UPDATE")


def test_only_jobs_of_the_class_are_listed(site: Workshop) -> None:
    assert ids(site, job_class=JobClass.SCHEDULED) == ["S64", "S65", "S66"]


def test_only_jobs_of_the_category_are_listed(site: Workshop) -> None:
    assert ids(site, category="FULFILLMENT") == ["S64", "S66"]


def test_only_jobs_of_the_profile_are_listed(site: Workshop) -> None:
    assert ids(site, profile_id="p1") == ["O67", "S64", "S65", "S66"]


def test_a_configured_job_is_found_as_it_was_configured(site: Workshop) -> None:
    assert find(site, "S64") == SEND


def test_an_unknown_id_is_told_apart_from_one_that_is_no_id(site: Workshop) -> None:
    told = [refusal_of(lambda each=each: find(site, each)) for each in ("M1", "44")]
    assert told == [UnknownJob("M1"), InvalidJobId("44")]


def test_a_manual_job_names_its_parameters_with_set_and_name(site: Workshop) -> None:
    names = site.catalogue.parameter_names(find(site, HIDE))
    assert names == [HIDDEN[0][0], "set_id", "job_name"]


def test_a_manual_job_without_sets_asks_for_none(site: Workshop) -> None:
    site.add_job(replace(OWN, content=""))
    names = site.catalogue.parameter_names(find(site, HIDE))
    assert names == [HIDDEN[0][0], "job_name"]


@pytest.mark.parametrize("job_id", ["S64", "O67"])
def test_a_job_that_is_not_manual_takes_no_parameters(
    site: Workshop, job_id: str
) -> None:
    assert site.catalogue.parameter_names(find(site, job_id)) == []
