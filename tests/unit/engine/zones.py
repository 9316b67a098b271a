"""Zones that change their clocks in every way there is, and some that never do."""

from typing import Final

ZONES: Final = (
    "Africa/Cairo",  # at midnight
    "Africa/Casablanca",  # backwards, around Ramadan
    "Africa/El_Aaiun",
    "Africa/Nairobi",
    "America/Adak",
    "America/Anchorage",
    "America/Argentina/Buenos_Aires",
    "America/Asuncion",
    "America/Caracas",
    "America/Chicago",
    "America/Havana",  # at midnight
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Nuuk",  # in the evening, the day before
    "America/Santiago",  # at midnight
    "America/Scoresbysund",
    "America/St_Johns",
    "Antarctica/Troll",  # by two hours
    "Asia/Amman",
    "Asia/Beirut",  # at midnight
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Lord_Howe",  # by half an hour
    "Australia/Sydney",
    "Europe/Chisinau",
    "Europe/Dublin",  # winter is the exception
    "Europe/London",
    "Europe/Vienna",
    "Europe/Volgograd",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Easter",
)
