"""What storage and delivery tell the engine when they cannot do what it asks."""


class Unavailable(Exception):  # noqa: N818 - a fact that passes, not an error
    """The database cannot be reached, or gave this transaction up.

    Nothing of it is stored. The same may go well a moment later.
    """


class Fenced(Exception):  # noqa: N818 - a fact about this worker, not an error
    """A later attempt has taken the run over; this worker must leave it alone."""


class DeliveryFailed(Exception):  # noqa: N818 - a fact that the report tells
    """The endpoint did not take a file; the message says what it said."""
