"""Rows that go with a deleted one, by the names of their models: what Django deletes with the rows it points to (``on_delete=CASCADE``), and what
a relationship of SQLAlchemy says (``cascade="all, delete-orphan"``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from handover_generator.analysis._phrases import with_target
from handover_generator.languages._python.announce import CLASS
from handover_generator.languages._python.hanging_text import HANGS, USER, hanging

if TYPE_CHECKING:
    from handover_generator.languages._python.rows import Rows
    from handover_generator.languages._python.values import Api
    from handover_generator.model.rows import ApiRow

_HANGS_ON = " and what hangs on "
_MOST_STEPS = 4
_MOST_NAMED = 3
_MOST_MODELS = 60


def with_hanging(frame: Rows, row: ApiRow, receiver: Api, what: str, target: str | None) -> tuple[str, tuple[str, ...]]:
    """What deleting rows does in words, with the models of which rows go with them where those are known (``deletes rows in Customer, and with them
    rows of Order and Line``); the words of the catalogue where not. And all those models, the nearest first.
    """
    done, takes_along, _ = what.partition(_HANGS_ON)
    if target is None or not (takes_along or (row.lib == "sqlalchemy" and "instance" in row.target)) or not target.isidentifier():
        return what, ()
    known = receiver.model.linear() if receiver.model is not None and receiver.model.name == target else ()
    gone = list(_gone_with(frame, {cls.name: cls.module.path for cls in known} or {target: ""}))
    if not gone:
        return what, ()
    named = gone if len(gone) <= _MOST_NAMED + 1 else [*gone[:_MOST_NAMED], f"{len(gone) - _MOST_NAMED} more models"]
    said = f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]
    return f"{with_target(done, target)}, and with {'them' if done.endswith('rows') else 'it'} rows of {said}", tuple(gone)


def _gone_with(frame: Rows, names: dict[str, str]) -> Iterator[str]:
    """The models of which rows go with those of a model, the nearest first. ``names``: its own and those of its parents, each with its file."""
    seen, level = set(names), names
    for _ in range(_MOST_STEPS):
        below: dict[str, str] = {}
        for name, own in level.items():
            for owner in (name, USER) if _is_user(frame, name) else (name,):
                for path, dependent in _pairs(frame, owner, own):
                    below.setdefault(dependent, path)
        level = {name: path for name, path in below.items() if name not in seen}
        seen.update(level)
        yield from level
        if not level or len(seen) > _MOST_MODELS:
            return


def _pairs(frame: Rows, name: str, own: str) -> Iterator[tuple[str, str]]:
    """The models that hang on one of a name, each with the file that says so. Of several with that name only what stands beside it is known to be
    of this one.
    """
    several = len(frame.tools.announcers(CLASS + name)) > 1
    for path in dict.fromkeys(frame.tools.announcers(HANGS + name)):
        if not several or path == own:
            yield from ((path, dependent) for owner, dependent in _hanging(frame.tools.files[path].text or "") if owner == name)


def _is_user(frame: Rows, name: str) -> bool:
    """Whether a model is the one of the users of a project of Django."""
    said = frame.engine.settings.text(USER) if frame.tools.announcers(HANGS + USER) else None
    return said is not None and (said.literal or "").rpartition(".")[2] == name


@lru_cache(maxsize=512)
def _hanging(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(hanging(text))
