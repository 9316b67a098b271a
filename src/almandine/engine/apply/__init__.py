"""Configuration as code: a TOML file becomes what an institution is set up with.

`read_plan` reads and checks the file without touching anything; `apply` brings a
store into the state that the plan describes, in the caller's transaction.
"""

from almandine.engine.apply.application import Parts
from almandine.engine.apply.carry_out import apply
from almandine.engine.apply.entries import Effect, Entry, EntryKind
from almandine.engine.apply.plan import Plan
from almandine.engine.apply.problems import ConfigurationError, Problem
from almandine.engine.apply.reading import read_plan
from almandine.engine.apply.report import Report
from almandine.engine.apply.secrets import NoSuchSecret, Secrets

__all__ = [
    "ConfigurationError",
    "Effect",
    "Entry",
    "EntryKind",
    "NoSuchSecret",
    "Parts",
    "Plan",
    "Problem",
    "Report",
    "Secrets",
    "apply",
    "read_plan",
]
