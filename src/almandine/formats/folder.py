"""The folder that exports are asked to write to."""

from enum import StrEnum


class Folder(StrEnum):
    """Whose the files are; without effect so far, as files belong to their run."""

    PRIVATE = "PRIVATE"
    INSTITUTION = "INSTITUTION"
