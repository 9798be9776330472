"""Settings of Django: ``settings.NAME`` is what the project's settings module says, as far as that is text.

Settings differ from place to place, so no branch is decided by them: only the text is kept, for targets and for dotted names of classes, and
what was made by calling something outside, such as the client of a store.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.values import Api, Str, Value, Values
from handover_generator.model.text import Hole, Text
from handover_generator.model.tracing import Reads
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine

SETTINGS = "django.conf.settings"
_NAMED = regex(r"DJANGO_SETTINGS_MODULE[\"']\s*,\s*[\"']([\w.]+)[\"']")
_NAMING = r"(?:\A|/)(?:manage|wsgi|asgi|celery)\.py\Z"


class Settings:
    """The settings modules that the starters of a project name."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._read: tuple[list[str], Reads] | None = None

    def text(self, name: str) -> Text | None:
        """The one text that stands under a name, or None. Environment variables in it are plain holes: Django reads them, not the script."""
        found = {value.text: None for value in self._values(name) if isinstance(value, Str)}
        if len(found) != 1:
            return None
        return Text.of(*(Hole("unknown", part.name) if isinstance(part, Hole) else part for part in next(iter(found)).parts))

    def made(self, name: str) -> Values:
        """What stands under a name, where all of it was made by something outside that the catalogue knows; else nothing."""
        found = tuple(dict.fromkeys(self._values(name)))
        return found if all(isinstance(value, Api) and "()" in value.path and value.state for value in found) else ()

    def _values(self, name: str) -> Iterator[Value]:
        for path in self._paths() if name.isupper() else ():
            module = self.engine.program.load(path)
            if module is not None:
                self.engine.ensure(module)
                yield from module.cell.names.get(name, ())

    def _paths(self) -> list[str]:
        if self._read is None:
            outer = self.engine.tools.reads
            self.engine.tools.reads = Reads()
            self._read = self._named(), self.engine.tools.reads
            self.engine.tools.reads = outer
        self.engine.tools.reads.add(self._read[1])
        return self._read[0]

    def _named(self) -> list[str]:
        paths: dict[str, None] = {}
        files = self.engine.tools.files
        for path in files.like(_NAMING):
            for dotted in _NAMED.findall(files[path].text or ""):
                base = posixpath.join(posixpath.dirname(path), dotted.replace(".", "/"))
                top = dotted.replace(".", "/")
                paths |= dict.fromkeys(one for stem in (base, top) for one in (stem + ".py", stem + "/__init__.py") if one in files)
        return list(paths)
