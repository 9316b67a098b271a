"""The loops over all fields of a record that everything else waits for.

They are there twice: compiled, where the set-up found a C compiler, and in Python for
where there was none. Both return the same of any bytes; ADR 0032 has the reasons.
"""

from typing import Final

try:
    from almandine.records.marc.loops import compiled as _chosen
except ImportError:
    from almandine.records.marc.loops import in_python as _chosen

COMPILED: Final = not _chosen.__name__.endswith("in_python")
"""Whether it is the compiled ones that are used."""

regular_fields = _chosen.regular_fields
split_fields = _chosen.split_fields
with_tags = _chosen.with_tags
has_plain_fields = _chosen.has_plain_fields
ends_alike = _chosen.ends_alike
parted = _chosen.parted
laid_out = _chosen.laid_out
Folding = _chosen.Folding
