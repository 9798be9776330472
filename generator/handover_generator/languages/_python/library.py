"""Functions of the standard library and a few others whose values matter: paths, options, reading files of the repository."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from handover_generator.analysis._commands_words import shown
from handover_generator.languages._python.app_members import handed_out
from handover_generator.languages._python.chained import PACKAGES, chained
from handover_generator.languages._python.class_tasks import registered_task, task_asked
from handover_generator.languages._python.composed import composed
from handover_generator.languages._python.frame import CODE_OF, REPO, Arguments
from handover_generator.languages._python.frameworks import Frameworks
from handover_generator.languages._python.iterated import ITERATORS, gone_over
from handover_generator.languages._python.later_results import waited_for
from handover_generator.languages._python.named_tuples import MAKERS, TUPLE, annotated, fields_of
from handover_generator.languages._python.paths import PATHS, REMADE, remade, statements_at
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
    shell_words,
    substituted,
    with_variables,
)
from handover_generator.languages._python.urls import joined
from handover_generator.languages._python.values import (
    NONE,
    OF_TEMPORARY,
    UNKNOWN,
    Api,
    Builtin,
    Cls,
    Func,
    Inst,
    Map,
    Mod,
    Seq,
    Str,
    UnknownValue,
    Value,
    Values,
    literal,
    text_of,
    texts_of,
)
from handover_generator.languages._python.worker_tasks import CANVAS, of_messages
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace

_MEMBERS = frozenset({"glob", "rglob", "iterdir"})
_WRITE_TEXT = frozenset({"write", "write_text", "writelines"})
_MOST_FILES = 12
_LONGEST_STATEMENTS = 50_000
_SUBSTITUTES = frozenset({"re.sub", "re.compile().sub"})
_READ_TEXT = frozenset({"read", "read_text", "readlines"})

_BARS = frozenset({"tqdm", "tqdm.tqdm", "tqdm.auto.tqdm", "tqdm.asyncio.tqdm", "tqdm.asyncio.tqdm_asyncio", "tqdm.notebook.tqdm", "tqdm.std.tqdm",
                   "tqdm.autonotebook.tqdm", "tqdm.rich.tqdm", "rich.progress.track", "progressbar.progressbar",
                   "alive_progress.alive_it"})
"""What shows how far a loop has come, and gives it what it goes through."""

_READERS = frozenset({"csv.reader", "csv.DictReader", "unicodecsv.reader", "unicodecsv.DictReader"})
"""What goes through the lines of something open that it is given."""


class Library(Frameworks):
    """Calls whose result is computed here rather than looked up."""

    def _special(self, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
        """Pure functions of the standard library whose values matter, and reading files of the repository."""
        path = function.path
        name = function.items[-1] if function.items else path
        for known in (self.command_line(function, arguments, node), self.framework_call(function, arguments, node),
                      registered_task(function, arguments), task_asked(self, function, arguments, node)):
            if known is not None:
                return known
        if path in ("os.path.expandvars", "posixpath.expandvars") and arguments.positional:
            expanded = with_variables(text_of(arguments.positional[0]))
            for hole in expanded.holes:
                if hole.kind == "env":
                    self.reads_variable(hole.name, hole.default, node)
            return (Str(normal(expanded)),)
        if path.startswith(PACKAGES) and (chain := chained(self, path, arguments, node)) is not None:
            return chain
        if path.startswith(("os.path.", "posixpath.")):
            return path_function(name, arguments)
        if path.endswith(REQUEST):
            return (made_request(function, arguments, self.tools.api_step(function.state, "()")),)
        if path in _READERS:
            self.iterate(arguments.get(0, "csvfile", "f") or (), node)
        if name == "from_queryset" and function.kin is not None:     # a manager of the repository, with what a query set of it adds
            queries = [value for value in arguments.get(0) or () if isinstance(value, Cls)]
            if queries:
                return (self.class_from(function.kin.info.name, (Cls(function.kin.info), *queries), (), node),)
        if path == "swapper.get_model_name" and len(arguments.positional) > 1:      # where no setting names another
            return (Str(Text.of(text_of(arguments.positional[0]), ".", text_of(arguments.positional[1]))),)
        if name == "urljoin" and len(arguments.positional) > 1:
            return (Str(joined(text_of(arguments.positional[0]), text_of(arguments.positional[1]))),)
        if name == "mogrify" and arguments.positional:           # the statement as it would be sent
            return arguments.positional[0]
        if path.startswith("psycopg") and (statement := composed(path, arguments, node)) is not None:
            return statement
        if path in PATHS or path == "pathlib.PurePath":
            text = join_path([text_of(v) for v in arguments.positional]) if arguments.positional else Text.of(".")
            return (Api(self.tools.api_step(function.state, "()"), "pathlib.Path()", made_with=text),)
        if name in REMADE and path.startswith("pathlib.Path().") and arguments.positional:
            state = self.tools.api_step(function.state, "()")
            return (Api(state, "pathlib.Path()", made_with=remade(name, function.made_with, text_of(arguments.positional[0]))),)
        if path.startswith("pathlib.Path().") and function.made_with is not None:
            base = replace(function, state=self.engine.path_state, path="pathlib.Path()", items=())
            if name in ("resolve", "absolute", "expanduser"):
                return (rewrap(base, normal(function.made_with)),)
            if name in ("joinpath", "with_name"):
                pieces = [function.made_with if name == "joinpath" else parent(function.made_with), *(text_of(v) for v in arguments.positional)]
                return (rewrap(base, join_path(pieces)),)
            if name in ("as_posix", "__str__"):
                return (Str(function.made_with),)
            if name in _MEMBERS:
                return self._members(function, arguments, node, function.made_with)
        if name in _WRITE_TEXT and arguments.positional:
            target = OF_TEMPORARY if path.startswith("tempfile.") else function.made_with
            if target is not None:
                texts = texts_of(arguments.positional[0])
                for text in texts:
                    goes_on = name == "write" and len(texts) == 1 and not text.ends_line
                    self.engine.layer.written.put(shown(self.plain(target).render()), self.plain(text), appends=name != "write_text", goes_on=goes_on)
        if name in _READ_TEXT and function.made_with is not None:
            found = repository_path(function.made_with, self.tools.files) or statements_at(function.made_with, self.tools.files)
            file = self.tools.files.get(found) if found else None
            if file is not None and found is not None and file.suffix == ".py":
                return (Str(Text((Hole("unknown", CODE_OF + found),))),)
            if file is not None and file.text is not None and len(file.text) < 200_000:
                state = self.tools.api_step(function.state, "()")
                for row in self.tools.api_rows(state)[:1]:
                    self.call_row(row, node, function, arguments)
                return (lines_of(file.text, keep_ends=True) if name == "readlines" else Str(Text.of(file.text)),)
            if name in ("read", "read_text") and (each := self._statements_in(function.made_with)):
                for row in self.tools.api_rows(self.tools.api_step(function.state, "()"))[:1]:
                    self.call_row(row, node, function, arguments)
                return each
        if path == "sys.path.insert" or path == "sys.path.append":
            for text in [text_of(v) for v in arguments.positional[-1:]]:
                self.engine.add_root(self.module, text)
            return NONE
        if path in ("copy.copy", "copy.deepcopy", "functools.update_wrapper"):
            return arguments.get(0) or UNKNOWN
        if path in ("inspect.getfile", "inspect.getsourcefile", "inspect.getabsfile") and (
                own := self._file_of(arguments.get(0) or ())) is not None:
            return (Str(Text.of(REPO + own)),)
        if path in ("typing.cast", "typing_extensions.cast") and len(arguments.positional) == 2:
            given = arguments.positional[1]
            if any(not isinstance(v, UnknownValue) for v in given):
                return given
            return tuple(Inst(v.info) if isinstance(v, Cls) else Api(self.tools.api_step(v.state, "()"), v.path + "()", items=v.items)
                         if isinstance(v, Api) else UNKNOWN[0] for v in arguments.positional[0])
        if (out := through_queue(self.engine.layer, function, arguments) or handed_out(self, path, node)) is not None:
            return out
        if path in ("functools.wraps", "functools.lru_cache", "functools.cache"):
            return (Builtin("identity"),)
        if path in ("shlex.split",) and arguments.positional:
            return (Seq(tuple((Str(word),) for word in shell_words(text_of(arguments.positional[0])))),)
        if path in ("pkgutil.iter_modules", "pkgutil.walk_packages"):
            member = Text.of(text_of(arguments.get(1, "prefix") or (Str(Text()),)), Hole("unknown", "module"))
            return (Seq(((Seq((UNKNOWN, (Str(member),), UNKNOWN)),),), exact=False),)
        if path in ("shlex.quote", "pipes.quote", "textwrap.dedent", "inspect.cleandoc", "os.fspath", "sqlalchemy.text", "sqlalchemy.sql.text",
                    "operator.methodcaller", "django.utils.safestring.mark_safe") and arguments.positional:
            return arguments.positional[0]
        if path.endswith(".strftime"):                           # a part of a name, which is not called like the pattern
            return (Str(Text((Hole("unknown", "time"),))),)
        if path in _SUBSTITUTES and (changed := substituted(path, arguments)) is not None:
            return changed
        if path in CANVAS and (whole := of_messages(arguments)):
            return whole
        if path.startswith(ITERATORS) and (many := gone_over(self, path, arguments, node)) is not None:
            return many
        if path in MAKERS and arguments.positional:
            return (self._named_tuple(arguments, node),)
        if (later := waited_for(self, path, arguments, node)) is not None:
            return later
        if path in _BARS:
            return arguments.get(0, "iterable") or arguments.get(0, "sequence") or UNKNOWN
        if path in ("click.progressbar", "typer.progressbar"):
            return (Seq((arguments.get(0, "iterable") or UNKNOWN,)),)      # to be entered first, which gives what it holds
        if path in ("tqdm.trange", "tqdm.auto.trange"):
            return UNKNOWN
        return None

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

    def _named_tuple(self, arguments: Arguments, node: ast.AST) -> Value:
        """The class that ``namedtuple(name, fields)`` makes."""
        names = fields_of(arguments.get(1, "field_names", "fields") or ())
        made = self.class_from(literal(arguments.positional[0]) or "tuple", (), (), node)
        if names and not made.info.annotations:
            made.info.annotations.update(annotated(names))
            made.info.attributes[TUPLE] = NONE
        return made

    def _file_of(self, values: Values) -> str | None:
        """The file of the repository that a function, class or module stands in, or the frame that is running (``inspect.currentframe()``)."""
        for value in values:
            if isinstance(value, Api) and value.path == "inspect.currentframe()":
                return self.module.path
            if isinstance(value, (Func, Cls)):
                return value.info.module.path
            if isinstance(value, Mod):
                return value.info.path
        return None

    def _members(self, function: Api, arguments: Arguments, node: ast.AST, folder: Text) -> Values:
        """What a folder holds, called by the folder and the pattern that was asked for."""
        state = self.tools.api_step(function.state, "()")
        for row in self.tools.api_rows(state)[:1]:
            self.call_row(row, node, function, arguments)
        pattern = text_of(arguments.positional[0]) if arguments.positional else Text((Hole("unknown", "name"),))
        return (Api(state, function.path + "()", made_with=join_path([folder, pattern])),)
