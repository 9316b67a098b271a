"""Schedules: when jobs fall due, and what is done about it.

`schedule` reads codes and tells the next time; `due` finds what has to be done now, and
`fire` does it.
"""
