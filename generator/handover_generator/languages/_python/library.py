"""Functions of the standard library and a few others whose values matter: paths, options, reading files of the repository."""

from __future__ import annotations

import ast
from collections import ChainMap
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from handover_generator.analysis.paths import shown
from handover_generator.languages._python.app_members import handed_out
from handover_generator.languages._python.chained import PACKAGES, chained
from handover_generator.languages._python.class_tasks import registered_task, task_asked
from handover_generator.languages._python.composed import composed
from handover_generator.languages._python.frame import CODE_OF, REPO, Arguments
from handover_generator.languages._python.frameworks import Frameworks
from handover_generator.languages._python.iterated import ITERATORS, gone_over
from handover_generator.languages._python.later_results import waited_for
from handover_generator.languages._python.paths import PATH, REMADE, remade, statements_at
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.queued import through_queue
from handover_generator.languages._python.requested import REQUEST, made_request
from handover_generator.languages._python.strings import (
    join_path,
    lines_of,
    normal,
    parent,
    path_function,
    repository_path,
    rewrap,
)
from handover_generator.languages._python.value_texts import OF_TEMPORARY, text_of, texts_of
from handover_generator.languages._python.values import Api, Cls, Map, Str, Value, Values
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace
from handover_generator.registry import members

if TYPE_CHECKING:
    from handover_generator.languages._python.results import Result

_MEMBERS = frozenset({"glob", "rglob", "iterdir"})
_WRITE_TEXT = frozenset({"write", "write_text", "writelines"})
_MOST_FILES = 12
_LONGEST_STATEMENTS, _LONGEST_TEXT = 50_000, 200_000
_READ_TEXT = frozenset({"read", "read_text", "readlines"})

_READERS = frozenset({"csv.reader", "csv.DictReader", "unicodecsv.reader", "unicodecsv.DictReader"})
"""What goes through the lines of something open that it is given."""


@cache
def _by_path() -> Mapping[str, Result]:
    """What works a result out, by path or by a name behind a dot."""
    return ChainMap(*members("handover_generator.languages._python.results", "RESULTS", dict))


def _results(path: str) -> list[Result]:
    known = _by_path()
    return [known[key] for key in (path, "." + path.rpartition(".")[2]) if key in known]


