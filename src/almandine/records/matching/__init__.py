"""Which records of the house an incoming record may be: keys, and what rules some out.

Nothing here looks anything up: a caller asks the store for the keys, and hands back
what it found.
"""
