"""What is wrong with a configuration file, and where."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that has to be mended."""

    place: str
    """Key in the file, such as `libraries[2].code`; entries count from 1."""
    message: str
    """What is wrong there, and what is allowed."""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class ConfigurationError(Exception):
    """The file cannot be applied; `problems` says why, in the file's order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
