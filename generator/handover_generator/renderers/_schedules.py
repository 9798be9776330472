"""Schedules in words. Cron is never parsed by hand: cron-descriptor knows its dialects."""

from __future__ import annotations

from functools import lru_cache

from cron_descriptor import Options, get_description  # type: ignore[import-untyped]

from handover_generator.regexes import regex

_FIELDS = regex(r"[0-9A-Za-z*/,\-?#]+(?:\s+[0-9A-Za-z*/,\-?#]+){4,6}\Z")
_EVERY = regex(r"every \d[\w. ]*\Z")
_ONE = regex(r"(\b1 (?:second|minute|hour|day))s\b")
_NAMED = {
    "@yearly": "Once a year, on 1 January at 00:00",
    "@annually": "Once a year, on 1 January at 00:00",
    "@monthly": "Once a month, on the first day at 00:00",
    "@weekly": "Once a week, on Sunday at 00:00",
    "@daily": "Every day at 00:00",
    "@midnight": "Every day at 00:00",
    "@hourly": "At the start of every hour",
    "@reboot": "Each time the machine starts",
}


@lru_cache(maxsize=4096)
def in_words(expression: str) -> str | None:
    """``0 3 * * *`` as ``At 03:00, every day``; None for text that is no cron expression (a calendar text speaks for itself)."""
    named = _NAMED.get(expression.strip().lower())
    if named:
        return named
    if _EVERY.match(expression.strip()):
        return f"E{expression.strip()[1:]}"
    if not _FIELDS.match(expression.strip()):
        return None
    options = Options()
    options.use_24hour_time_format = True
    options.verbose = True
    try:
        return _ONE.sub(r"\1", str(get_description(expression.strip(), options)))
    except Exception:
        # The library raises its own and built-in errors on odd fields; whatever it is, the expression itself is still shown.
        return None
