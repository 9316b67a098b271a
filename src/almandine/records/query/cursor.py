"""Walk along the tokens of a query, one token ahead."""

from almandine.records.query.error import QueryError
from almandine.records.query.lexer import Shape, Token


class Cursor:
    """A place in a list of tokens that ends with `END`."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def next(self) -> Token:
        """The token ahead; at the end, `END` for ever."""
        return self._tokens[self._at]

    def take(self) -> Token:
        """Step over the token ahead and return it."""
        token = self.next
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def skip_word(self, word: str) -> bool:
        """Step over the keyword if it is ahead, and say so."""
        return self.next.is_word(word) and bool(self.take())

    def skip(self, shape: Shape) -> bool:
        """Step over a token of that shape if one is ahead, and say so."""
        return self.next.shape is shape and bool(self.take())

    def expect(self, shape: Shape, wanted: str = "") -> Token:
        """Step over a token of that shape and return it.

        Args:
            shape: The only shape that will do.
            wanted: What to call it in the message, if there is a better name.

        Raises:
            QueryError: when another token is ahead.
        """
        if self.next.shape is not shape:
            raise self.unexpected(wanted or shape)
        return self.take()

    def unexpected(self, wanted: str) -> QueryError:
        """Return the error that names the token ahead and what was wanted."""
        return QueryError(
            f"Unexpected {self.next}", self.next.position, f"expected {wanted}"
        )
