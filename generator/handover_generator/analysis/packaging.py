"""What the packaging files of a repository declare: distributions, commands, roots of import."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import cached_property

from handover_generator.analysis._import_names import DISTRIBUTIONS, OLD_STANDARD_LIBRARY
from handover_generator.model.location import Location
from handover_generator.records import field, record

TOOL_FILES = {"nox": "noxfile", "doit": "dodo"}
"""Programs that run what a Python file at the top defines, which they find by its name alone."""


_PROGRAMS = {"invenio_app.cli": "invenio", "flask.cli": "flask", "django.core.management": "django-admin", "celery.bin.celery": "celery",
             "celery.__main__": "celery", "alembic.config": "alembic", "gunicorn.app.wsgiapp": "gunicorn", "uvicorn.main": "uvicorn",
             "scrapy.cmdline": "scrapy", "ckan.cli.cli": "ckan", "airflow.__main__": "airflow"}
"""Modules of packages, and the programs that they are."""


def hands_to_django(text: str) -> bool:
    """Whether a Python program hands the words of its command line to Django, as a ``manage.py`` does."""
    return "execute_from_command_line(" in text


@record(frozen=True, slots=True, kw_only=True, order=True)
class EntryPoint:
    """A command that installing the repository creates. ``path`` is the file behind it (None: not found here), ``function`` the callable.

    ``group``: console_scripts, gui_scripts, scripts (a file that is copied), tool (one of ``TOOL_FILES`` runs it), or the name of any other entry
    point group.
    """

    name: str
    group: str
    target: str
    path: str | None
    function: str
    at: Location


@record(frozen=True, kw_only=True)
class Packaging:
    """Everything packaging files declare.

    ``declared``: normalised distribution name -> where it is first declared. ``source_roots``: folders that imports start from, ''
    is the top and always among them. ``manifests``: the files the declarations come from. ``local``: import roots the repository holds.
    """

    declared: Mapping[str, Location] = field(default_factory=dict)
    entry_points: tuple[EntryPoint, ...] = ()
    source_roots: tuple[str, ...] = ("",)
    manifests: tuple[str, ...] = ()
    local: frozenset[str] = frozenset()

    @cached_property
    def console_scripts(self) -> dict[str, str]:
        """Command name -> path of the file behind it, for commands a person can type."""
        return {point.name: point.path for point in self.entry_points
                if point.path is not None and point.group in ("console_scripts", "gui_scripts", "scripts", "tool")}

    @cached_property
    def stand_ins(self) -> dict[str, str]:
        """Command name -> the program of another package that it is, under the name of this one."""
        return {point.name: _PROGRAMS[module] for point in self.entry_points if point.path is None and point.group == "console_scripts"
                and (module := point.target.partition(":")[0].strip()) in _PROGRAMS}

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        return frozenset(name.split("-", 1)[0] for name in self.declared)

    def distribution_of(self, import_root: str) -> str | None:
        """The declared distribution that provides an import root (``cv2`` -> ``opencv-python``), or None."""
        names = [*DISTRIBUTIONS.get(import_root, ()), *_guesses(import_root)]
        found = next((name for name in map(normalise, names) if name in self.declared), None)
        if found is None and import_root in _NAMESPACES and import_root in self._prefixes:
            return next(name for name in sorted(self.declared) if name.startswith(import_root + "-"))
        return found

    def is_declared(self, import_root: str) -> bool | None:
        """Whether a third-party import is named by any manifest; True for the standard library and the repository's own modules.

        None: the repository has no manifest at all, so nothing can be said.
        """
        if import_root in sys.stdlib_module_names or import_root in OLD_STANDARD_LIBRARY or import_root in self.local:
            return True
        if not self.manifests:
            return None
        return self.distribution_of(import_root) is not None


# Import roots that many distributions share.
_NAMESPACES = frozenset(("google", "azure", "zope", "opentelemetry", "airflow", "sphinxcontrib", "jaraco", "backports", "plone",
                         "collective", "paste", "repoze", "oslo"))


def normalise(name: str) -> str:
    """A distribution's name as package indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower().strip("-")


def _guesses(root: str) -> tuple[str, ...]:
    """Names a distribution usually has when its import root is known: itself, python-x, x-python, py-x, pyx, django-x."""
    if root.startswith("_"):
        return (root,)
    return (root, f"python-{root}", f"{root}-python", f"py-{root}", f"py{root}", f"{root}-py", f"{root}py", f"{root}-client",
            f"{root}-sdk", f"{root}-binary", f"django-{root}", f"djangorestframework-{root}")