class Library(Frameworks):
    """Calls whose result is worked out here rather than looked up. Those that are known by their path alone stand in ``results``."""

    def _special(self, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
        """What a call gives of which the result is worked out here; None for all others."""
        path = function.path
        name = function.items[-1] if function.items else path
        for known in (self.command_line(function, arguments, node), self.framework_call(function, arguments, node),
                      registered_task(function, arguments), task_asked(self, function, arguments, node)):
            if known is not None:
                return known
        for result in _results(path):
            if (known := result(self, function, arguments, node)) is not None:
                return known
        if path.startswith(PACKAGES) and (chain := chained(self, path, arguments, node)) is not None:
            return chain
        if path.startswith(("os.path.", "posixpath.")):
            return path_function(name, arguments)
        if path.endswith(REQUEST):
            return (made_request(function, arguments, self.tools.api_step(function.state, "()")),)
        if path in _READERS:
            self.iterate(arguments.get(0, "csvfile", "f") or (), node)
        if path.startswith("psycopg") and (statement := composed(path, arguments, node)) is not None:
            return statement
        if path.startswith("pathlib.Path().") and (changed := self._of_path(function, name, arguments, node)) is not None:
            return changed
        if name in _WRITE_TEXT and arguments.positional:
            self._written(function, name, arguments)
        if name in _READ_TEXT and function.made_with is not None and (
                text := self._text_of_file(function, function.made_with, name, arguments, node)) is not None:
            return text
        if (out := through_queue(self.engine.layer, function, arguments) or handed_out(self, path, node)) is not None:
            return out
        if path.startswith(ITERATORS) and (many := gone_over(self, path, arguments, node)) is not None:
            return many
        return waited_for(self, path, arguments, node)

    def _of_path(self, function: Api, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
        """What a method of a path gives that is a path again, or its text; None for all others."""
        if name in REMADE and arguments.positional:
            state = self.tools.api_step(function.state, "()")
            return (Api(state, PATH, made_with=remade(name, function.made_with, text_of(arguments.positional[0]))),)
        if function.made_with is None:
            return None
        base = replace(function, state=self.engine.path_state, path=PATH, items=())
        if name in ("resolve", "absolute", "expanduser"):
            return (rewrap(base, normal(function.made_with)),)
        if name in ("joinpath", "with_name"):
            pieces = [function.made_with if name == "joinpath" else parent(function.made_with), *(text_of(v) for v in arguments.positional)]
            return (rewrap(base, join_path(pieces)),)
        if name in ("as_posix", "__str__"):
            return (Str(function.made_with),)
        return self._members(function, arguments, node, function.made_with) if name in _MEMBERS else None

    def _written(self, function: Api, name: str, arguments: Arguments) -> None:
        """Notes the text that is put into a file: what is started from there is known by it."""
        target = OF_TEMPORARY if function.path.startswith("tempfile.") else function.made_with
        if target is None:
            return
        texts = texts_of(arguments.positional[0])
        for text in texts:
            goes_on = name == "write" and len(texts) == 1 and not text.ends_line
            self.engine.layer.written.put(shown(self.plain(target).render()), self.plain(text), appends=name != "write_text", goes_on=goes_on)

    def _text_of_file(self, function: Api, path: Text, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
        """The text of a file of the repository that is read; None where it is none, or too long."""
        found = repository_path(path, self.tools.files) or statements_at(path, self.tools.files)
        file = self.tools.files.get(found) if found else None
        if file is not None and found is not None and file.suffix == ".py":
            return (Str(Text((Hole("unknown", CODE_OF + found),))),)
        text: Values | None = None
        if file is not None and file.text is not None and len(file.text) < _LONGEST_TEXT:
            text = (lines_of(file.text, keep_ends=True) if name == "readlines" else Str(Text.of(file.text)),)
        elif name in ("read", "read_text"):
            text = self._statements_in(path) or None
        if text is not None:
            for row in self.tools.api_rows(self.tools.api_step(function.state, "()"))[:1]:
                self.call_row(row, node, function, arguments)
        return text

    def _statements_in(self, pattern: Text) -> Values:
        """What each of the files of SQL holds that a pattern stands for, for whoever goes through them; nothing where these are many."""
        whole = (pattern.literal or "").removeprefix(REPO).removeprefix("./")
        if "*" not in whole or not whole.endswith(".sql") or whole.startswith(("/", "..")):
            return ()
        files = [self.tools.files[path].text for path in self.tools.files.matching(whole)]
        known = [text for text in files if text is not None and len(text) < _LONGEST_STATEMENTS]
        return tuple(Str(Text.of(text)) for text in known) if len(known) == len(files) <= _MOST_FILES else ()

    def class_from(self, name: str, bases: Iterable[Value], members: Iterable[Value], node: ast.AST) -> Cls:
        """The class that a call makes out of others (``type(name, bases, members)``), once for each place."""
        found, layer = self.module.classes.get(id(node)), self.engine.layer
        if found is None:
            stated = ast.copy_location(ast.ClassDef(name=name, bases=[], keywords=[], body=[], decorator_list=[]), node)
            found = ClassInfo(name, stated, self.module, cell=self.cell)
            layer.put(self.module, self.module.classes, id(node), found)
            for base in bases:
                if isinstance(base, Cls):
                    found.bases.append(base.info)
                    layer.add(base.info.module, base.info.subclasses, found)
                elif isinstance(base, Api):
                    found.external.append(base)
            found.attributes |= {key: values for part in members if isinstance(part, Map) for key, values in part.entries}
        return Cls(found)

    def _members(self, function: Api, arguments: Arguments, node: ast.AST, folder: Text) -> Values:
        """What a folder holds, called by the folder and the pattern that was asked for."""
        state = self.tools.api_step(function.state, "()")
        for row in self.tools.api_rows(state)[:1]:
            self.call_row(row, node, function, arguments)
        pattern = text_of(arguments.positional[0]) if arguments.positional else Text((Hole("unknown", "name"),))
        return (Api(state, function.path + "()", made_with=join_path([folder, pattern])),)
