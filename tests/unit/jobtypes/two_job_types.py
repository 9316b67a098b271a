"""What a distribution with two job types of its own looks like."""

from dataclasses import replace

from almandine.jobtypes.two_task_process import JOB_TYPE

JOB_TYPES = (
    replace(JOB_TYPE, name="mine_1", alma_id=""),
    replace(JOB_TYPE, name="mine_2", alma_id=""),
)
