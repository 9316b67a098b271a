"""What a publishing profile says, and what follows from it."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from almandine.engine.jobtype import NO_TAG, Destination, MarcTag, Param
from almandine.engine.oai.provider import NO_SET, SetSpec
from almandine.engine.ports import Packing
from almandine.engine.publishing.jobtype import Format
from almandine.engine.publishing.naming import check_prefix
from almandine.engine.publishing.surroundings import Surroundings
from almandine.engine.sub_directory import check_sub_directory
from almandine.formats.marc_file import MarcFormat
from almandine.formats.published.fields import Enrichment
from almandine.formats.published.records import FOOTER, HEADER, Looks
from almandine.records.kind import Kind


@dataclass(frozen=True)
class PublishBibs:
    """What a publishing profile says."""

    endpoint: Annotated[str, Param("endpoint", "Deliver to", "endpoint")] = ""
    """Empty where the records are harvested, and the files stay here."""
    directory: Annotated[
        str, Param("directory", "Sub-directory", check=check_sub_directory)
    ] = ""
    set_id: Annotated[str, Param("set", "Set", "set", "BIB_MMS")] = ""
    oai_set: Annotated[SetSpec, Param("oai_set", "OAI-PMH set")] = NO_SET
    """The name under which the records are harvested; empty where they are not."""
    output_format: Annotated[MarcFormat, Param("output_format", "Output format")] = (
        MarcFormat.MARC21_XML
    )
    per_file: Annotated[int, Param("records_per_file", "Records in one file")] = 0
    packing: Annotated[Packing, Param("compression", "Compression")] = Packing.NONE
    prefix: Annotated[
        str, Param("file_prefix", "File name prefix", check=check_prefix)
    ] = "publish"
    alma_names: Annotated[bool, Param("alma_file_names", "Alma's file names")] = False
    rules: Annotated[str, Param("rule", "Normalization rules", "rule")] = ""
    with_suppressed: Annotated[
        bool, Param("include_suppressed", "Publish suppressed titles")
    ] = False
    holdings: Annotated[MarcTag, Param("holdings_field", "Holdings")] = NO_TAG
    items: Annotated[MarcTag, Param("items_field", "Items")] = NO_TAG
    portfolios: Annotated[MarcTag, Param("portfolios_field", "Portfolios")] = NO_TAG
    collections: Annotated[MarcTag, Param("collections_field", "Collections")] = NO_TAG

    @cached_property
    def looks(self) -> Looks:
        """Return what decides what records look like."""
        tags = self.holdings, self.items, self.portfolios, self.collections
        return Looks(
            self.output_format.is_xml,
            self.rules,
            Enrichment(*tags),
            self.with_suppressed,
        )


def needs(params: PublishBibs) -> frozenset[Kind]:
    """Return what is read beside each bib."""
    asked = {
        Kind.HOLDING: params.holdings,
        Kind.ITEM: params.items,
        Kind.PORTFOLIO: params.portfolios,
    }
    return frozenset(kind for kind, tag in asked.items() if tag)


def lay_out(params: PublishBibs) -> Format:
    """Return how the files look, and what they are called."""
    is_xml = params.output_format.is_xml
    return Format(
        extension="xml" if is_xml else "mrc",
        header=HEADER if is_xml else b"",
        footer=FOOTER if is_xml else b"",
        per_file=params.per_file,
        packing=params.packing,
        prefix=params.prefix,
        alma_names=params.alma_names,
    )


def send(params: PublishBibs) -> Destination | None:
    """Send the files away where the profile has an endpoint."""
    return Destination(params.endpoint, params.directory) if params.endpoint else None


def made_with(params: PublishBibs, around: Surroundings) -> str:
    """Return a digest of all that decides what a record looks like.

    Also whether there is a set, for only members of sets are seen to enter and leave;
    of which set does not matter.
    """
    deciding = (
        params.looks,
        bool(params.set_id),
        sorted(around.collections.items()) if params.collections else (),
        sorted(around.hidden) if params.holdings or params.items else (),
    )
    return hashlib.sha256(repr(deciding).encode()).hexdigest()


def chosen_set(params: PublishBibs) -> str:
    """Return the set that is published; empty for the whole repository."""
    return params.set_id
