"""Lists of what a Debian package installs: programs, hooks, and what cron runs from its folders (``contrib/night.sh => /etc/cron.daily/shop``)."""

from __future__ import annotations

from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines
from handover_generator.sources._starters.kind import StarterKind
from handover_generator.sources._starters.times import folder_named

_LIST = regex(r"(?:\A|/)debian/(?:[\w.+-]+\.)?install\Z")
_RUN_FROM = regex(r"(?:\A|/)s?bin(?:/|\Z)|\Aetc/init\.d(?:/|\Z)|\Aetc/(?:\S+/)?[\w-]+\.d(?:/|\Z)")
_NO_PROGRAMS = regex(r"\Aetc/(?:\S+/)?(?:logrotate|modprobe|modules-load|sysctl|tmpfiles|sysusers|sources\.list|preferences|conf|apt\.conf|"
                     r"bash_completion|cron)\.d(?:/|\Z)")
"""Folders of settings and of crontabs, in which no program lies."""


def is_install_list(path: str) -> bool:
    """Whether a path is that of such a list."""
    return _LIST.search(path) is not None


def read_install_list(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """What each line puts where something runs it."""

    def context(number: int) -> Context | None:
        words = lines.row(number).split()
        if len(words) < 2 or words[0].startswith("#"):         # one word alone: the package puts it where it lies here
            return None
        place = words[-1].lstrip("/")
        if (schedule := folder_named("/" + place)) is not None:
            return Context("cron", (schedule,), detail="by its folder")
        if _RUN_FROM.search(place) is None or _NO_PROGRAMS.search(place) is not None:
            return None
        return Context("package", detail=f"installed in /{place}")

    return context


STARTER = StarterKind(fits=lambda path, text: is_install_list(path), read=read_install_list, order=40)
