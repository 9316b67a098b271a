"""The jobs that are measured, and the institutions that they are measured in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bench.peers import Task

WHOLE: Final = "01BENCH_INST"
HALF: Final = "01BENCH_HALF"
"""Has the first half of the records: twice as many may take 2.2 times as long."""
SET_ID: Final = "9500000000010101"
_MARK: Final = """\
[[rules]]
name = "Mark {word}"
text = '''
rule "Mark {word}"
when
  (TRUE)
then
  removeField "980"
  addField "980.{{-,-}}.a.{word}"
end
'''

[[processes]]
id = "{job_id}"
name = "Mark {word}"
type = "normalize_bibs"
rule = "Mark {word}"

"""
_CONFIGURATION: Final = """\
[institution]
code = "{code}"
name = "Bench"
suffix = "0101"
timezone = "UTC"
currency = "EUR"

[[sets]]
id = "{set_id}"
name = "Everything"
content = "BIB_MMS"
query = 'BIB_MMS where BIB_MMS (mms_id NOT_EMPTY)'

"""
_FORMAT: Final = "task_ExportBibParams_outputFormat_string"
_SUPPRESS: Final = "task_MmsTaggingParams_boolean"


@dataclass(frozen=True, slots=True)
class Ask:
    """A job with its parameters, as a client asks for it."""

    job_id: str
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """What is measured as one job."""

    title: str
    turns: Sequence[Ask]
    """By turns: a job that changes records must find something to do."""
    task: Task | None
    """What peers do that is nearest to it."""
    cost: float
    """Seconds that 1,000 records take about, for the time that is left."""
    rounds: int = 3
    """At most; what takes long takes its time from the others."""

    @property
    def only_reads(self) -> bool:
        """Tell whether the job finds the same to do however often it is done."""
        return len(self.turns) == 1


WORKS: Final = (
    Work("export, ISO 2709", [Ask("M44", ((_FORMAT, "MARC21"),))], Task.COPY, 0.025),
    Work("export, MARCXML", [Ask("M44", ((_FORMAT, "MARC21_XML"),))], Task.TO_XML, 0.1),
    Work(
        "normalize: delete, add 980",
        [Ask("M7000"), Ask("M7001")],
        Task.EDIT,
        0.42,
        rounds=2,
    ),
    Work(
        "suppress",
        [Ask("M902", ((_SUPPRESS, "true"),)), Ask("M902", ((_SUPPRESS, "false"),))],
        None,
        0.06,
    ),
)


def configuration(code: str) -> str:
    """Describe an institution in which one set holds every bib."""
    marks = [("one", "M7000"), ("two", "M7001")]
    return _CONFIGURATION.format(code=code, set_id=SET_ID) + "".join(
        _MARK.format(word=word, job_id=job_id) for word, job_id in marks
    )
