"""Makes `query-language.md`: what a logical set can ask, from its registry."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from almandine.records.query import FIELDS, MAX_DEPTH, MAX_LENGTH, Field, Kind, Level
from almandine.records.query.levels import ITEMIZED_ONLY
from almandine.records.query.operators import OPERATORS, ORDER, Operator
from contract.pages.docstrings import field_docs
from contract.pages.markdown import code, codes, joined, table

_INTRO: Final = f"""
# The language of logical sets

A logical set keeps a query and is asked anew whenever it is used.

```
BIB_MMS where BIB_MMS ((title CONTAIN "history") AND (main_pub_date GREATER_EQUAL "1990"))
ITEM where ITEM (current_Location EQUAL ((MAIN : stacks) or (MAIN : asrs))) AND BIB_MMS (language EQUAL "ger")
```

- First the content type of the set, then `where`, then a condition.
- A condition stands at a level: `LEVEL (…)`. A level other than the set's own means "a record that belongs to it": a title's items, an item's title.
- `AND` binds tighter than `OR`; `NOT` and parentheses are free. Words of the language are read in upper and lower case.
- Values stand in double quotes; inside them `\\"` and `\\\\` are the characters themselves.
- At most {MAX_LENGTH:,} characters, and {MAX_DEPTH} levels of nesting.
- A query that is not understood is refused with 60106, the column, and what would have been accepted.

The vendor shows examples of this language, and no grammar: `NOT`, `BETWEEN` with two values, and operators that were not seen in real queries are our reading.
Sets of these content types are itemized only: {codes(sorted(ITEMIZED_ONLY))}.
"""  # noqa: E501 - a line of prose is a sentence
_OPERATORS: Final = "## Operators"
_OPERATOR_HEADS: Final = ("operator", *Kind, "meaning")
_FIELDS: Final = """
## Fields

Names and aliases are read in upper and lower case.
*Ordered* text and codes also take `GREATER_THAN`, `GREATER_EQUAL`, `LESS_THAN`, `LESS_EQUAL` and `BETWEEN`.
"""  # noqa: E501 - a line of prose is a sentence
_LOCAL: Final = (
    "Titles also have the local fields `local_field_900` to `local_field_999` (text)."
)
_FIELD_HEADS: Final = ("field", "label", "kind", "aliases")
_ORDERED: Final = {field.kind for field in chain(*FIELDS.values()) if field.sortable}
_MEANINGS: Final = field_docs(Operator)


def page() -> str:
    """Return the page."""
    operators = table(_OPERATOR_HEADS, map(_operator_row, Operator))
    return joined(_INTRO, _OPERATORS, operators, _FIELDS, *_levels(), _LOCAL)


def _operator_row(operator: Operator) -> tuple[str, ...]:
    return (
        code(operator),
        *(_fits(operator, kind) for kind in Kind),
        _MEANINGS.get(operator.name, ""),
    )


def _fits(operator: Operator, kind: Kind) -> str:
    if operator in OPERATORS[kind]:
        return "yes"
    return "ordered" if operator in ORDER and kind in _ORDERED else ""


def _levels() -> Iterator[str]:
    for levels, fields in _by_fields().items():
        yield f"### {', '.join(levels)}"
        yield ", ".join(f"`{level}` {level.label}" for level in levels) + "."
        yield table(_FIELD_HEADS, map(_field_row, fields))


def _by_fields() -> Mapping[tuple[Level, ...], Sequence[Field]]:
    """Return the fields by the levels that share them."""
    distinct = dict.fromkeys(FIELDS.values())
    return {
        tuple(level for level in FIELDS if FIELDS[level] == fields): fields
        for fields in distinct
    }


def _field_row(field: Field) -> tuple[str, ...]:
    kind = f"ordered {field.kind}" if field.sortable else field.kind
    return (code(field.name), field.label, kind, codes(field.aliases))
