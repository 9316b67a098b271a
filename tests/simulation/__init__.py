"""A library's week in a tenth of a second: the real engine on virtual time."""
