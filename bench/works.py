"""The jobs that are measured, and the institution that they are measured in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bench.peers import Task

INSTITUTION: Final = "01BENCH_INST"
SET_ID: Final = "9500000000010101"
CONFIGURATION: Final = f"""\
[institution]
code = "{INSTITUTION}"
name = "Bench"
suffix = "0101"
timezone = "UTC"
currency = "EUR"

[[rules]]
name = "Mark"
text = '''
rule "Mark"
when
  (TRUE)
then
  addField "980.{{-,-}}.a.bench"
end
'''

[[sets]]
id = "{SET_ID}"
name = "Everything"
content = "BIB_MMS"
query = 'BIB_MMS where BIB_MMS (mms_id NOT_EMPTY)'

[[processes]]
id = "M7000"
name = "Mark"
type = "normalize_bibs"
rule = "Mark"
"""

_FORMAT: Final = "task_ExportBibParams_outputFormat_string"


@dataclass(frozen=True, slots=True)
class Work:
    """A job as a client asks for it."""

    title: str
    job_id: str
    rounds: Sequence[tuple[tuple[str, str], ...]]
    """Parameters, by turns: a job that changes records must find something to do."""
    task: Task | None = None
    """What peers do that is nearest to it."""


WORKS: Final = (
    Work("export, ISO 2709", "M44", [((_FORMAT, "MARC21"),)], Task.COPY),
    Work("export, MARCXML", "M44", [((_FORMAT, "MARC21_XML"),)], Task.TO_XML),
    Work("normalize, add 980", "M7000", [()], Task.EDIT),
    Work(
        "suppress",
        "M902",
        [
            (("task_MmsTaggingParams_boolean", "true"),),
            (("task_MmsTaggingParams_boolean", "false"),),
        ],
    ),
)
