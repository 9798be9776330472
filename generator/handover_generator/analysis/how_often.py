"""How often a schedule starts something, in the words that people say: hourly, daily, nightly, weekly, monthly, yearly."""

from __future__ import annotations

from functools import lru_cache

from handover_generator.regexes import regex

_SAID = regex(r"(?i)\b(hourly|daily|nightly|midnight|weekly|monthly|yearly|annually)\b")
_EVERY = regex(r"(?i)(?:\bevery|\brate\()\s*(?:1\s+)?(minute|hour|day|night|week|month|year)\b")
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_CRON = regex(r"(?i)(?:[\w-]+\()?\s*([\d*/,-]+)\s+([\d*/,-]+)\s+([\d*/,?LW-]+)\s+([\w*/,-]+)\s+"
              rf"((?:{_WEEKDAY}|[\d*/,?#L-])+)(?:\s+[\d*/,-]+)?\s*\)?\Z")
_CALENDAR = regex(rf"(?i)(?:({_WEEKDAY})\s+)?(?:[\d*]+-([\d*]+)-([\d*]+)\s+)?([\d*]+):[\d*/]+(?::[\d*/]+)?\Z")
_NIGHT = frozenset((*range(7), 22, 23))
_WORDS = {"minute": (), "hour": ("hourly",), "day": ("daily",), "night": ("nightly", "daily"), "week": ("weekly",), "month": ("monthly",),
          "year": ("yearly",), "midnight": ("nightly", "daily"), "nightly": ("nightly", "daily"), "annually": ("yearly",)}


@lru_cache(maxsize=4096)
def how_often(schedule: str) -> frozenset[str]:
    """The words for a cron expression, a calendar text of systemd, a rate: ``nightly`` and ``night`` for ``30 2 * * *``. None of them for what
    comes several times a day, or is no schedule that is understood.
    """
    text = schedule.strip()
    said = [match.group(1).lower() for match in (*_SAID.finditer(text), *_EVERY.finditer(text))]
    found = {word for one in said for word in _WORDS.get(one, (one,))}
    if (cron := _CRON.match(text)) is not None:
        _, hour, day, month, weekday = cron.groups()
        found |= _of_fields(hour, day, month, weekday)
    elif (calendar := _CALENDAR.match(text)) is not None:
        named, month, day, hour = calendar.groups()
        found |= _of_fields(hour, day or "*", month or "*", named or "*")
    return frozenset({*found, *(("night",) if "nightly" in found else ())})


def _of_fields(hour: str, day: str, month: str, weekday: str) -> set[str]:
    if hour in ("*", "*/1"):
        return {"hourly"}
    hours = [int(one) for one in hour.split(",") if one.isdigit()]
    if len(hours) != 1:
        return set()
    night = {"nightly"} if hours[0] in _NIGHT else set()
    if weekday not in ("*", "?"):
        return {"weekly"} if weekday.isalnum() else {"daily"} | night       # of several days, as in "1-5"
    if day in ("*", "?"):
        return {"daily"} | night
    return {"monthly"} if month == "*" else {"yearly"}
