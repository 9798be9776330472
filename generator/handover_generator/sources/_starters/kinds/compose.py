"""Compose files: services, and what each starts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines, enclosing_keys
from handover_generator.sources._starters.kind import StarterKind
from handover_generator.sources._starters.names import Mention, Names

_COMPOSE = regex(r"(?:\A|/)(?:docker-|podman-)?(?:[\w-]+[._-])?compose(?:[._-][\w.-]+)?\.ya?ml"
                 r"(?:\.(?:j2|jinja2?|erb|in|tmpl|tpl|template|dist|example|sample))?\Z", re.IGNORECASE)

_RELATIVE = regex(r"(?<![\w./$}-])(?:(?:\./)?((?:[\w-]++/)*[\w-]++\.(?:sh|bash|py|rb|pl|js))(?![\w.-])|\./((?:[\w.-]++/)*[\w-]++)(?![\w/.:-]))")
"""A program by a name that counts from the folder in which it is started."""
_BUILD = regex(r"\s*(?:build|context):[ \t]*[\"']?([^\s\"'#{$]+)")
_STARTED = frozenset({"command", "entrypoint", "healthcheck"})


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


def in_the_image(path: str, text: str, names: Names) -> Iterator[Mention]:
    """What a service starts by a name that counts from the folder its image is built of: ``build: worker``, ``command: ./start.sh``."""
    if "build" not in text:
        return
    lines = Lines(text)
    for number, row in enumerate(lines.rows, 1):
        for match in _RELATIVE.finditer(row) if not row.lstrip().startswith("#") else ():
            folder = _built_of(lines, number)
            name = match.group(1) or match.group(2)
            found = posixpath.normpath(posixpath.join(posixpath.dirname(path), folder, name)) if folder is not None else ""
            if found in names.candidates:
                yield Mention(found, lines.starts[number - 1] + match.start(1 if match.group(1) else 2), "path")


def _built_of(lines: Lines, number: int) -> str | None:
    """The folder from which the image of a service is built that starts something on a line; None for any other line."""
    keys = enclosing_keys(lines, number)
    names = [key for key, _ in keys]
    if not _STARTED.intersection(names[1:]):
        return None
    place = names.index("services") + 1 if "services" in names else 0
    if place >= len(keys) - 1:
        return None
    first = keys[place][1]
    outside = len(lines.row(first)) - len(lines.row(first).lstrip())
    for row in lines.rows[first:]:
        if row.strip() and not row.lstrip().startswith("#") and len(row) - len(row.lstrip()) <= outside:
            return None
        if (built := _BUILD.match(row)) is not None:
            return built.group(1)
    return None


STARTER = StarterKind(fits=lambda path, text: is_compose(path), read=read_compose, mentions=in_the_image)
