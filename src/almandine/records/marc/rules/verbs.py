"""The verbs there are, as one table: how each is written and what it compiles to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from almandine.records.marc.rules import control_verbs, data_verbs
from almandine.records.marc.rules.edits import Edit
from almandine.records.marc.rules.tree import Action


@dataclass(frozen=True, slots=True)
class Verb:
    """How a verb is written and what it does."""

    build: Callable[[Action], Edit]
    """Raises RuleError where an argument is impossible."""
    joined_by: str | None = None
    """The word before the second text; empty where it follows at once, None where
    there is none."""


VERBS: Final[Mapping[str, Verb]] = {
    "addfield": Verb(data_verbs.add_field),
    "removefield": Verb(data_verbs.remove_field),
    "changefield": Verb(data_verbs.change_field, "to"),
    "copyfield": Verb(data_verbs.copy_field, "to"),
    "addsubfield": Verb(data_verbs.add_subfield),
    "removesubfield": Verb(data_verbs.remove_subfield),
    "changesubfield": Verb(data_verbs.change_subfield, "to"),
    "changefirstindicator": Verb(data_verbs.change_first_indicator, "to"),
    "changesecondindicator": Verb(data_verbs.change_second_indicator, "to"),
    "replacecontents": Verb(data_verbs.replace_contents, "with"),
    "correctduplicatesubfields": Verb(data_verbs.correct_duplicate_subfields, ""),
    "addcontrolfield": Verb(control_verbs.add_control_field),
    "removecontrolfield": Verb(control_verbs.remove_control_field),
    "replacecontrolcontents": Verb(control_verbs.replace_control_contents, "with"),
}
"""By the verb in lower case."""

NOT_YET: Final = frozenset(
    {
        "combinefields",
        "movesubfieldstoendoffield",
        "prefixsubfield",
        "recordhasduplicatesubfields",
        "replacesubfieldcontents",
        "splitfield",
        "suffixsubfield",
    }
)
"""Words of the language, in lower case, that Almandine does not carry out."""
