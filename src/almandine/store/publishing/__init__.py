"""What publishing profiles have published, in the database."""

from almandine.store.publishing.harvest import SqlHarvest
from almandine.store.publishing.issues import SqlIssues
from almandine.store.publishing.publications import SqlPublications

__all__ = ["SqlHarvest", "SqlIssues", "SqlPublications"]
