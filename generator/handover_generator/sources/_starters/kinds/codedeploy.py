"""AWS CodeDeploy: the hooks of an ``appspec.yml``, and of its Lambda and ECS kin, run while a revision is deployed."""

from __future__ import annotations

from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines, enclosing_keys
from handover_generator.sources._starters.kind import StarterKind

_APPSPEC = regex(r"(?:\A|/)appspec(?:[._-][\w-]+)?\.ya?ml\Z")


def is_appspec(path: str) -> bool:
    """Whether a path is an application specification of CodeDeploy by its name."""
    return bool(_APPSPEC.search(path))


def read_appspec(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The event of the deployment that each line of the hooks belongs to; ``files`` and ``permissions`` start nothing."""

    def context(number: int) -> Context | None:
        keys = [key for key, _ in enclosing_keys(lines, number)]
        return Context("config", detail=f"hook {keys[1]}") if len(keys) > 1 and keys[0].lower() == "hooks" else None

    return context


STARTER = StarterKind(fits=lambda path, text: is_appspec(path), read=read_appspec)
