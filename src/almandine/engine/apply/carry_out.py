"""Bring a store into the state that a plan describes."""

from almandine.engine.apply.application import Application, Parts
from almandine.engine.apply.configured import put_jobs
from almandine.engine.apply.endpoints import put_endpoints
from almandine.engine.apply.materials import put_collections, put_rules
from almandine.engine.apply.places import (
    put_institution,
    put_libraries,
    put_remote_storages,
)
from almandine.engine.apply.plan import Plan
from almandine.engine.apply.problems import ConfigurationError
from almandine.engine.apply.profiles import put_profiles
from almandine.engine.apply.record_sets import put_sets
from almandine.engine.apply.report import Report
from almandine.engine.job import JobTypes

_STEPS = (
    put_institution,
    put_collections,
    put_rules,
    put_endpoints,
    put_profiles,
    put_remote_storages,
    put_libraries,
    put_sets,
)
"""What is referred to stands before what refers to it; jobs come last."""


def apply(plan: Plan, parts: Parts, job_types: JobTypes) -> Report:
    """Create and change what the plan asks for; applying it again changes nothing.

    Must be called inside one transaction, which this leaves half done when it
    raises. What the file does not mention stays as it is.

    Raises:
        ConfigurationError: when the plan does not fit what is configured already.
    """
    application = Application(parts)
    for step in _STEPS:
        step(plan, application)
    put_jobs(plan, application, job_types)
    if application.problems:
        raise ConfigurationError(application.problems)
    return application.report
