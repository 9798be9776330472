"""Compose files: services, and what each starts."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines, enclosing_keys
from handover_generator.sources._starters.kind import StarterKind

_COMPOSE = regex(r"(?:\A|/)(?:docker-|podman-)?(?:[\w-]+[._-])?compose(?:[._-][\w.-]+)?\.ya?ml"
                 r"(?:\.(?:j2|jinja2?|erb|in|tmpl|tpl|template|dist|example|sample))?\Z", re.IGNORECASE)


def is_compose(path: str) -> bool:
    """Whether a path is a compose file by its name."""
    return bool(_COMPOSE.search(path))


def read_compose(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The service and the key (command, entrypoint, volumes, healthcheck) of each line."""

    def context(number: int) -> Context | None:
        keys = [key for key, _ in enclosing_keys(lines, number)]
        if "services" in keys:
            keys = keys[keys.index("services") + 1:]
        service = keys[0] if keys else ""
        part = next((key for key in keys[1:] if key in ("command", "entrypoint", "volumes", "healthcheck", "environment", "build",
                                                        "configs")), "")
        return Context("compose", detail=f"service {service}" + (f", {part}" if part and part != "command" else "") if service else "")

    return context


STARTER = StarterKind(fits=lambda path, text: is_compose(path), read=read_compose)
