"""How a publishing job works through a range: each record against what is out there.

Like an export, a range that is interrupted is done again: its drafts are on disk before
it counts as done. What is published is stored by the way, and counts for nothing before
the files have been delivered.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from almandine.engine.beside import BESIDE, beside
from almandine.engine.ports import Candidates, Range, Store, Tx
from almandine.engine.ports.publishing import Issue
from almandine.engine.publishing.compare import WRITTEN, Act, Verdict, judge
from almandine.engine.publishing.drafts import DraftWriter, open_drafts
from almandine.engine.publishing.jobtype import (
    PublishJob,
    Rendered,
    Title,
    Unfit,
    Withheld,
)
from almandine.engine.publishing.surroundings import Surroundings, surroundings_in
from almandine.engine.run import NOTHING_DONE, Event, Tally
from almandine.engine.work import GONE, Bench, advance, begun_anew, chunks
from almandine.records.bib import Bib
from almandine.records.kind import Kind

_UNWANTED: Final = "-"
"""Before the id of a member that is to be withdrawn."""
_NOTHING_AROUND: Final = Surroundings({})
_LEFT: Final = Withheld("no longer in the set")
_VANISHED: Final = Withheld(GONE)


def as_members(candidates: Candidates) -> Sequence[str]:
    """Return how a run's members spell candidates."""
    if candidates.wanted:
        return candidates.mms_ids
    return [_UNWANTED + each for each in candidates.mms_ids]


@dataclass(frozen=True, slots=True)
class Publishing:
    """Works through a range with a publishing job."""

    job_type: PublishJob[Any]
    params: Any
    profile_id: str

    def work_through(self, span: Range, bench: Bench) -> None:
        """Draft what is to be published of the range, from its start."""
        span, members = self._begun(span, bench.store)
        with open_drafts(bench.workspace, span.run_id, span.part) as drafts:
            for chunk in chunks(members, bench.chunk_size):
                verdicts = self._judged(chunk, bench.store)
                issues = [each.issue for each in verdicts if each.issue is not None]
                self._write(verdicts, issues, drafts)
                span = _noted(span, verdicts, issues, bench.store)
        # Only now, with the drafts on disk, does the range count as done.
        with bench.store.write() as tx:
            advance(span, replace(span, cursor=span.size), NOTHING_DONE, tx)

    def _begun(self, span: Range, store: Store) -> tuple[Range, Sequence[str]]:
        """Forget what was done of the range; return its members too."""
        with store.write() as tx:
            members = tx.ranges.members(span.run_id, span.range_no)
            # Nothing was stored but with its tally.
            if span.tally.changed:
                tx.issues.discard(span.run_id, _mms_ids(members))
            return begun_anew(span, tx), members

    def _judged(self, chunk: Sequence[str], store: Store) -> list[Verdict]:
        """Return what becomes of each member."""
        mms_ids = _mms_ids(chunk)
        wanted = [member for member in chunk if not member.startswith(_UNWANTED)]
        with store.read() as tx:
            titles = self._titles(wanted, tx)
            before = tx.publications.issued(self.profile_id, mms_ids)
            rendered: dict[str, Rendered] = {
                **dict.fromkeys(mms_ids, _LEFT),
                **dict.fromkeys(wanted, _VANISHED),
                **self._rendered(titles),
            }
            off = [
                one
                for one, how in rendered.items()
                if one in before and isinstance(how, Withheld)
            ]
            last = tx.publications.last_published(self.profile_id, off)
        return [judge(one, how, before.get(one), last) for one, how in rendered.items()]

    def _titles(self, mms_ids: Sequence[str], tx: Tx) -> list[Title]:
        """Return the bibs with all that the job needs beside them."""
        bibs: Sequence[Bib] = tx.records.read(Kind.BIB, mms_ids)
        found = {
            kind: beside(kind, mms_ids, tx) for kind in self.job_type.needs(self.params)
        }
        is_bare = not found and not any(bib.collections for bib in bibs)
        around = _NOTHING_AROUND if is_bare else surroundings_in(tx)
        return [_title(bib, found, around) for bib in bibs]

    def _rendered(self, titles: Iterable[Title]) -> dict[str, Rendered]:
        return {title.bib.mms_id: self._render(title) for title in titles}

    def _render(self, title: Title) -> Rendered:
        try:
            return self.job_type.render(title, self.params)
        except Exception as error:  # noqa: BLE001 - one record must not end the run
            return Unfit(f"{type(error).__name__}: {error}")

    def _write(
        self, verdicts: Sequence[Verdict], issues: Sequence[Issue], drafts: DraftWriter
    ) -> None:
        texts = self.job_type.write([each.marc for each in issues], self.params)
        counts = Counter(each.act for each in verdicts)
        failed = [each.mms_id for each in verdicts if each.act is Act.FAILED]
        drafts.add(dict(counts), issues, texts, failed)


def _title(
    bib: Bib, found: Mapping[Kind, Mapping[str, Sequence[Any]]], around: Surroundings
) -> Title:
    holdings, items, portfolios = (
        found.get(kind, {}).get(bib.mms_id, ()) for kind in BESIDE
    )
    shown = around.shown(holdings), around.shown(items), portfolios
    return Title(bib, *shown, collections=around.names(bib))


def _mms_ids(members: Sequence[str]) -> list[str]:
    return [member.removeprefix(_UNWANTED) for member in members]


def _noted(
    span: Range, verdicts: Sequence[Verdict], issues: Sequence[Issue], store: Store
) -> Range:
    """Store what is to be published, how far the range is, and what failed."""
    written = sum(each.act in WRITTEN for each in verdicts)
    failures = [each for each in verdicts if each.act is Act.FAILED]
    tally = Tally(written, len(verdicts) - written - len(failures), len(failures))
    done = replace(span, tally=span.tally + tally)
    with store.write() as tx:
        tx.events.add(
            span.run_id,
            span.range_no,
            [Event(each.mms_id, "failed", each.because) for each in failures],
        )
        tx.issues.draft(span.run_id, issues)
        advance(span, done, tally, tx)
    return done
