"""Dockerfiles, compose files, Kubernetes objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from handover_generator.analysis.image_files import ImageFiles, copied, filled, is_recipe, settings
from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines, enclosing_keys, unquoted

_COMPOSE = regex(r"(?:\A|/)(?:docker-|podman-)?(?:[\w-]+[._-])?compose(?:[._-][\w.-]+)?\.ya?ml\Z", re.IGNORECASE)
_INSTRUCTION = regex(r"\s*(FROM|RUN|CMD|ENTRYPOINT|COPY|ADD|HEALTHCHECK|ONBUILD|SHELL|ENV|ARG|LABEL|USER|WORKDIR|EXPOSE|VOLUME)\b",
                     re.IGNORECASE)
_RECIPE_TEXT = regex(r"(?:[ \t]*(?:#.*)?\n|ARG[ \t].*\n)*FROM[ \t]+(?:--platform=\S+[ \t]+)?[\w$./{}@:-]+(?:[ \t]+AS[ \t]+\S+)?[ \t]*\n"
                     r"(?:.*\n)*?(?:RUN|CMD|COPY|ENTRYPOINT|WORKDIR|ENV|USER)[ \t]", re.IGNORECASE)
_TIMED = ("CronJob", "CronWorkflow")
_OBJECT = regex(r"^kind:\s*['\"]?(\w+)", re.MULTILINE)


def is_dockerfile(path: str) -> bool:
    """Whether a path is a recipe of a container image."""
    return is_recipe(path)


def is_recipe_text(path: str, text: str) -> bool:
    """Whether a file without suffix is such a recipe by what stands in it, whatever it is called (``docker/prod``)."""
    return "." not in path.rpartition("/")[2] and _RECIPE_TEXT.match(text) is not None


def read_dockerfile(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The instruction each line belongs to, continued lines included."""
    owner: list[str] = []
    word, continued = "", False
    for row in lines.rows:
        match = _INSTRUCTION.match(row)
        if match and not continued:
            word = match.group(1).upper()
        owner.append(word)
        continued = row.rstrip().endswith("\\") or (continued and (row.lstrip().startswith("#") or not row.strip()))

    def context(number: int) -> Context | None:
        instruction = owner[number - 1]
        return Context("dockerfile", detail=instruction) if instruction not in ("LABEL", "FROM", "") else None

    return context


_FROM_VARIABLE = regex(r"(?<![\w.$}/~-])\$(?:\{\w+\}|\w+)(?:/[\w.+-]+)+")
_ABSOLUTE = regex(r"(?<![\w.$}/~:-])/[\w.+-]+(?:/[\w.+-]+)*")


def image_mentions(path: str, text: str, images: ImageFiles) -> Iterator[tuple[str, int]]:
    """(repository path, offset) of every file that a recipe copies into its image by name, and of every path inside it that lies there."""
    for copy in copied(path, text):
        source = images.source(copy)
        offset = text.find(copy.written)
        if source is not None and offset >= 0:
            yield source, offset
    for match in _ABSOLUTE.finditer(text):
        inside = images.find(match.group(0), path) or images.find(match.group(0))      # its own, or one of an image it builds on
        if inside is not None:
            yield inside, match.start()
    known = settings(text)
    for match in _FROM_VARIABLE.finditer(text) if known else ():                       # RUN bash ${BUILD_DIR}/install.sh
        place = filled(match.group(0), known)
        inside = images.find(place, path) or images.find(place) if place.startswith("/") else None
        if inside is not None:
            yield inside, match.start()


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


def is_kubernetes(path: str, text: str) -> bool:
    """Whether a YAML text holds a Kubernetes object, plain or as a Helm template."""
    return path.endswith((".yaml", ".yml", ".tpl")) and "apiVersion:" in text and bool(_OBJECT.search(text))


def read_kubernetes(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """Kind and name of the object each line belongs to; the schedule and time zone of what runs by the clock."""
    documents: list[tuple[int, Context]] = []
    start = 1
    for piece in re.split(r"^---.*$", lines.text, flags=re.MULTILINE):
        kind = _OBJECT.search(piece)
        name = re.search(r"^metadata:\s*\n(?:[ \t]+.*\n)*?[ \t]+name:\s*(.+)", piece, re.MULTILINE)
        label = " ".join(part for part in (kind.group(1) if kind else "", unquoted(name.group(1)) if name else "") if part)
        schedule = re.search(r"^\s+schedules?:\s*(?:\n\s+-\s+)?(.+)", piece, re.MULTILINE) if kind and kind.group(1) in _TIMED else None
        zone = re.search(r"^\s+time[zZ]one:\s*(.+)", piece, re.MULTILINE) if schedule else None
        documents.append((start,
                          Context("k8s", (unquoted(schedule.group(1)),) if schedule else (), unquoted(zone.group(1)) if zone else None,
                                  label)))
        start += piece.count("\n")

    def context(number: int) -> Context | None:
        return next((found for first, found in reversed(documents) if first <= number), None)

    return context
