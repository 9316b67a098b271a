"""What is wrong with a rule text, and where."""


class RuleError(ValueError):
    """A text that is no rule, or a rule that asks for something impossible."""

    def __init__(self, reason: str, *, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {reason}")
        self.reason = reason
        self.line = line
        """Counted from 1."""
        self.column = column
        """Counted from 1, in characters."""
