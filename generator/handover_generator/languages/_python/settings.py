"""Settings of Django: ``settings.NAME`` is what the project's settings module says, as far as that is text or a client of something outside.

Settings differ from place to place, so no branch is decided by them: text is kept for targets and for dotted names of classes, and a client (a
connection that the settings open for all) for what is done through it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.dotted_names import STDLIB
from handover_generator.languages._python.paths import PATH
from handover_generator.languages._python.user_model import own_user_model
from handover_generator.languages._python.values import Api, Inst, Map, Seq, Str, Value, Values
from handover_generator.model.text import Hole, Text
from handover_generator.model.tracing import Reads, noted
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine
    from handover_generator.languages._python.program import ClassInfo

SETTINGS = "django.conf.settings"
_CLASSES = frozenset({"django.conf.LazySettings", "django.conf.Settings", "django.conf.UserSettingsHolder"})
_NAMED = regex(r"DJANGO_SETTINGS_MODULE[\"']\s*,\s*[\"']([\w.]+)[\"']")
_NAMING = r"(?:\A|/)(?:manage|wsgi|asgi|celery)\.py\Z"
_MANAGE = r"(?:\A|/)manage\.py\Z"
# What Django takes where a project says nothing.
_USERS = "AUTH_USER_MODEL"
_STANDARD = {"SESSION_ENGINE": "django.contrib.sessions.backends.db", _USERS: "auth.User"}
_HELD = regex(r"(?:django\.conf\.settings\.([A-Z][A-Z0-9_]*)(?:\[\]|\.(?:get|pop|items|values)\(\))*|"
              r"flask\.(?:current_app|Flask\(\))\.(config)(?:\[\]|\.(?:get|pop|items|values)\(\))+)")
"""What the settings hold under a name, or a thing of many that they hold there."""


def held_setting(path: str) -> str | None:
    """The name under which the settings of a framework hold what a path leads to, where it leads to nothing further; else None."""
    found = _HELD.fullmatch(path) if path.startswith(("django.conf.", "flask.")) else None
    return (found.group(1) or found.group(2)) if found is not None else None


def is_kind_of_settings(info: ClassInfo) -> bool:
    """Whether a class of the repository stands in the place of Django's settings: ``class Configuration(LazySettings)``."""
    return any(base.path in _CLASSES for base in info.external_bases())


def _plain(text: Text) -> Text:
    """A text of the settings: its environment variables are read by Django, not by the script."""
    return Text.of(*(Hole("unknown", part.name) if isinstance(part, Hole) else part for part in text.parts))


class Settings:
    """The settings modules that the starters of a project name."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._read: tuple[list[str], Reads] | None = None

    def text(self, name: str) -> Text | None:
        """The one text that stands under a name, or None. Environment variables in it are plain holes: Django reads them, not the script."""
        found = dict.fromkeys(value.text for value in self._values(name) if isinstance(value, Str))
        if not found and name in _STANDARD:
            own = own_user_model(self.engine) if name == _USERS and next(self._values(name), None) is None else None
            return Text.of(Hole("unknown", name, own or _STANDARD[name]))
        if len(found) != 1:
            return None
        return _plain(next(iter(found)))

    def folder(self, name: str) -> Values:
        """The one path of pathlib that stands under a name: ``BASE_DIR = Path(__file__).resolve().parent``."""
        found = dict.fromkeys(value.made_with for value in self._values(name) if isinstance(value, Api) and value.path == PATH)
        if len(found) != 1 or (text := next(iter(found))) is None:
            return ()
        return (Api(self.engine.path_state, PATH, made_with=_plain(text)),)

    def backends(self, name: str) -> dict[str, str]:
        """The dotted names of classes that a table gives its entries under ``BACKEND``."""
        found: dict[str, str] = {}
        for table in self._values(name):
            for alias, values in table.entries if isinstance(table, Map) else ():
                for backend in (one for entry in values if isinstance(entry, Map) for one in entry.get("BACKEND") or ()):
                    if isinstance(backend, Str) and backend.text.literal:
                        found[alias] = backend.text.literal
        return found

    def clients(self, name: str) -> Values:
        """What stands under a name and talks to something outside, or is an object of the repository; or a table of such."""
        return tuple(dict.fromkeys(value for value in self._values(name) if self._of_use(value)))

    def _of_use(self, value: Value) -> bool:
        if isinstance(value, Map):
            held = [one for values in (*(values for _, values in value.entries), value.rest) for one in values]
        elif isinstance(value, Seq):
            held = [one for values in value.items for one in values]
        else:
            held = [value]
        return bool(held) and all(isinstance(one, Inst) or (isinstance(one, Api) and self._acts(one)) for one in held)

    def _acts(self, value: Api) -> bool:
        """Whether a call's result is known to the catalogue, and as more than a value that was looked up."""
        if "()" not in value.path or not value.state or value.path.partition(".")[0] in STDLIB:
            return False
        return all(row.do != "env" for row in self.engine.tools.api_rows(value.state))

    def _values(self, name: str) -> Iterator[Value]:
        if not name.isupper():
            return
        for path in self._paths():
            module = self.engine.program.load(path)
            if module is not None:
                self.engine.ensure(module)
                yield from module.cell.names.get(name, ())

    def _paths(self) -> list[str]:
        if self._read is None:
            with noted(self.engine.tools) as reads:
                self._read = self._named(), reads
        self.engine.tools.reads.add(self._read[1])
        return self._read[0]

    def of_commands(self) -> dict[str, tuple[str, ...]]:
        """The settings modules that each ``manage.py`` names, by its path."""
        return {path: tuple(found) for path in self.engine.tools.files.like(_MANAGE) if (found := self._named_by(path))}

    def _named(self) -> list[str]:
        return list(dict.fromkeys(found for path in self.engine.tools.files.like(_NAMING) for found in self._named_by(path)))

    def _named_by(self, path: str) -> dict[str, None]:
        """Paths of the settings modules that a starter names."""
        files = self.engine.tools.files
        found: dict[str, None] = {}
        for dotted in _NAMED.findall(files[path].text or ""):
            name = dotted.replace(".", "/")
            stems = (posixpath.join(posixpath.dirname(path), name), name)
            found |= dict.fromkeys(one for stem in stems for one in (stem + ".py", stem + "/__init__.py") if one in files)
        return found
