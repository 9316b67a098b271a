"""Addresses of objects, as links in answers.

Absolute in answers of the API, because clients follow them as they stand;
relative (an empty origin) in webhooks, because the vendor's are.
Source: CONTRACT 2.2 and 7.
"""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses under one origin."""

    origin: str
    """Scheme, host and port without a slash at the end, or nothing."""

    def job(self, job_id: str) -> str:
        """Address a job."""
        return self._conf("jobs", job_id)

    def instance(self, job_id: str, run_id: str) -> str:
        """Address a run of a job."""
        return self._conf("jobs", job_id, "instances", run_id)

    def population(self, run_id: str, population: str) -> str:
        """Address the making of a set from one population of a run."""
        query = f"job_instance_id={_segment(run_id)}&population={_segment(population)}"
        return f"{self._conf('sets')}?{query}"

    def set(self, set_id: str) -> str:
        """Address a set."""
        return self._conf("sets", set_id)

    def members(self, set_id: str) -> str:
        """Address the members of a set."""
        return self._conf("sets", set_id, "members")

    def integration_profile(self, profile_id: str) -> str:
        """Address an integration profile."""
        return self._conf("integration-profiles", profile_id)

    def import_profile(self, profile_id: str) -> str:
        """Address an import profile."""
        return self._conf("md-import-profiles", profile_id)

    def code_table(self, name: str) -> str:
        """Address a code table."""
        return self._conf("code-tables", name)

    def library(self, code: str) -> str:
        """Address a library."""
        return self._conf("libraries", code)

    def locations(self, library: str) -> str:
        """Address the locations of a library."""
        return self._conf("libraries", library, "locations")

    def location(self, library: str, code: str) -> str:
        """Address a location."""
        return self._conf("libraries", library, "locations", code)

    def bib(self, mms_id: str) -> str:
        """Address a bib."""
        return self._under("bibs", mms_id)

    def holding(self, mms_id: str, holding_id: str) -> str:
        """Address a holding of a bib."""
        return self._under("bibs", mms_id, "holdings", holding_id)

    def item(self, mms_id: str, holding_id: str, item_id: str) -> str:
        """Address an item of a holding."""
        return self._under("bibs", mms_id, "holdings", holding_id, "items", item_id)

    def portfolio(self, mms_id: str, portfolio_id: str) -> str:
        """Address a portfolio of a bib."""
        return self._under("bibs", mms_id, "portfolios", portfolio_id)

    def user(self, primary_id: str) -> str:
        """Address a user."""
        return self._under("users", primary_id)

    def _conf(self, *segments: str) -> str:
        return self._under("conf", *segments)

    def _under(self, *segments: str) -> str:
        path = "/".join(_segment(segment) for segment in segments)
        return f"{self.origin}/almaws/v1/{path}"


def _segment(text: str) -> str:
    # No character is safe: an id is one segment, whatever it holds.
    return quote(text, safe="")
