"""Resources and jobs that state their time beside what they run: the ``cron`` of Puppet and Chef, jobs of platforms, ``every`` of Whenever."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines, unquoted

_MAX = 40                          # lines of a block that are looked at on either side
_FIELDS = (("minute",), ("hour",), ("monthday", "day"), ("month",), ("weekday",))
_FIELD = regex(r"\b(minute|hour|monthday|day|month|weekday|special|time)\s*(?:=>|\s)\s*[\[:]?\s*([\"']?)([^\s\"',}\]]+)\2")
_PUPPET = regex(r"\s*@{0,2}cron\s*\{")
_CHEF = regex(r"\s*cron(?:_d)?\s+[\"'(].*\bdo\s*(?:\|.*)?\Z")
_EVERY = regex(r"\s*every\s*\(?\s*(.+?)\s*\)?\s+(?:do|\{)\s*(?:\|.*)?\Z")
_CRON = r"(?:[\d*][\d*,/LW?-]*(?:\s+[\dA-Za-z*#?][\w*,/#?-]*){4,5}|@\w+(?:\s+\d+[smhd]+)?|H[\dH*,/() -]+)"
_STATED = regex(r"\s*+(?:-\s++)?[{,\s]*+[\"']?(?:schedules?|cron|crontab|spec|cron_restart|cron_schedule|schedule_expression|frequency)[\"']?"
                rf"\s*[:=]\s*[\"']?({_CRON})[\"']?\s*,?\s*(?:#.*)?\Z")
_UWSGI = regex(r"\s*(?:unique-)?cron\s*=\s*((?:-?\d+\s+){5})\S")
_SECTION = regex(r"\s*\[\[?[^\[\]]+\]\]?\s*\Z")


def resource_of_cron(lines: Lines, number: int) -> Context | None:
    """The times of the ``cron`` resource of Puppet or Chef, or of Whenever's ``every``, that a line lies in; None in no such block."""
    for at in range(number, max(0, number - _MAX), -1):
        row = lines.row(at)
        if (every := _EVERY.match(row)) and at < number:
            return Context("cron", (f"every {every.group(1)}",), None, "whenever")
        if _PUPPET.match(row) or _CHEF.match(row):
            end = "}" if "{" in row else "end"
            last = next((one for one in range(at, number + _MAX) if lines.row(one).rstrip().endswith(end)), number)
            block = "\n".join(lines.row(one) for one in range(at, last + 1))
            return Context("cron", (_times(block),), None, "puppet" if end == "}" else "chef") if last >= number else None
        if at < number and row[:1] in ("}", "e") and row.strip() in ("}", "end"):
            return None
    return None


def _times(block: str) -> str:
    stated = {name: value.removeprefix(":") for name, _, value in _FIELD.findall(block)}
    by_word = stated.get("special") or stated.get("time")
    return f"@{by_word}" if by_word else " ".join(next((stated[name] for name in names if name in stated), "*") for names in _FIELDS)


def stated_beside(lines: Lines, number: int) -> str | None:
    """The cron expression that a job of YAML, JSON, INI or TOML states beside the line that says what it runs, or uWSGI on
    it (-1 is any, -5 every fifth); None where it states none."""
    if (row := _UWSGI.match(lines.row(number))) is not None:
        return " ".join("*" if field == "-1" else field.replace("-", "*/") for field in row.group(1).split())
    found = [match.group(1) for at in _job(lines, number) if (match := _STATED.match(lines.row(at))) is not None]
    return " ".join(unquoted(found[0]).split()) if found else None


def _job(lines: Lines, number: int) -> Sequence[int]:
    """The lines of the mapping or section that holds a line, as its indentation or its brackets tell."""
    width = _column(lines.row(number))
    return [*_reach(lines, number, -1, width), *_reach(lines, number, 1, width)]


def _reach(lines: Lines, number: int, step: int, width: int) -> list[int]:
    found: list[int] = []
    begun = step < 0 and lines.row(number).lstrip().startswith("- ")      # the line is the first of an item itself
    for at in range(number + step, number + step * _MAX, step):
        row = lines.row(at)
        column = _column(row)
        if begun or not row.strip() or column < width or _SECTION.match(row) or row.strip()[0] in "{}":
            break
        item = column == width and row.lstrip().startswith("- ")
        if item and step > 0:
            break
        if column == width:
            found.append(at)
        begun = item
    return found


def _column(row: str) -> int:
    """Where a key begins: ``- key:`` two columns behind its dash."""
    start = len(row) - len(row.lstrip())
    return start + 2 if row[start:start + 2] == "- " else start


def read_jobs(read: Callable[[str, Lines], Callable[[int], Context | None]]) -> Callable[[str, Lines], Callable[[int], Context | None]]:
    """A reader of configuration that also looks for the time which a job states beside what it runs."""

    def reader(path: str, lines: Lines) -> Callable[[int], Context | None]:
        context_of = read(path, lines)

        def context(number: int) -> Context | None:
            context = context_of(number)
            built = context is not None and context.detail.lower().startswith("build")      # once, before the clock has a say
            schedule = stated_beside(lines, number) if context is not None and not context.schedules and not built else None
            return Context("cron", (schedule,), None, context.detail) if context is not None and schedule else context

        return context

    return reader
