"""Queries made up by hypothesis, as trees that the parser could have built."""

from datetime import date

from hypothesis import strategies as st

from almandine.records.query import (
    FIELDS,
    And,
    At,
    Comparison,
    Condition,
    Field,
    Kind,
    Level,
    Location,
    Not,
    Operator,
    Or,
    Query,
    Value,
)

# Python's own notion of white space, so that stripping leaves the text alone.
_texts = (
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
    .map(str.strip)
    .filter(bool)
)
_codes = st.from_regex(r"[A-Za-z0-9._,-]{1,6}( or)?", fullmatch=True)
_VALUES: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.TEXT: _texts,
    Kind.CODE: _texts,
    Kind.DATE: st.dates(date(1000, 1, 1)),
    Kind.NUMBER: st.integers(-(10**18) + 1, 10**18 - 1),
    Kind.BOOLEAN: st.booleans(),
    Kind.LOCATIONS: st.builds(Location, st.just("") | _codes, _codes),
}


@st.composite
def _comparisons(draw: st.DrawFn, level: Level) -> Comparison:
    field = draw(st.sampled_from(FIELDS[level]))
    operator = draw(st.sampled_from(field.operators))
    least, most = _count(field, operator)
    values = st.lists(_VALUES[field.kind], min_size=least, max_size=most)
    return Comparison(field, operator, tuple(draw(values)))


def _count(field: Field, operator: Operator) -> tuple[int, int]:
    if operator in {Operator.IS_EMPTY, Operator.NOT_EMPTY}:
        return 0, 0
    if field.kind is Kind.LOCATIONS:
        return 1, 3
    return (2, 2) if operator is Operator.BETWEEN else (1, 1)


@st.composite
def _conditions(draw: st.DrawFn, level: Level | None, depth: int) -> Condition:
    shapes = ["at"] if level is None else ["comparison", "at"]
    shape = draw(st.sampled_from([*shapes, "and", "or", "not"] if depth else shapes))
    if shape == "comparison" or (level is not None and not depth):
        assert level is not None
        return draw(_comparisons(level))
    if shape == "at":
        inner = draw(st.sampled_from(Level))
        return At(inner, draw(_conditions(inner, max(depth - 1, 0))))
    below = _conditions(level, depth - 1)
    if shape == "not":
        return Not(draw(below))
    parts = tuple(draw(st.lists(below, min_size=2, max_size=3)))
    return And(parts) if shape == "and" else Or(parts)


queries: st.SearchStrategy[Query] = st.builds(
    Query, st.sampled_from(Level), _conditions(None, 2)
)
