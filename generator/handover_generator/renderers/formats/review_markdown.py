"""What a change does, as one sticky comment for a pull request.

Empty when there is nothing to say: then there must be no comment. Otherwise below 60,000 characters (forges cut at 65,536): sections are
shortened from the bottom up, in a fixed order, and each says how much it left out. Nobody is mentioned, nothing of the repository is a
link, and the hidden marker in the first line lets the next run find its own comment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from handover_generator import __version__
from handover_generator.model.comparison import Comparison, ScriptChange
from handover_generator.model.findings import Gap
from handover_generator.model.inventory import Inventory
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats._review import (
    Line,
    became_worse,
    behaviour,
    headline,
    knowing,
    lists_line,
    needs,
    told_once,
    warnings,
    worth_acting,
)
from handover_generator.renderers.formats._words import ask_words, count
from handover_generator.textgate import clip, to_gh_comment, to_md_code

MARKER = "<!-- handover-review -->"
BUDGET = 60_000
_LONGEST_CELL = 400
_NAMED = 8  # scripts named in the first lines
_SIZES = (100, 40, 15, 6, 2)  # rows per section, tried from the left until the comment fits


def _render(comparison: Comparison) -> str:
    if not comparison.says_something:
        return ""
    for most in _SIZES:
        text = _comment(comparison, most)
        if len(text) < BUDGET:
            return text
    return _short(comparison)


def _comment(comparison: Comparison, most: int) -> str:
    sections = (
        _top(comparison),
        _act(comparison, most),
        _behaviour(comparison, most),
        _stale(comparison, most),
        _details(comparison, most),
        _foot(comparison),
    )
    return "\n\n".join(section for section in sections if section) + "\n"


def _short(comparison: Comparison) -> str:
    return (
        "\n\n".join((_top(comparison), "Too much changed to list it here; `handover review` prints all of it.", _foot(comparison))) + "\n"
    )


def _prose(text: str) -> str:
    return to_gh_comment(clip(text, _LONGEST_CELL))


def _code(text: str, *, cell: bool = False) -> str:
    return to_md_code(clip(text, _LONGEST_CELL), cell=cell)


def _top(comparison: Comparison) -> str:
    gate = f" · {_prose(comparison.gate)}" if comparison.gate else ""
    stop = "".join(f"\n\n**{heading}:** {_named(found)}" for heading, found in warnings(comparison))
    return f"{MARKER}\n**handover: {_prose(headline(comparison))}**{gate}{stop}"


def _named(found: Sequence[tuple[str, str]]) -> str:
    rest = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return ", ".join(f"{_code(path)} ({_prose(what)})" for path, what in found[:_NAMED]) + rest


def _act(comparison: Comparison, most: int) -> str:
    gaps = worth_acting(comparison.gaps_new)
    if not gaps:
        return ""
    rows = [_gap_row(comparison.after.inventory, gap, others) for gap, others in gaps[:most]]
    head = ["### Act on this", "", "| risk | script | what is missing | who can answer | next step |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *rows, *_rest(len(gaps), most)])


def _gap_row(inventory: Inventory, gap: Gap, others: Sequence[str]) -> str:
    script = inventory.by_path.get(gap.subject)
    people = [gap.ask] if gap.ask else []
    if script is not None:
        verdict_ask = [knower.person for knower in script.history.knowers if knower.present][:2]
        people = list(dict.fromkeys([*people, *verdict_ask]))[:2]
    who = ", ".join(_code(ask_words(inventory, [person]), cell=True) for person in people) or "nobody known"
    where = _code(str(gap.at), cell=True) + _same_in(others, cell=True)
    cells = (f"**{gap.severity.word}** {gap.rule}", where, _prose(gap.message), who, _code(gap.action, cell=True))
    return f"| {' | '.join(cells)} |"


def _behaviour(comparison: Comparison, most: int) -> str:
    touched = [change for change in comparison.scripts if change.behaviour_changed or change.kind != "changed" or list(needs(change))]
    if not touched:
        return ""
    told = told_once(touched)
    blocks = [_script(change, others, most) for change, others in told[:most]]
    return "\n\n".join(["### What changes in behaviour", *blocks, *_rest(len(told), most)])


def _same_in(others: Sequence[str], *, cell: bool = False) -> str:
    """" (the same in `a.sh`, `b.sh` and 3 more)": other scripts of which the same is to be said."""
    if not others:
        return ""
    rest = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    return f" (the same in {', '.join(_code(path, cell=cell) for path in others[:_NAMED])}{rest})"


def _script(change: ScriptChange, others: Sequence[str], most: int) -> str:
    moved = lists_line(change)
    before = f" (before: {_code(change.old_path)})" if change.old_path else ""
    mark = " ⚠" if became_worse(change) else ""
    kind = "" if change.kind == "changed" else f" {change.kind}"
    head = f"**{_code(change.path)}**{_same_in(others)}{before}{kind}{f': {moved}' if moved else ''}{mark}"
    lines = [*behaviour(change), *needs(change)]
    shown = [_line(line) for line in lines[:most]]
    return "\n".join([head, "", *shown, *_rest(len(lines), most)]) if shown else head


def _line(line: Line) -> str:
    at = f" ({_code(str(line.at))})" if line.at else ""
    trail = f" via {' → '.join(_code(step) for step in line.trail[:8])}" if line.trail else ""
    return f"- `{line.sign}` {_prose(line.text)}{at}{trail}"


def _stale(comparison: Comparison, most: int) -> str:
    stale = [change for change in comparison.scripts if change.stale]
    if not stale:
        return ""
    lines = [f"- {_code(change.path)}: what it does changed, and {_prose(change.stale or '')}" for change in stale[:most]]
    return "\n".join(["### Text may be stale", "", *lines, *_rest(len(stale), most)])


def _details(comparison: Comparison, most: int) -> str:
    parts: list[tuple[str, list[str]]] = [
        (
            f"{count(len(comparison.gaps_fixed), 'gap')} fixed",
            [f"- {_code(gap.subject)}: {_prose(gap.message)} ({gap.rule})" for gap in comparison.gaps_fixed],
        ),
        (
            f"{count(len(comparison.gaps_gone), 'gap')} gone with their scripts",
            [f"- {_code(gap.subject)}: {_prose(gap.message)} ({gap.rule})" for gap in comparison.gaps_gone],
        ),
        ("Not read", [f"- {_code(item.path)}: {_prose(item.reason)}" for item in comparison.unread_new]),
        (
            "Mixed places",
            [f"- new: {_code(place.name)} serves {_prose(', '.join(place.environments))}" for place in comparison.mixed_new]
            + [f"- gone: {_code(place.name)}" for place in comparison.mixed_fixed],
        ),
        (
            "Who knows it",
            [
                f"- {_code(change.path)}: {_prose('; '.join(line.text for line in knowing(change)))}"
                for change in comparison.scripts
                if list(knowing(change))
            ]
            + ([f"- truck factor {comparison.truck_factor[1]}, before {comparison.truck_factor[0]}"] if comparison.truck_factor else []),
        ),
    ]
    told = [(title, lines) for title, lines in parts if lines]
    if not told:
        return ""
    body = _joined(told, lambda lines: [*lines[:most], *_rest(len(lines), most)])
    return f"<details><summary>{', '.join(title.lower() for title, _ in told)}</summary>\n\n{body}\n\n</details>"


def _joined(parts: Sequence[tuple[str, list[str]]], shorten: Callable[[list[str]], list[str]]) -> str:
    return "\n\n".join("\n".join([f"**{title}**", "", *shorten(lines)]) for title, lines in parts)


def _rest(total: int, shown: int) -> Iterator[str]:
    if total > shown:
        yield f"\n… and {total - shown} more; `handover review` prints all of them."


def _foot(comparison: Comparison) -> str:
    commit = comparison.after.inventory.repository.commit
    base = comparison.before.inventory.repository.commit
    span = f"{(base or 'nothing')[:10]} → {(commit or 'work tree')[:10]}"
    return f"<sub>handover {__version__}, `{span}`. Read from the code, nothing was run. Not found is not the same as not there.</sub>"


FORMAT = Format(name="markdown", command="review", render=_render)
