"""Timers of Concourse: resources of the type ``time``, and the jobs that one of them sets off (``get: nightly`` with ``trigger: true``)."""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.records import record
from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Lines, unquoted

_ITEM = regex(r"([ \t]*)-[ \t]+\S")
_KEY = regex(r"[ \t]*(?:-[ \t]+)?(\w+):(.*)")
_CLOCK = regex(r"(\d{1,2})(?::?(\d{2}))?\s*([AaPp])?[Mm]?(?:\s+([+-]\d{4}))?")
_DURATION = regex(r"(\d{1,9})([hm])(?:0m)?(?:0s)?")
_DAYS = {"sun": "0", "mon": "1", "tue": "2", "wed": "3", "thu": "4", "fri": "5", "sat": "6"}
_MOST_ITEMS = 2_000


@record(frozen=True, slots=True)
class Timed:
    """A job with its lines, first and last, and the times at which a timer sets it off; ``zone`` where that is stated."""

    first: int
    last: int
    schedules: tuple[str, ...]
    zone: str | None


def timed_jobs(lines: Lines) -> list[Timed]:
    """The jobs of a pipeline that timers set off; a step that only waits for one (without ``trigger``) sets off none."""
    items = list(_items(lines)) if "time" in lines.text and "trigger" in lines.text else []
    timers = {_value(lines, first, last, "name") or "": timer for first, last in items if (timer := _timer(lines, first, last)) is not None}
    found: list[Timed] = []
    for first, last in items if timers else ():
        if _value(lines, first, last, "plan") is None:
            continue
        set_off = [timers[name] for one, end in items if first < one <= last and (name := _triggers(lines, one, end)) in timers]
        if set_off:
            zone = next((zone for _, zone in set_off if zone), None)
            found.append(Timed(first, last, tuple(dict.fromkeys(schedule for schedule, _ in set_off)), zone))
    return found


def _items(lines: Lines) -> Iterator[tuple[int, int]]:
    """The first and the last line of each item of a list."""
    opened: list[tuple[int, int]] = []                   # the column of the dash, the first line
    count = 0
    for number, row in enumerate((*lines.rows, "end"), 1):
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        column = len(row) - len(row.lstrip())
        while opened and column <= opened[-1][0]:
            yield opened.pop()[1], number - 1
        if (match := _ITEM.match(row)) is not None and (count := count + 1) <= _MOST_ITEMS:
            opened.append((len(match.group(1)), number))


def _value(lines: Lines, first: int, last: int, key: str) -> str | None:
    """What an item says under a key of its own; "" where that is a block."""
    row = lines.row(first)
    column = len(row) - len(row.lstrip(" \t-"))
    for number in range(first, last + 1):
        row = lines.row(number)
        at = column if number == first else len(row) - len(row.lstrip())
        if at == column and (match := _KEY.fullmatch(row)) is not None and match.group(1) == key:
            return unquoted(match.group(2))
    return None


def _triggers(lines: Lines, first: int, last: int) -> str:
    """The resource that sets a job off in one of its steps; "" where none does."""
    if _value(lines, first, last, "trigger") != "true":
        return ""
    return _value(lines, first, last, "resource") or _value(lines, first, last, "get") or ""


def _timer(lines: Lines, first: int, last: int) -> tuple[str, str | None] | None:
    """When a timer goes off, and in which zone that is told; None for any other resource."""
    if _value(lines, first, last, "type") != "time":
        return None
    said: dict[str, str] = {}
    days: list[str] = []
    for number in range(first, last + 1):
        row = lines.row(number)
        if (match := _KEY.fullmatch(row)) is not None:
            said[match.group(1)] = unquoted(match.group(2))
        if "days" in said:
            days += [_DAYS[word] for word in _WEEKDAY.findall(row.lower())]
    for inline in _INLINE.findall(said.get("source", "")):       # source: {interval: 24h}
        said.setdefault(inline[0], unquoted(inline[1]))
    zone = said.get("location")
    start, interval = said.get("start"), said.get("interval")
    if interval:
        every = _every(interval)
        return (f"{every} from {start} to {said['stop']}", zone) if start and "stop" in said else (every, None)
    clock = _CLOCK.fullmatch(start) if start else None
    if clock is None:
        return (f"from {start} to {said['stop']}" if start and "stop" in said else "a timer", zone)
    hour, minute, half, offset = clock.groups()
    hours = int(hour) % 12 + (12 if half.lower() == "p" else 0) if half else int(hour)
    return f"{int(minute or 0)} {hours} * * {','.join(dict.fromkeys(days)) or '*'}", zone or offset or "UTC"


_WEEKDAY = regex(r"\b(sun|mon|tue|wed|thu|fri|sat)[a-z]*day\b")
_INLINE = regex(r"(\w+):\s*(\"[^\"]*\"|'[^']*'|[^,{}]+)")


def _every(duration: str) -> str:
    """``24h`` as ``every 1 day``, ``90m`` as ``every 90 minutes``; what is written otherwise as it is."""
    match = _DURATION.fullmatch(duration)
    if match is None:
        return f"every {duration}"
    count, unit = int(match.group(1)), "hour" if match.group(2) == "h" else "minute"
    for larger, size in (("hour", 60), ("day", 24), ("week", 7)):
        if unit == {"hour": "minute", "day": "hour", "week": "day"}[larger] and count and count % size == 0:
            count, unit = count // size, larger
    return f"every {count} {unit}{'' if count == 1 else 's'}"
