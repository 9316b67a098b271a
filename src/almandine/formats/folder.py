"""Where exports are asked to put their files."""

from enum import StrEnum
from typing import Annotated

from almandine.engine.jobtype import Param
from almandine.engine.sub_directory import check_sub_directory


class Folder(StrEnum):
    """Whose the files are; without effect so far, as files belong to their run."""

    PRIVATE = "PRIVATE"
    INSTITUTION = "INSTITUTION"


SubDirectory = Annotated[
    str,
    Param(
        "task_ExportParams_ftpSubdirectory_string",
        "Sub-directory",
        check=check_sub_directory,
    ),
]
"""Where files are delivered to, below the root of the endpoint."""
