"""Runs, their ranges, events, files and deliveries."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
)

from almandine.store.tables.columns import TEXT, Instant, metadata

run = Table(
    "run",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("run_id", TEXT, primary_key=True),
    Column("external_id", TEXT, nullable=False),
    Column("job_id", TEXT, nullable=False),
    Column("job_type", TEXT, nullable=False),
    Column("job_name", TEXT, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("origin", TEXT, nullable=False),
    Column("submitted_by", TEXT, nullable=False),
    Column("submitted_by_name", TEXT, nullable=False),
    Column("set_id", TEXT, nullable=False),
    Column("profile_id", TEXT, nullable=False),
    Column("parameters", JSON, nullable=False),
    Column("settings", JSON, nullable=False),
    Column("status", TEXT, nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("due_at", Instant),  # of the schedule; null for what somebody started
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("status_at", Instant, nullable=False),
    Column("members", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("unchanged", BigInteger, nullable=False),
    Column("failed", BigInteger, nullable=False),
    Column("repaired", BigInteger, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("carrier", Integer, nullable=False, server_default="0"),
    Column("shards", Integer, nullable=False, server_default="1"),
    Column("abort_requested", Boolean, nullable=False),
    Column("counters", JSON, nullable=False),
    Column("alert", TEXT, nullable=False),
)
Index("run_newest", run.c.institution, run.c.submitted_at, run.c.run_id)
Index(
    "run_newest_of_job",
    run.c.institution,
    run.c.job_id,
    run.c.submitted_at,
    run.c.run_id,
)
_UNFINISHED = run.c.ended_at.is_(None)
_ENDED = run.c.ended_at.is_not(None)
# Of ended runs alone: a submission, and each move before the end, leaves these be.
Index(
    "run_ended",
    run.c.institution,
    run.c.status,
    run.c.submitted_at,
    run.c.run_id,
    sqlite_where=_ENDED,
    postgresql_where=_ENDED,
)
Index(
    "run_ended_of_job",
    run.c.institution,
    run.c.job_id,
    run.c.status,
    run.c.submitted_at,
    run.c.run_id,
    sqlite_where=_ENDED,
    postgresql_where=_ENDED,
)
Index(
    "run_unfinished",
    run.c.institution,
    run.c.job_id,
    sqlite_where=_UNFINISHED,
    postgresql_where=_UNFINISHED,
)

# A job that falls due is started once, however many look.
Index(
    "run_due",
    run.c.institution,
    run.c.job_id,
    run.c.due_at,
    unique=True,
    sqlite_where=run.c.due_at.is_not(None),
    postgresql_where=run.c.due_at.is_not(None),
)

next_fire = Table(
    "next_fire",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("job_id", TEXT, primary_key=True),
    Column("schedule", TEXT, nullable=False),  # the code that it was worked out from
    Column("timezone", TEXT, nullable=False),  # and the zone
    Column("due_at", Instant),  # null: its schedule is one that nothing is started by
    Index("next_fire_due", "due_at"),
)
"""When each scheduled job next falls due; it moves on with the run that is started."""

run_count = Table(
    "run_count",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("job_id", TEXT, primary_key=True),  # empty for the runs of all jobs
    Column("since", Instant, primary_key=True),  # the midnight before submission
    Column("status", TEXT, primary_key=True),
    Column("runs", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""How many runs have ended, so that no list has to count them."""

run_range = Table(
    "run_range",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("run_id", TEXT, primary_key=True),
    Column("range_no", Integer, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("shard", Integer),  # who has claimed it; null for nobody
    Column("token", TEXT, nullable=False, server_default=""),
    Column("changed", BigInteger, nullable=False),
    Column("unchanged", BigInteger, nullable=False),
    Column("failed", BigInteger, nullable=False),
    Column("repaired", BigInteger, nullable=False),
    # Ranges of a turn are done side by side, after those of the turn before.
    Column("turn", Integer, nullable=False, server_default="0"),
)

range_members = Table(
    "range_members",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("run_id", TEXT, primary_key=True),
    Column("range_no", Integer, primary_key=True),
    # The ids, one a line: apart from the range, which every chunk rewrites.
    Column("members", LargeBinary, nullable=False),
)

run_event = Table(
    "run_event",
    metadata,
    Column(
        "event_no",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    Column("institution", TEXT, nullable=False),
    Column("run_id", TEXT, nullable=False),
    Column("range_no", Integer, nullable=False),
    Column("record_id", TEXT, nullable=False),
    Column("outcome", TEXT, nullable=False),
    Column("message", TEXT, nullable=False),
)
Index(
    "event_of_outcome",
    run_event.c.institution,
    run_event.c.run_id,
    run_event.c.outcome,
    run_event.c.range_no,
    run_event.c.event_no,
)

event_count = Table(
    "event_count",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("run_id", TEXT, primary_key=True),
    Column("range_no", Integer, primary_key=True),
    Column("outcome", TEXT, primary_key=True),
    Column("events", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""How many events a range has; a handful of rows for ten thousand events."""

artifact = Table(
    "artifact",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("run_id", TEXT, primary_key=True),
    Column("name", TEXT, primary_key=True),
    Column("size", BigInteger, nullable=False),  # bytes
    Column("sha256", TEXT, nullable=False),
    Column("records", BigInteger, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

delivery = Table(
    "delivery",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("run_id", TEXT, primary_key=True),
    Column("name", TEXT, primary_key=True),
    Column("endpoint", TEXT, nullable=False),
    Column("path", TEXT, nullable=False),
    Column("sha256", TEXT, nullable=False),
    Column("delivered_at", Instant, nullable=False),
)
