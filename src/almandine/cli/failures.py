"""How a command says no: one sentence on standard error, and an exit code."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import IO, Any, Final

import rich_click as click
from sqlalchemy.exc import OperationalError

from almandine.engine.access import GrantError
from almandine.engine.apply import ConfigurationError
from almandine.faults import Refused
from almandine.settings import SettingsError
from almandine.wire.errors import ERRORS, message

FAILED: Final = 1
ENDED_WITH_ERRORS: Final = 3
REFUSED: Final = 4


class Failure(click.ClickException):
    """Ends a command; the message says what happened, to what, and what to do."""

    def __init__(self, said: str, exit_code: int = FAILED) -> None:
        super().__init__(said)
        self.exit_code = exit_code

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message as it is, without a frame around it."""
        click.echo(f"almandine: {self.message}", err=True, file=file)


@contextmanager
def told() -> Generator[None]:
    """Turn what may rightly go wrong into sentences; faults of ours stay faults."""
    try:
        yield
    except Refused as refused:
        code = ERRORS[type(refused.refusal)].code
        said = f"{message(refused.refusal)} ({code})"
        raise Failure(said, REFUSED) from None
    except (SettingsError, GrantError) as error:
        raise click.UsageError(str(error)) from None
    except ConfigurationError as error:
        raise Failure(f"nothing was changed:\n{error}") from None
    except OperationalError as error:
        raise Failure(f"the database cannot be used: {error.orig}") from None


class Group(click.RichGroup):
    """A group of commands whose failures are told in words."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run the command that was asked for."""
        with told():
            return super().invoke(ctx)
