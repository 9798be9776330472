"""Dockerfiles, and recipes of images under other names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from handover_generator.analysis.image_files import ImageFiles, copied, filled, is_recipe, settings
from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines
from handover_generator.sources._starters.kind import StarterKind
from handover_generator.sources._starters.names import Mention, Names

_INSTRUCTION = regex(r"\s*(FROM|RUN|CMD|ENTRYPOINT|COPY|ADD|HEALTHCHECK|ONBUILD|SHELL|ENV|ARG|LABEL|USER|WORKDIR|EXPOSE|VOLUME)\b",
                     re.IGNORECASE)
_RECIPE_TEXT = regex(r"(?:[ \t]*(?:#.*)?\n|ARG[ \t].*\n)*FROM[ \t]+(?:--platform=\S+[ \t]+)?[\w$./{}@:-]+(?:[ \t]+AS[ \t]+\S+)?[ \t]*\n"
                     r"(?:.*\n)*?(?:RUN|CMD|COPY|ENTRYPOINT|WORKDIR|ENV|USER)[ \t]", re.IGNORECASE)


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


def _fits(path: str, text: str) -> bool:
    return is_dockerfile(path) or is_recipe_text(path, text)


def _mentions(path: str, text: str, names: Names) -> Iterator[Mention]:
    found = image_mentions(path, text, names.images) if names.images is not None else ()
    return (Mention(candidate, offset, "path") for candidate, offset in found if candidate in names.candidates)


STARTER = StarterKind(fits=_fits, read=read_dockerfile, mentions=_mentions)
