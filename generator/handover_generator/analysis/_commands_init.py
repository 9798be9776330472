"""Scripts that start and stop a service, run by their path: ``/etc/init.d/nginx restart``."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

_FOLDER = regex(r"/(?:(?:usr|opt)/local/)?etc/(?:rc\.d/)?(?:init|rc)\.d/")
_NAMED_SO = regex(r"(?i)(?:\A|_)(?:rc|rcd|init|initd)(?:_|\Z)")
_VERBS = frozenset(("start", "stop", "restart", "reload", "force-reload", "condrestart", "try-restart", "status", "enable", "disable", "onestart",
                    "onestop", "onerestart", "forcestop"))


def in_init_folder(path: str) -> bool:
    """Whether a path is that of such a script."""
    return path.startswith("/") and _FOLDER.fullmatch(path[:path.rstrip("/").rfind("/") + 1]) is not None


def init_script(words: Sequence[Text]) -> Text | None:
    """The service whose script a command runs that is not literal; None for any other: ``/etc/init.d/$1 restart``, and ``$RC_DIR/nginx restart``
    where the folder is a variable that is named after it.
    """
    first = words[0]
    if len(words) < 2 or len(first.parts) < 2:
        return None
    folder, behind = first.parts[0], first.parts[1]
    if isinstance(folder, str):
        return Text.of(*first.parts[1:]) if _FOLDER.fullmatch(folder) else None
    if len(words) > 2 or words[1].literal not in _VERBS or not isinstance(folder, Hole) or _NAMED_SO.search(folder.name) is None:
        return None
    name = Text.of(behind[1:], *first.parts[2:]) if isinstance(behind, str) and behind.startswith("/") else Text()
    return name if name.parts and "/" not in name.render() else None
