"""What storage and delivery tell the engine when they cannot do what it asks."""


class Unavailable(Exception):  # noqa: N818 - a fact that passes, not an error
    """The database cannot be reached, or gave this transaction up.

    Nothing of it is stored. The same may go well a moment later.
    """


class Fenced(Exception):  # noqa: N818 - a fact about this worker, not an error
    """A later attempt has taken the run over; this worker must leave it alone."""


class EndpointFailed(Exception):  # noqa: N818 - a fact that the report tells
    """An endpoint did not do what was asked; the message says what it said."""

    def __init__(self, said: str, *, may_pass: bool = True) -> None:
        super().__init__(said)
        self.may_pass = may_pass
        """Whether the same may go well a moment later, with nobody doing anything."""


class Unanswered(EndpointFailed):
    """The endpoint did not answer in time, or not at all."""


class DeliveryFailed(EndpointFailed):
    """The endpoint did not take a file."""
