"""From rules to one function on the bytes of a record."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from almandine.records.marc.edits import append, replace_all, with_leader
from almandine.records.marc.fields import Field, Record
from almandine.records.marc.layout import LEADER_LENGTH
from almandine.records.marc.oversized import Oversized
from almandine.records.marc.rules.conditions import Test, test_of
from almandine.records.marc.rules.edits import Edit, Fields
from almandine.records.marc.rules.parser import parse
from almandine.records.marc.rules.tree import LEADER, Rule
from almandine.records.marc.rules.verbs import VERBS

Normalize = Callable[[bytes], bytes]

_KEPT: Final = 32
"""Rule texts that stay compiled."""


@lru_cache(maxsize=_KEPT)
def compile_rules(text: str) -> Normalize:
    """Return the rules as a function from a sound record to a sound record.

    The function returns the very bytes it was given when the rules change nothing. It
    raises TooLongForIso2709 when what they make has no room in the format.

    Raises:
        RuleError: where the text is no rule, or asks for what is not supported.
    """
    edit = _edit_of(text)

    def normalize(raw: bytes) -> bytes:
        before: Fields = [Field(LEADER, raw[:LEADER_LENGTH]), *Record(raw).fields()]
        fields = edit(before)
        return raw if fields == before else _written(raw, before, fields)

    return normalize


def normalized(record: Oversized, text: str) -> Oversized:
    """Return what the rules make of a record without any format's limits.

    Raises:
        RuleError: where the text is no rule, or asks for what is not supported.
    """
    leader = Field(LEADER, record.leader.encode("ascii", "replace"))
    head, *fields = _edit_of(text)([leader, *record.fields])
    return Oversized(head.text, fields)


@lru_cache(maxsize=_KEPT)
def _edit_of(text: str) -> Edit:
    """Return the rules as a function on the fields, with the leader first."""
    rules = [_compiled(rule) for rule in sorted(parse(text), key=_rank)]

    def edit(fields: Fields) -> Fields:
        for holds, edits in rules:
            if holds(fields, None):
                for each in edits:
                    fields = each(fields)
        return fields

    return edit


@lru_cache(maxsize=_KEPT)
def compile_filter(text: str) -> Callable[[bytes], bool]:
    """Return what tells whether the `when` of one of the rules holds for a record.

    Their actions are not carried out.

    Raises:
        RuleError: where the text is no rule, or asks for what is not supported.
    """
    tests = [test_of(rule.when) for rule in parse(text)]

    def wants(raw: bytes) -> bool:
        fields: Fields = [Field(LEADER, raw[:LEADER_LENGTH]), *Record(raw).fields()]
        return any(holds(fields, None) for holds in tests)

    return wants


def _rank(rule: Rule) -> int:
    return -rule.priority


def _compiled(rule: Rule) -> tuple[Test, list[Edit]]:
    edits = [VERBS[action.verb].build(action) for action in rule.then]
    return test_of(rule.when), edits


def _written(raw: bytes, before: Fields, fields: Fields) -> bytes:
    added = fields[len(before) :]
    is_longer = fields[1 : len(before)] == before[1:]
    made = append(raw, *added) if is_longer else replace_all(raw, fields[1:])
    leader = fields[0].body
    # Only what rules may change; the rest of the leader is the new record's own.
    head = made[:5] + leader[5:9] + made[9:17] + leader[17:20] + made[20:LEADER_LENGTH]
    return made if made.startswith(head) else with_leader(made, head)
