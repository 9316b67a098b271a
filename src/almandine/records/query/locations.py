"""Read lists of shelf locations: `((MAIN : main) or (GRAD : grad))`.

The list may stand in double quotes or not; a bare `"main"` or `(main)` is the
location of that code in any library.
"""

from almandine.records.query.cursor import Cursor
from almandine.records.query.lexer import Shape, Token, tokens_of
from almandine.records.query.tree import Location


def read_locations(cursor: Cursor) -> tuple[Location, ...]:
    """Return the locations ahead, in the order written.

    Raises:
        QueryError: when what is ahead is no list of locations.
    """
    if cursor.next.shape is Shape.TEXT:
        return _read_quoted(cursor.take())
    return _read_list(cursor)


def _read_quoted(token: Token) -> tuple[Location, ...]:
    inner = Cursor(tokens_of(token.text, column=token.position + 1))
    bare = inner.next.shape is Shape.WORD
    locations = (_read_pair(inner),) if bare else _read_list(inner)
    inner.expect(Shape.END)
    return locations


def _read_list(cursor: Cursor) -> tuple[Location, ...]:
    cursor.expect(Shape.OPEN)
    if cursor.next.shape is Shape.WORD:
        locations = [_read_pair(cursor)]
    else:
        locations = [_read_enclosed(cursor)]
        while cursor.skip_word("OR"):
            locations.append(_read_enclosed(cursor))
    cursor.expect(Shape.CLOSE)
    return tuple(locations)


def _read_enclosed(cursor: Cursor) -> Location:
    cursor.expect(Shape.OPEN)
    location = _read_pair(cursor)
    cursor.expect(Shape.CLOSE)
    return location


def _read_pair(cursor: Cursor) -> Location:
    first = _read_code(cursor)
    if cursor.skip(Shape.COLON):
        return Location(first, _read_code(cursor))
    return Location("", first)


def _read_code(cursor: Cursor) -> str:
    words = [cursor.expect(Shape.WORD).text]
    while cursor.next.shape is Shape.WORD:
        words.append(cursor.take().text)
    return " ".join(words)
