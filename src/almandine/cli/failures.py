"""How a command says no: one sentence on standard error, and an exit code."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

import rich_click as click
from click.exceptions import Exit
from sqlalchemy.exc import OperationalError

from almandine.engine.access import GrantError
from almandine.engine.apply import ConfigurationError
from almandine.faults import Refused
from almandine.settings import SettingsError
from almandine.store.installation import WrongDirectory
from almandine.store.migrations import ForeignTables, UnknownRevision
from almandine.store.postgres import BadUrl
from almandine.wire.errors import ERRORS, message

FAILED: Final = 1
ENDED_WITH_ERRORS: Final = 3
REFUSED: Final = 4


class Failure(Exception):  # noqa: N818 - what a command says, not a fault of ours
    """Ends a command; the message says what happened, to what, and what to do."""

    def __init__(self, said: str, exit_code: int = FAILED) -> None:
        super().__init__(said)
        self.exit_code = exit_code


@contextmanager
def told() -> Generator[None]:
    """Turn what may rightly go wrong into sentences; faults of ours stay faults.

    The sentence is printed as it is, without a frame around it, for logs and `grep`.
    """
    try:
        yield
    except Failure as failure:
        raise _ended(str(failure), failure.exit_code) from None
    except Refused as refused:
        code = ERRORS[type(refused.refusal)].code
        said = f"{message(refused.refusal)} ({code})"
        raise _ended(said, REFUSED) from None
    except BadUrl as error:
        raise click.UsageError(f"the database URL: {error}") from None
    except (SettingsError, GrantError, UnknownRevision) as error:
        raise click.UsageError(str(error)) from None
    except (WrongDirectory, ForeignTables) as error:
        raise _ended(str(error), FAILED) from None
    except ConfigurationError as error:
        raise _ended(f"nothing was changed:\n{error}", FAILED) from None
    except OperationalError as error:
        raise _ended(f"the database cannot be used: {error.orig}", FAILED) from None


def _ended(said: str, exit_code: int) -> Exit:
    click.echo(f"almandine: {said}", err=True)
    return Exit(exit_code)


class Group(click.RichGroup):
    """A group of commands whose failures are told in words."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run the command that was asked for."""
        with told():
            return super().invoke(ctx)
