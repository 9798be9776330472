"""The grammar of access paths: text to segments.

``pkg.mod.name`` names, ``()`` result of a call, ``[]`` any item, ``.x`` member, ``.x_*`` member by glob, ``.*`` any member, ``.**``
anything below, ``@await``, ``@enter``, ``@iter``, ``@sub`` a subclass, ``@inst`` an instance of a class, ``{a,b}`` either. The head is a
type of the same entry, ``lib:Type`` of another one, or a top-level package. ``x[k] = v`` and ``del x[k]`` are ``x.__setitem__()`` and
``x.__delitem__()``.
"""

from __future__ import annotations

from itertools import repeat
from operator import contains

from handover_generator.records import record
from handover_generator.regexes import regex

DEEP = "**"
MARKS = frozenset({"@await", "@enter", "@iter", "@sub", "@inst"})
MAX_ALTERNATIVES = 400

_HEAD = regex(r"(?:(?P<lib>[a-z][\w.-]*):)?(?P<name>[A-Za-z_]\w*)")
_PIECE = regex(r"\.(?P<member>\*\*|[\w*]+)|(?P<call>\(\))|(?P<item>\[\])|(?P<mark>@[a-z]+)")
_BRACES = regex(r"\{([^{}]*)\}")


class PathError(ValueError):
    """The text is not an access path; the message says why."""


@record(frozen=True, slots=True)
class AccessPath:
    """One path without alternatives. ``lib`` is set for a type of another entry (``lib:Type``)."""

    lib: str | None
    head: str
    segments: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Smaller is more specific: no ``**``, then no ``.*``, then no glob, then longer."""
        deep, any_member = self.segments.count(DEEP), self.segments.count("*")
        globs = sum(map(contains, self.segments, repeat("*"))) - deep - any_member
        return deep, any_member, globs, -len(self.segments)


def expand(text: str) -> list[str]:
    """The texts that ``{a,b}`` groups stand for, in order.

    Raises:
        PathError: a brace without its partner, or too many alternatives.
    """
    if "{" not in text and "}" not in text:
        return [text]
    done: list[str] = []
    waiting = [text]
    while waiting:
        current = waiting.pop(0)
        found = _BRACES.search(current)
        if found is None:
            if "{" in current or "}" in current:
                raise PathError("a brace has no partner")
            done.append(current)
            continue
        waiting[:0] = [current[:found.start()] + option.strip() + current[found.end():] for option in found.group(1).split(",")]
        if len(waiting) + len(done) > MAX_ALTERNATIVES:
            raise PathError(f"stands for more than {MAX_ALTERNATIVES} paths")
    return done


def read_path(text: str) -> AccessPath:
    """One path without braces.

    Raises:
        PathError: the text does not follow the grammar.
    """
    head = _HEAD.match(text)
    if head is None:
        raise PathError("a path starts with a package or a type name")
    segments: list[str] = []
    at = head.end()
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            raise PathError(f"cannot read '{text[at:at + 20]}' (after '{text[:at]}')")
        if piece["mark"] is not None and piece["mark"] not in MARKS:
            raise PathError(f"'{piece['mark']}' is none of {', '.join(sorted(MARKS))}")
        if segments and segments[-1] == DEEP:
            raise PathError("nothing can follow '.**'")
        member = piece["member"]
        if member is not None and member != DEEP and ("**" in member or member[0].isdigit()):
            raise PathError(f"'{member}' is not a member name")
        segments.append(str(member or piece["call"] or piece["item"] or piece["mark"]))
        at = piece.end()
    return AccessPath(head["lib"], head["name"], tuple(segments))


def read_paths(text: str) -> list[AccessPath]:
    """All paths a text with braces stands for.

    Raises:
        PathError: the text does not follow the grammar.
    """
    return [read_path(one) for one in expand(text)]
