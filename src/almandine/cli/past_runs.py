"""Past runs of the sample institution: real ones, carried out on the spot.

One of them failed: its set was deleted while it waited.
"""

from typing import Final

from almandine.app import App
from almandine.engine.run import Origin
from almandine.engine.sets.create import create
from almandine.engine.sets.creator import Creator
from almandine.engine.sets.drafts import SetDraft
from almandine.engine.submit import SET_ID, Submission, submit
from almandine.records.sample import INSTITUTION

_GARDENS: Final = "9590000000020101"
_MUSIC_ITEMS: Final = "9590000000060101"
_EXPORT_BIBS: Final = "M44"
_EXPORT_ITEMS: Final = "M48"
_MARK_AS_REVIEWED: Final = "M6490000000030101"
_WHO: Final = ("mlibrarian", "Librarian, Mona")


def make_past_runs(app: App) -> None:
    """Submit runs and carry them out."""
    for job_id, set_id in (
        (_EXPORT_BIBS, _GARDENS),
        (_EXPORT_ITEMS, _MUSIC_ITEMS),
        (_MARK_AS_REVIEWED, _GARDENS),
    ):
        _carry_out(app, _submit(app, job_id, set_id))
    _carry_out(app, _submit_on_a_set_that_goes_away(app))


def _carry_out(app: App, run_id: str) -> None:
    app.worker_of(INSTITUTION).execute(run_id)


def _submit(app: App, job_id: str, set_id: str) -> str:
    submission = Submission(
        job_id=job_id,
        op="run",
        read_parameters=lambda: [(SET_ID, set_id)],
        origin=Origin.UI,
        submitted_by=_WHO[0],
        submitted_by_name=_WHO[1],
    )
    return submit(
        submission,
        store=app.store_of(INSTITUTION),
        catalogue=app.catalogue,
        limits=app.services().limits,
    ).run.run_id


def _submit_on_a_set_that_goes_away(app: App) -> str:
    draft = SetDraft(name="Weeding 2019", content="BIB_MMS", type="ITEMIZED")
    store = app.store_of(INSTITUTION)
    with store.write() as tx:
        made = create(draft, creator=Creator(*_WHO, app.env.now()), tx=tx)
    run_id = _submit(app, _EXPORT_BIBS, made.set_id)
    with store.write() as tx:
        tx.sets.delete(made.set_id)
    return run_id
