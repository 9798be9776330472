"""How dotted names become files: the module that ``import a.b`` means, as the one that imports it sees it."""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from handover_generator.analysis.folders import is_test, is_vendored
from handover_generator.languages._python.own_applications import OwnApplications
from handover_generator.languages._python.own_package import OwnPackage
from handover_generator.languages._python.placed import Placed
from handover_generator.languages._python.search_path import SearchPath
from handover_generator.model.files import at, called
from handover_generator.model.tracing import Tools

if TYPE_CHECKING:
    from handover_generator.languages._python.program import ModuleInfo

STDLIB = frozenset(sys.stdlib_module_names) | {"ConfigParser", "Queue", "StringIO", "cPickle", "cStringIO", "httplib", "urllib2", "urlparse"}
_AIRFLOW = ("dags", "plugins")
_RUN_ITSELF = frozenset({"shebang", "main guard"})
"""What says so: another file of a package, with tasks or a command, is imported, and its folder is not searched."""


class DottedNames:
    """Finds the file of a module by its name, all over a repository."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self._paths = tools.files.unwatched.keys()
        self._folders = {posixpath.dirname(path) for path in self._paths if path.endswith(".py")}
        for folder in list(self._folders):
            while folder:
                folder = posixpath.dirname(folder)
                self._folders.add(folder)
        self._found: dict[tuple[str, str, tuple[str, ...]], tuple[str | None, frozenset[str], bool]] = {}   # what was asked for it, if edits
        self._search_path = SearchPath(tools)
        self._placed = Placed(tools)
        self._own = OwnApplications(tools, set(self._paths))
        self._own_package = OwnPackage(tools, self._folders)

    def has_folder(self, folder: str) -> bool:
        """Whether Python files lie in a folder or below it."""
        self.tools.reads.asked.add(called(posixpath.basename(folder) + "/"))
        return folder in self._folders

    def find(self, name: str, importer: ModuleInfo) -> str | None:
        """Path of the module or package called ``name`` as ``importer`` sees it; a folder without ``__init__.py`` gives its path with '/'."""
        roots = importer.roots if len(importer.extra_roots) == importer.rooted else self._rooted(importer)
        first, last = name.split(".")[0], name.rpartition(".")[2]
        itself = importer.path.endswith(f"/{first}.py")              # redis.py that imports redis means another one
        key = (name, importer.path if itself else posixpath.dirname(importer.path), roots)
        if key not in self._found:
            found = self._find(name, roots)
            if found is not None and self._is_copied_in(found, first, importer.path):
                found = None
            asked = {called(last + ".py"), called(last + "/")}
            edited = False
            if found is None and first in self._names and first not in STDLIB and self.tools.package_known(first):
                found = self._find(name, tuple(self._own.folders(name, importer.path)))
                asked |= {called("manage.py"), called(first + "/"), called("apps.py")}
            if found is None and first not in STDLIB and not self.tools.package_known(first):
                late = self._late_roots(importer)
                found = self._find(name, tuple(root for root in late if not itself or posixpath.join(root, first + ".py") != importer.path))
                asked |= {called("manage.py"), called(first + "/")}
                if found is None and len(only := self._packages.get(first, ())) == 1:
                    found = self._find(name, tuple(only))
                edited = found is None and first in self._names
                if edited:
                    found = self._find(name, self._search_path.folders(self._folders))
            self._found[key] = found, frozenset(asked), edited
        found, asked_for, edited = self._found[key]
        if edited:
            self._search_path.folders(self._folders)
        self.tools.reads.asked |= asked_for
        self.tools.reads.asked |= importer.rooted_by
        if found is None and first in self._names and first not in STDLIB and not self.tools.package_known(first):
            found = self._placed.find(name, importer.path)
        if found is None and first not in STDLIB and not self.tools.package_known(first) and (rest := self._own_package.rest(name)) is not None:
            found = self._find(rest, ("",)) if rest else "__init__.py"
        if found is None and name.count(".") > 1 and first not in STDLIB and not self.tools.package_known(first):
            found = self._placed.renamed(name, importer.path)
        return found

    def _is_copied_in(self, found: str, first: str, importer: str) -> bool:
        """Whether a module is the copy of a package that the catalogue describes (``vendor/simplejson``): that tells what it does, without its
        insides. The modules of the package itself import each other.
        """
        if not is_vendored(found) or not (first in STDLIB or self.tools.package_known(first)):
            return False
        package = found[:f"/{found}".rfind(f"/{first}") + len(first)]
        return not importer.startswith(f"{package}/") and not is_vendored(importer)

    def _rooted(self, importer: ModuleInfo) -> tuple[str, ...]:
        importer.roots, importer.rooted = tuple(self.roots(importer)), len(importer.extra_roots)
        importer.rooted_by = frozenset(at(folder + "/__init__.py") for folder in _above(importer.path)) | frozenset(
            called(posixpath.basename(folder) + "/") for folder in of_airflow(importer.path))
        return importer.roots

    def _late_roots(self, importer: ModuleInfo) -> Iterator[str]:
        """Folders that are on the path only when something else is started there: those above the file, and those that hold a
        ``manage.py`` (Python puts the started script's folder first, whether it is a package or not).
        """
        yield from _above(importer.path)
        yield from self._project_folders

    @cached_property
    def _names(self) -> set[str]:
        """First parts of dotted names that some folder of the repository could give."""
        return {posixpath.basename(path) for path in self._folders} | {posixpath.basename(path).removesuffix(".py") for path in self._paths}

    @cached_property
    def _packages(self) -> dict[str, set[str]]:
        """The folders in which a package lies, by its name. Where there is but one, a script that imports it from elsewhere is started where
        it is found: from its folder, or with a path that the shell was given.
        """
        found: dict[str, set[str]] = {}
        for path in self._paths:
            if path.endswith("/__init__.py") and not is_vendored(path) and not is_test(path):
                folder, _, name = posixpath.dirname(path).rpartition("/")
                if (folder + "/__init__.py" if folder else "__init__.py") not in self._paths:
                    found.setdefault(name, set()).add(folder)
        return found

    @cached_property
    def _project_folders(self) -> tuple[str, ...]:
        return tuple(sorted({posixpath.dirname(path) for path in self._paths if posixpath.basename(path) == "manage.py"}))

    def _find(self, name: str, roots: tuple[str, ...]) -> str | None:
        relative = name.replace(".", "/")
        for root in roots:
            base = posixpath.join(root, relative) if root else relative
            for candidate in (base + "/__init__.py", base + ".py"):
                if candidate in self._paths:
                    return candidate
        for root in roots:
            base = posixpath.join(root, relative) if root else relative
            if base in self._folders:
                # A namespace package may not capture an installed one: "import docker" beside a folder called docker.
                if "." not in name and (self.tools.package_known(name) or name in STDLIB):
                    continue
                return base + "/"
        first = name.partition(".")[0]
        for root in roots if first not in STDLIB and not self.tools.package_known(first) else ():
            base = posixpath.join(root, relative) if root else relative
            for candidate in (base + "/__init__.py", base + ".py"):
                if (there := self.tools.files.through_link(candidate)) is not None:
                    return there                       # vendor/shop -> vendor/shop-1.2/shop, jobs/common -> ../common
        return None

    def roots(self, importer: ModuleInfo) -> Iterator[str]:
        """Folders searched for absolute imports, in order: the file's own (if it is no package, or says that it is run itself), edits of sys.path,
        its package's parent, those of Airflow, declared source roots, the top.
        """
        seen: set[str] = set()
        own = posixpath.dirname(importer.path)
        top = own
        while top and top + "/__init__.py" in self._paths:
            top = posixpath.dirname(top)
        run_itself = importer.main and not _RUN_ITSELF.isdisjoint(importer.module.starts) and "/management/commands/" not in importer.path
        candidates = [own] if top == own or run_itself else []
        airflow = (folder for folder in of_airflow(importer.path) if folder in self._folders)
        for root in (*candidates, *importer.extra_roots, top, *airflow, *self.tools.source_roots, ""):
            if root not in seen:
                seen.add(root)
                yield root

    def relative(self, importer: ModuleInfo, level: int, name: str) -> str | None:
        """Path of a relative import (``from ..a import b``: level 2, name 'a')."""
        folder = posixpath.dirname(importer.path)
        for _ in range(level - 1):
            folder = posixpath.dirname(folder)
        base = posixpath.join(folder, name.replace(".", "/")) if name else folder
        for candidate in (base + "/__init__.py", base + ".py"):
            if candidate.lstrip("/") in self.tools.files:
                return candidate.lstrip("/")
        return base + "/" if self.has_folder(base) else None


def _above(path: str) -> Iterator[str]:
    """The folders that a file lies in, innermost first; the top is none."""
    folder = posixpath.dirname(path)
    while folder:
        yield folder
        folder = posixpath.dirname(folder)


def of_airflow(path: str) -> Iterator[str]:
    """The folders that Airflow puts on the path for a file in one of them: its tasks, and its plug-ins beside them."""
    for folder in _above(path):
        if posixpath.basename(folder) in _AIRFLOW:
            yield from (posixpath.join(posixpath.dirname(folder), name) for name in _AIRFLOW)
