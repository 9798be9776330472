"""What the formats of ``leave`` say, as plain text; each format puts it through its own gate."""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.leaving import LeavingPack
from handover_generator.renderers.formats._words import count

_PATHS = 5


def top_line(pack: LeavingPack) -> str:
    """ "12 scripts get worse, 3 of them known to nobody then, 40 questions open". Where history is cut, that no number is an answer."""
    if pack.unclear and not any(script.gets_worse for script in pack.scripts) and not pack.also_known:
        return (f"History is cut, so nothing can be said about what gets worse ({count(len(pack.unclear), 'script')}), "
                f"{count(pack.open_questions, 'question')} open: fetch the whole history "
                "(git fetch --unshallow, in CI fetch-depth: 0) and run again.")
    worse = [script for script in pack.scripts if script.gets_worse]
    last = sum(script.last_knower for script in worse)
    nobody = f", {last} of them known to nobody then" if last else ""
    unclear = f" History is cut: of {count(len(pack.unclear), 'script')} nothing can be said." if pack.unclear else ""
    return f"{count(len(worse), 'script gets', 'scripts get')} worse{nobody}, {count(pack.open_questions, 'question')} open.{unclear}"


def owned_words(pack: LeavingPack) -> Iterator[tuple[str, str]]:
    """Where the person is named as owner of scripts that get no worse: the file and line to change, and the scripts."""
    found: dict[str, list[str]] = {}
    for script in pack.owned_only:
        found.setdefault(str(script.owned_at or "no line is recorded"), []).append(script.path)
    for at, paths in sorted(found.items()):
        rest = f" and {len(paths) - _PATHS} more" if len(paths) > _PATHS else ""
        yield at, f"{count(len(paths), 'script')}: {', '.join(sorted(paths)[:_PATHS])}{rest}"


def owned_heading(pack: LeavingPack) -> str:
    """What the lines of ``owned_words`` are about."""
    return f"Named as owner of {count(len(pack.owned_only), 'script that gets', 'scripts that get')} no worse; name somebody else"
