"""The language of normalization rules: from a text to a function on MARC bytes.

    rule "name" [priority 10]
    when
      (exists "035.a.(OCoLC)*") AND (not exists "999.a.LOCKED")
    then
      removeField "650" if (exists "650.{*,7}.2.fast")
    end

**Order.** Rules run by priority, the highest first, and as written within one
priority; a rule without one has priority 0. Each sees the record as the one before
left it. A rule's `when` is asked once, then its actions run in order.

**Paths.** `TAG.{i1,i2}.code.value` for data fields; `-` is a blank indicator, `*`
any. `TAG.{position,length}.value` for control fields and the leader, `LDR`. A value
matches a whole subfield; `*` at an end stands for any text there; a backslash makes
`*` and `.` mean themselves. There are no regular expressions, and upper and lower
case differ.

**Conditions.** `exists`, `existsControl`, `existsMoreThanOnce` and TRUE, with `not`,
AND, OR (AND binds closer) and parentheses. Behind an action `if (…)` is asked for
each field the action is about: a test of that field's tag looks at this one field, a
test of any other tag, and `existsMoreThanOnce`, at the record. Keywords and verbs may
be in upper or lower case, but for `rule`.

**Actions.** `removeField`, `removeControlField`, `removeSubField`, `changeField`,
`changeSubField`, `changeFirstIndicator`, `changeSecondIndicator` and the rest change
each field that fits their path, where it stands. `addField`, `addControlField` and
`copyField` put the new field behind the last of its tag, else before the first
greater tag; they add it again when run again. `addSubField` adds at the end of each
field. `replaceContents` replaces every occurrence of the text within the subfield, or
with a wildcard the whole value; a subfield that is left empty goes, and so does a
field without subfields. `replaceControlContents` with positions overwrites as many
characters; the other form replaces every occurrence. `copyField "T.s" to "U.v"` makes
a field of each such subfield. `correctDuplicateSubfields` drops subfields whose code
and text have stood in the field before.

Comments begin with `#` or `//`. What the vendor's language has beyond this is refused
with its place in the text. Where nothing is published the reading is ours: the place of
new fields, `if` with another tag, duplicates by equal text, the leader positions and
field 001 that no rule may change.
"""

from almandine.records.marc.rules.compiler import (
    Normalize,
    compile_filter,
    compile_rules,
    normalized,
)
from almandine.records.marc.rules.error import RuleError

__all__ = ["Normalize", "RuleError", "compile_filter", "compile_rules", "normalized"]
