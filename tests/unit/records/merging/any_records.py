"""Records that nobody would write, to try what holds for all."""

from hypothesis import strategies as st

from almandine.records.marc.edits import from_fields
from almandine.records.marc.fields import Field, control_field, data_field
from almandine.records.merging.methods import MergeMethod
from unit.records.marc.building import LEADER

_DATA_FIELDS = st.builds(
    data_field,
    st.sampled_from(["020", "035", "245", "500", "650", "700", "901", "9XX", "FMT"]),
    st.sampled_from(["  ", "9 ", "99", "10"]),
    st.lists(
        st.tuples(
            st.sampled_from("azx9"), st.sampled_from(["", "x", "(OCoLC)1", "\u00e9"])
        ),
        max_size=2,
    ),
)
_CONTROL_FIELDS = st.builds(
    control_field, st.sampled_from(["003", "005", "008"]), st.sampled_from(["", "a"])
)
FIELDS = st.lists(st.one_of(_DATA_FIELDS, _CONTROL_FIELDS), max_size=12)
LEADERS = st.sampled_from([LEADER, LEADER.replace("nam", "cas")])
METHODS = st.sampled_from(MergeMethod)


def made(mms_id: str, fields: list[Field], leader: str = LEADER) -> bytes:
    """Write a record with a 001."""
    return from_fields(leader, [control_field("001", mms_id), *fields])
