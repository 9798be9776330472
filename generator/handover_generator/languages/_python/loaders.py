"""Which modules a computed name may mean: loaders of jobs, plug-ins and the like."""

from __future__ import annotations

import posixpath
import re

from handover_generator.languages._python.program import ModuleInfo, Program
from handover_generator.languages._python.strings import may_be
from handover_generator.model.text import Text
from handover_generator.regexes import regex

_LAST_PARTS = regex(r"(?:\.[A-Za-z_]\w*)+")
_FOUND = regex(r"(?:[\w.-]*/)?(?:[\w.*?-]+/)*[\w.?-]*\*[\w.*?/-]*\.py(?!\w)")
"""A pattern of Python files among the letters of a name."""
_LONGEST = 300                           # no module is called longer; looking costs the square of it
_NOT_BY_NAME = frozenset({"tests", "test", "migrations", "__init__", "docs"})


class Loaders:
    """The modules of one repository, by what may be known of their names."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def meant(self, text: Text, importer: ModuleInfo) -> list[str]:
        """Dotted names of the modules that a dotted name with holes may mean: ``"jobs." + name`` any module of the package, ``app + ".tasks"``
        that module of any package. A name of which nothing is known may be that of any module in a folder that the program puts on its search
        path. None where neither a package nor the last part nor such a folder is known.
        """
        parts = text.parts
        if all(not isinstance(part, str) for part in parts):
            return self._put_on_path(importer)
        head = parts[0] if parts and isinstance(parts[0], str) else ""
        tail = parts[-1] if len(parts) > 1 and isinstance(parts[-1], str) else ""
        package = head.rpartition(".")[0]
        if package:
            found = self.program.find(package, importer)
            folder = posixpath.dirname(found) if found is not None else None
            inside = self._stems(rf"\A{re.escape(folder)}/(?!__init__\.)[^/]+(?:/__init__)?\.py\Z") if folder is not None else []
            return [name for name in (f"{package}.{posixpath.basename(stem)}" for stem in inside) if may_be(text, name)]
        if head or len(parts) != 2 or not _LAST_PARTS.fullmatch(tail):
            return []
        ends = tail.replace(".", "/")
        files = self.program.tools.files
        return [stem.replace("/", ".") for stem in self._stems(rf"{re.escape(ends)}(?:/__init__)?\.py\Z")
                if stem.removesuffix(ends) + "/__init__.py" in files]

    def found(self, name: str, importer: ModuleInfo) -> list[str]:
        """Dotted names of the modules that a name means which was made of what a pattern of files found, taken apart in whatever way:
        ``"jobs." + path.split("/")[-2] + ".run"`` of ``jobs/*/run.py``. What stands behind the file is beside it, where that is another name.
        """
        pattern = _FOUND.search(name) if len(name) <= _LONGEST else None
        if pattern is None:
            return []
        files = self.program.tools.files
        paths: tuple[str, ...] = ()
        begins = pattern.group().lstrip("/")
        while begins and not paths:      # of "jobs.jobs/*/run.py" what stands before the pattern is the beginning of the name
            beside = posixpath.normpath(posixpath.join(posixpath.dirname(importer.path), begins))
            paths = files.matching(begins) or files.matching(beside)
            first, _, rest = begins.partition("/")
            begins = begins.partition(".")[2] if "." in first and rest else ""
        names = []
        for path in paths:
            inside = path.removesuffix(".py").removesuffix("/__init__")
            last = name[pattern.end():].lstrip(".")
            if last and last != posixpath.basename(inside):
                inside = posixpath.join(posixpath.dirname(path), last.replace(".", "/"))
            for root in ("", *self.program.roots(importer)):
                dotted = inside.removeprefix(f"{root}/" if root else "").replace("/", ".")
                if self.program.find(dotted, importer) is not None:
                    names.append(dotted)
                    break
        return list(dict.fromkeys(names))

    def _put_on_path(self, importer: ModuleInfo) -> list[str]:
        """Names of the modules in the folders that a module puts on the search path. Not its own folder and those above it: they are put there for
        the sake of what it imports by name.
        """
        own = posixpath.dirname(importer.path) + "/"
        folders = [folder for folder in importer.extra_roots if folder and not own.startswith(f"{folder}/")]
        inside = [stem for folder in folders for stem in self._stems(rf"\A{re.escape(folder)}/(?!__init__\.)[^/]+(?:/__init__)?\.py\Z")]
        return sorted({posixpath.basename(stem) for stem in inside})

    def _stems(self, pattern: str) -> list[str]:
        """Paths of modules and packages without their endings. Tests and migrations are loaded by other means than their names."""
        found = {path.removesuffix(".py").removesuffix("/__init__") for path in self.program.tools.files.like(pattern)}
        return sorted(stem for stem in found if not _NOT_BY_NAME.intersection(stem.split("/")))
