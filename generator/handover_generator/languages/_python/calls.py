"""Members and calls of abstract values."""

from __future__ import annotations

import ast
import posixpath
from dataclasses import replace

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.program import ClassInfo, ModuleInfo
from handover_generator.languages._python.signals import Signals
from handover_generator.languages._python.strings import (
    METHODS,
    items_of,
    join_path,
    normal,
    parent,
    path_function,
    repository_path,
    rewrap,
    string_method,
)
from handover_generator.languages._python.values import (
    NONE,
    UNKNOWN,
    Answer,
    Api,
    Builtin,
    Cls,
    Const,
    Func,
    Inst,
    Map,
    Mod,
    Options,
    Partial,
    Registrar,
    Seq,
    Str,
    Super,
    UnknownValue,
    Value,
    Values,
    join,
    literal,
    text_of,
)
from handover_generator.model.behaviour import Act, Action, Call, Confidence
from handover_generator.model.text import Hole, Text

_NARROW = frozenset({"filter", "filter_by", "where", "get", "find_one", "limit", "first", "last", "earliest", "latest", "having", "in_bulk"})
_LATER = frozenset({"delay", "apply_async", "send", "send_with_options", "schedule", "s", "si", "signature", "enqueue", "defer"})
_LISTINGS = frozenset({"os.listdir()", "os.scandir()", "os.walk()", "open()", "csv.reader()", "csv.DictReader()", "io.open()", "codecs.open()"})
_READ_TEXT = frozenset({"read", "read_text", "readlines"})


class Calls(Signals):
    """Member access and calls."""

    # Members --------------------------------------------------------------------------------------------------------------

    def member(self, values: Values, name: str, node: ast.AST) -> Values:
        """``values.name``."""
        found = [self._member(value, name, node) for value in values]
        return join(*found) if found else UNKNOWN

    def _member(self, value: Value, name: str, node: ast.AST) -> Values:
        if isinstance(value, Api):
            return self._api_member(value, name)
        if isinstance(value, Mod):
            return self.module_member(value.info, name, node)
        if isinstance(value, Inst):
            return self._instance_member(value, name, node)
        if isinstance(value, Cls):
            return self._class_member(value, name, node)
        if isinstance(value, Super):
            return self._super_member(value, name)
        if isinstance(value, Func):
            if name in ("command", "group", "subcommand"):
                return (Registrar(value.info),)
            return (Builtin(name, value),)
        if isinstance(value, Options):
            if name in ("func", "handler", "command", "cmd", "callback", "run", "action") and value.handlers:
                return value.handlers
            return (Str(Text((Hole("flag", "--" + name.replace("_", "-")),))),)
        if isinstance(value, (Str, Seq, Map, Const)):
            return (Builtin(name, value),)
        if isinstance(value, Answer):
            return (Builtin(name, value),)
        return (UnknownValue(name),)

    def _api_member(self, value: Api, name: str) -> Values:
        if value.model is not None and value.state & self.engine.instance_state:
            found = value.model.find(name)
            if found is not None:
                return self._bound(found[0], found[1], Inst(value.model), self_node=None)
        if value.path == "pathlib.Path()" and value.made_with is not None:
            text = value.made_with
            if name == "parent":
                return (rewrap(value, parent(text)),)
            if name in ("name", "stem", "suffix"):
                whole = text.literal
                return (Str(Text.of(posixpath.basename(whole)) if whole and name == "name" else Text((Hole("unknown", name),))),)
        state = self.tools.api_step(value.state, name)
        return (replace(value, state=state, path=f"{value.path}.{name}", items=(*value.items, name)),)

    def _instance_member(self, value: Inst, name: str, node: ast.AST) -> Values:
        if name == "__class__":
            return (Cls(value.info),)
        stored: list[Values] = []
        for cls in value.info.linear():
            if value.site and (cls_values := cls.heap.get((value.site, name))) is not None:
                stored.append(cls_values)
            elif not value.site:
                stored += [values for (_, attribute), values in cls.heap.items() if attribute == name][:6]
        if stored:
            # What another method stores may come later than this reading: never conclude from constants alone.
            kept = join(*stored)
            return kept if any(not isinstance(v, Const) for v in kept) else join(kept, UNKNOWN)
        found = value.info.find(name)
        if found is not None:
            return self._bound(found[0], found[1], value, self_node=node)
        annotated = value.info.annotation(name)
        if annotated is not None:
            return self.engine.annotation(annotated[1], annotated[0].module)
        getter = value.info.find("__getattr__")
        bases = value.info.external_bases()
        if bases:
            out: list[Values] = []
            for base in bases:
                state = self.tools.api_step(self.tools.api_step(base.state, "@sub"), "@inst")
                out.append((Api(self.tools.api_step(state, name), f"{base.path}().{name}", items=(name,), model=value.model or value.info),))
            return join(*out)
        if getter is not None:
            return UNKNOWN
        return (UnknownValue(f"{value.info.name}.{name}"),)

    def _class_member(self, value: Cls, name: str, node: ast.AST) -> Values:
        found = value.info.find(name)
        if found is not None:
            return self._bound(found[0], found[1], value, self_node=node)
        if name in ("__name__", "__qualname__"):
            return (Str(Text.of(value.info.name)),)
        out: list[Values] = []
        for base in value.info.external_bases():
            state = self.tools.api_step(base.state, "@sub")
            out.append((Api(self.tools.api_step(state, name), f"{base.path}.{name}", items=(name,), model=value.info),))
        return join(*out) if out else (UnknownValue(f"{value.info.name}.{name}"),)

    def _bound(self, cls: ClassInfo, values: Values, owner: Value, *, self_node: ast.AST | None) -> Values:
        out: list[Values] = []
        for value in values:
            if isinstance(value, Func) and value.info.owner is not None:
                info = value.info
                if info.is_static:
                    out.append((value,))
                elif info.is_class_method:
                    out.append((Func(info, Cls(owner.info) if isinstance(owner, (Inst, Cls)) else owner, value.closure),))
                elif isinstance(owner, Cls):
                    out.append((value,))
                elif info.is_property and self_node is not None:
                    out.append(self.call_value(Func(info, owner, value.closure), Arguments(), self_node))
                else:
                    out.append((Func(info, owner, value.closure),))
            elif isinstance(value, Inst) and isinstance(owner, (Cls, Inst)):
                out.append((replace(value, model=owner.info),))         # a manager knows its model
            elif isinstance(value, Api) and isinstance(owner, (Cls, Inst)) and (value.model is None or owner.info.external_bases()):
                out.append((replace(value, model=owner.info),))
            else:
                out.append((value,))
        return join(*out) if out else UNKNOWN

    def _super_member(self, value: Super, name: str) -> Values:
        owner = value.owner
        start = owner.info if isinstance(owner, (Inst, Cls)) else value.info
        order = list(start.linear())
        after = order[order.index(value.info) + 1:] if value.info in order else list(value.info.linear())[1:]
        for cls in after:
            if name in cls.attributes:
                return self._bound(cls, cls.attributes[name], owner, self_node=None)
        out: list[Values] = []
        for base in start.external_bases():
            state = self.tools.api_step(base.state, "@sub")
            if isinstance(owner, Inst):
                state = self.tools.api_step(state, "@inst")
            out.append((Api(self.tools.api_step(state, name), f"{base.path}.{name}", items=(name,), model=start),))
        return join(*out) if out else (Builtin(name),)

    def module_member(self, info: ModuleInfo, name: str, node: ast.AST) -> Values:
        """A name of another module: its own, or a submodule."""
        self.engine.ensure(info)
        found = info.cell.names.get(name)
        if found is not None:
            return join(found, UNKNOWN) if name in info.shared else found
        if info.is_package:
            folder = posixpath.dirname(info.path)
            for candidate in (f"{folder}/{name}.py", f"{folder}/{name}/__init__.py"):
                module = self.engine.program.load(candidate.lstrip("/")) if candidate.lstrip("/") in self.tools.files else None
                if module is not None:
                    return (Mod(module),)
        if "__getattr__" in info.cell.names:
            return UNKNOWN
        return (UnknownValue(f"{info.name}.{name}"),)

    def item(self, values: Values, key: Values, node: ast.AST) -> Values:
        """``values[key]``."""
        out: list[Values] = []
        name = literal(key)
        for value in values:
            if isinstance(value, Seq):
                index = key[0].value if len(key) == 1 and isinstance(key[0], Const) and isinstance(key[0].value, int) else None
                if index is not None and value.exact and -len(value.items) <= index < len(value.items):
                    out.append(value.items[index])
                else:
                    out.append(join(*value.items) if value.items else UNKNOWN)
            elif isinstance(value, Map):
                known = value.get(name) if name is not None else None
                if known is not None:
                    out.append(known)
                else:
                    # An unknown key may be any of them: a table of functions is the union of its functions.
                    out.append(join(*(entry for _, entry in value.entries), value.rest) if name is None or value.rest else UNKNOWN)
            elif isinstance(value, Options):
                out.append((Str(Text((Hole("flag", "--" + (name or "").replace("_", "-")),))),))
            elif isinstance(value, Api):
                state = self.tools.api_step(value.state, "[]")
                for row in self.tools.api_rows(state):
                    if row.do == "env":
                        out.append(self.call_row(row, node, value, Arguments([key])) or UNKNOWN)
                        break
                else:
                    item = name if name is not None else text_of(key).render()
                    out.append((replace(value, state=state, path=value.path + "[]", items=(*value.items, item)),))
            elif isinstance(value, Inst):
                found = value.info.find("__getitem__")
                if found is not None:
                    out.append(join(*(self.call_value(f, Arguments([key]), node)
                                      for f in self._bound(found[0], found[1], value, self_node=None))))
                elif (bases := value.info.external_bases()):
                    state = self.tools.api_step(self.tools.api_step(self.tools.api_step(bases[0].state, "@sub"), "@inst"), "[]")
                    out.append((Api(state, f"{bases[0].path}()[]", items=(name or "",), model=value.info),))
            elif isinstance(value, Str):
                out.append((Str(Text((Hole("unknown"),))),))
            elif isinstance(value, Answer):
                out.append((value,))
        return join(*out) if out else UNKNOWN

    def iterate(self, values: Values) -> Values:
        """What a loop variable takes."""
        out: list[Values] = [items_of(values)]
        for value in values:
            if isinstance(value, Api):
                state = self.tools.api_step(value.state, "@iter")
                # A member of a folder or a line of a file is not called like the folder or the file.
                made = Text((Hole("unknown", "name"),)) if value.path in _LISTINGS else value.made_with
                out.append((replace(value, state=state, path=value.path + "[]", items=(*value.items, "*"), made_with=made),))
            elif isinstance(value, Inst):
                found = value.info.find("__iter__")
                if found is not None:
                    for function in self._bound(found[0], found[1], value, self_node=None):
                        out.append(self.iterate(self.call_value(function, Arguments(), found[0].node)))
            elif isinstance(value, Answer):
                out.append((value,))
        return join(*(o for o in out if o)) or UNKNOWN

    # Calls ----------------------------------------------------------------------------------------------------------------

    def call(self, functions: Values, arguments: Arguments, node: ast.Call) -> Values:
        """``functions(arguments)``: the union over what the callee may be."""
        self.reachable += 1
        out: list[Values] = []
        understood = False
        for function in functions:
            if isinstance(function, UnknownValue):
                out.append(self._call_unknown(function, arguments, node))
                continue
            understood = True
            out.append(self.call_value(function, arguments, node))
        self.resolved += understood
        return join(*out) if out else UNKNOWN

    def call_value(self, function: Value, arguments: Arguments, node: ast.AST, *, spawn: bool = False) -> Values:
        """Call one abstract value."""
        if isinstance(function, Api):
            return self._call_api(function, arguments, node)
        if isinstance(function, Func):
            return self._call_function(function, arguments, node)
        if isinstance(function, Cls):
            return self._make(function, arguments, node)
        if isinstance(function, Partial):
            merged = Arguments([*function.positional, *arguments.positional], {**dict(function.keywords), **arguments.keywords},
                               arguments.rest, arguments.keyword_rest)
            return self.call_value(function.target, merged, node)
        if isinstance(function, Builtin):
            return self._call_builtin(function, arguments, node)
        if isinstance(function, Registrar):
            return (function,)
        if isinstance(function, Inst):
            found = function.info.find("__call__")
            if found is not None:
                return join(*(self.call_value(f, arguments, node) for f in self._bound(found[0], found[1], function, self_node=None)))
        if isinstance(function, Answer):
            return (function,)
        return UNKNOWN

    def _call_function(self, function: Func, arguments: Arguments, node: ast.AST) -> Values:
        result = self.engine.run(function, arguments)
        if result is None:
            self.unknown("budget", node, f"calls nested too deeply at {function.info.qualname}")
            return UNKNOWN
        self.emit(Call(to=result.routine.id, at=self.at(node), name=function.info.qualname, condition=self.condition,
                       confidence=self.certainty))
        for guard in result.gate:
            self.guard(guard)
        if result.exits:
            self.exited = True
        for command in function.info.commands:
            self._call_function(Func(command), Arguments(), node)
        return result.returns or NONE

    def _make(self, cls: Cls, arguments: Arguments, node: ast.AST) -> Values:
        info = cls.info
        found = info.find("__init__")
        external = info.external_bases()
        site = "" if external and found is None else f"{self.module.path}:{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}"
        instance = Inst(info, site)
        if found is not None:
            for function in self._bound(found[0], found[1], instance, self_node=None):
                self.call_value(function, arguments, node)
        else:
            fields = [name for owner in reversed(list(info.linear())) for name in owner.annotations]
            for name, values in [*zip(fields, arguments.positional, strict=False), *arguments.keywords.items()]:
                if site:
                    info.heap[site, name] = join(info.heap.get((site, name), ()), values)
            for base in external:
                state = self.tools.api_step(self.tools.api_step(base.state, "@sub"), "()")
                for row in self.tools.api_rows(state)[:1]:
                    self.call_row(row, node, Api(state, base.path, model=info, items=(info.name,)), arguments)
        post = info.find("__post_init__")
        if post is not None:
            for function in self._bound(post[0], post[1], instance, self_node=None):
                self.call_value(function, Arguments(), node)
        return (instance,)

    def _call_api(self, function: Api, arguments: Arguments, node: ast.AST) -> Values:
        special = self._special(function, arguments, node)
        if (special is None and "signal" in function.path.lower()) or "dispatch" in function.path:
            special = self.signal_call(function, arguments, node)
        if special is not None:
            return special
        state = self.tools.api_step(function.state, "()")
        rows = self.tools.api_rows(state)
        result: Values | None = None
        for row in rows:
            if row.path != rows[0].path:
                break
            given = self.call_row(row, node, function, arguments)
            result = given if given is not None else result
        if not rows and not state:
            self._not_modelled(function, arguments, node)
        if result is not None:
            return result
        first = text_of(arguments.positional[0]) if arguments.positional else None
        if first is None and arguments.keywords:
            first = next((text_of(v) for k, v in arguments.keywords.items()
                          if k in ("url", "host", "uri", "dsn", "path", "file", "name", "bucket", "Bucket", "database", "dbname")), None)
        if first is not None and not first.literal and not any(isinstance(p, str) or p.name for p in first.parts):
            first = None
        if first is None:
            receiver = ".".join(function.items[:-1])
            first = function.made_with if function.made_with is not None else (Text.of(receiver) if receiver and "()" in function.path else None)
        name = function.items[-1] if function.items else ""
        narrowed = name in _NARROW and bool(arguments.positional or arguments.keywords or arguments.keyword_rest or name in ("get", "first"))
        model = function.model
        if model is None and arguments.positional and function.state:
            model = next((v.info for v in arguments.positional[0] if isinstance(v, Cls)), None)
        service = function.service
        if service is None and function.path.endswith((".client", ".resource")) and first is not None:
            service = first.literal
        return (Api(state, function.path + "()", made_with=first, model=model, filtered=function.filtered or narrowed, service=service),)

    def _not_modelled(self, function: Api, arguments: Arguments, node: ast.AST) -> None:
        """A call of something outside that the catalogue does not know: a distinctive name may still tell; else it is an unknown."""
        name = function.items[-1] if function.items else function.path
        for row in self.tools.api_named(name)[:1]:
            self.certainty = Confidence.NAME_ONLY
            self.call_row(row, node, function, arguments)
            self.certainty = Confidence.RESOLVED
            return
        root = function.path.split(".")[0].removesuffix("()")
        if function.items and name in METHODS and "()" in function.path:
            return
        self.resolved -= 1
        kind = "unresolved-call" if self.tools.package_known(root) or root in ("self",) else "unmodelled-package"
        self.unknown(kind, node, f"{function.path}()")

    def _call_unknown(self, function: UnknownValue, arguments: Arguments, node: ast.Call) -> Values:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        if isinstance(node.func, ast.Attribute):
            if name in METHODS:
                self.resolved += 1
                return UNKNOWN
            rows = self.tools.api_named(name)
            if rows:
                self.certainty = Confidence.NAME_ONLY
                self.call_row(rows[0], node, Api(frozenset(), "?." + name, items=(name,)), arguments)
                self.certainty = Confidence.RESOLVED
                return UNKNOWN
            only = self.engine.only_method(name)
            if only is not None and only.owner is not None:
                self.certainty = Confidence.NAME_ONLY
                value = self._call_function(Func(only, Inst(only.owner)), arguments, node)
                self.certainty = Confidence.RESOLVED
                return value
        for values in arguments.every():                     # a callback given to something unknown is assumed to be called
            for value in values:
                if isinstance(value, Func) and value.info.node.lineno and isinstance(value.info.node, ast.Lambda):
                    self._call_function(value, Arguments(), node)
        self.unknown("dynamic-call", node, f"{name or ast.unparse(node.func)[:60]}(): what is called is not known")
        return UNKNOWN

    def _special(self, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
        """Pure functions of the standard library whose values matter, and reading files of the repository."""
        path = function.path
        name = function.items[-1] if function.items else path
        if path.startswith(("os.path.", "posixpath.")):
            return path_function(name, arguments)
        if path == "pathlib.Path" or path == "pathlib.PurePath":
            text = join_path([text_of(v) for v in arguments.positional]) if arguments.positional else Text.of(".")
            return (Api(self.tools.api_step(function.state, "()"), "pathlib.Path()", made_with=text),)
        if path.startswith("pathlib.Path().") and function.made_with is not None:
            base = replace(function, state=self.engine.path_state, path="pathlib.Path()", items=())
            if name in ("resolve", "absolute", "expanduser"):
                return (rewrap(base, normal(function.made_with)),)
            if name in ("joinpath", "with_name"):
                pieces = [function.made_with if name == "joinpath" else parent(function.made_with), *(text_of(v) for v in arguments.positional)]
                return (rewrap(base, join_path(pieces)),)
            if name in ("as_posix", "__str__"):
                return (Str(function.made_with),)
        if name in _READ_TEXT and function.made_with is not None:
            found = repository_path(function.made_with, self.tools.files)
            file = self.tools.files.get(found) if found else None
            if file is not None and file.text is not None and len(file.text) < 200_000 and file.suffix not in (".py",):
                state = self.tools.api_step(function.state, "()")
                for row in self.tools.api_rows(state)[:1]:
                    self.call_row(row, node, function, arguments)
                return (Str(Text.of(file.text)),)
        if name == "set_defaults" and "argparse" in path:
            for key in ("func", "handler", "command", "cmd", "callback", "run", "action"):
                if key in arguments.keywords:
                    self.module.handlers.append(arguments.keywords[key])
            return NONE
        if name in ("parse_args", "parse_known_args", "parse_intermixed_args") and not path.startswith("?"):
            handlers = tuple(dict.fromkeys(value for values in self.module.handlers for value in values if isinstance(value, (Func, Partial))))
            options = (Options(handlers),)
            return options if name != "parse_known_args" and not path.startswith("optparse") else (Seq((options, UNKNOWN)),)
        if path == "sys.path.insert" or path == "sys.path.append":
            for text in [text_of(v) for v in arguments.positional[-1:]]:
                self.engine.add_root(self.module, text)
            return NONE
        if path in ("copy.copy", "copy.deepcopy"):
            return arguments.get(0) or UNKNOWN
        if path in ("typing.cast", "typing_extensions.cast") and len(arguments.positional) == 2:
            given = arguments.positional[1]
            return given if any(not isinstance(v, UnknownValue) for v in given) else tuple(
                Inst(v.info) if isinstance(v, Cls) else v for v in arguments.positional[0])
        if path in ("functools.wraps", "functools.lru_cache", "functools.cache"):
            return (Builtin("identity"),)
        if path in ("shlex.split",) and arguments.positional:
            from handover_generator.languages._python.strings import words

            return (Seq(tuple((Str(word),) for word in words(text_of(arguments.positional[0])))),)
        if path in ("shlex.quote", "pipes.quote", "textwrap.dedent", "inspect.cleandoc", "os.fspath", "sqlalchemy.text", "sqlalchemy.sql.text",
                    "operator.methodcaller", "django.utils.safestring.mark_safe") and arguments.positional:
            return arguments.positional[0]
        if path in ("itertools.chain", "itertools.chain.from_iterable", "itertools.islice", "more_itertools.chunked", "tqdm.tqdm", "tqdm",
                    "tqdm.auto.tqdm"):
            return join(*arguments.positional) if arguments.positional else UNKNOWN
        return None

    def _call_builtin(self, function: Builtin, arguments: Arguments, node: ast.AST) -> Values:
        owner, name = function.owner, function.name
        if name == "identity":
            return arguments.get(0) or UNKNOWN
        if isinstance(owner, Answer):
            return (owner,)
        if isinstance(owner, Str):
            return string_method(owner, name, arguments)
        if isinstance(owner, Func):
            return self._later(owner, name, arguments, node)
        if isinstance(owner, Map):
            return self._map_method(owner, name, arguments)
        if isinstance(owner, Seq):
            if name in ("pop", "popleft", "__getitem__"):
                return join(*owner.items) if owner.items else UNKNOWN
            if name == "copy":
                return (owner,)
            return UNKNOWN
        if owner is not None:
            return UNKNOWN
        return self._language(name, arguments, node)

    def _later(self, owner: Func, name: str, arguments: Arguments, node: ast.AST) -> Values:
        """A task function's ``delay``: a message now, the work later in the worker."""
        if name in _LATER:
            self.emit(Act(resource="queue", action=Action.SEND, what=f"queues the job {owner.info.name}", at=self.at(node),
                          target=owner.info.name, condition=self.condition))
            self.conditions.append("in the worker")
            given = arguments if name in ("delay", "send", "defer") else Arguments()
            self._call_function(owner, given, node)
            self.conditions.pop()
            return UNKNOWN
        if name in ("__wrapped__", "run", "fn", "func", "callback", "main", "invoke", "as_tuple"):
            return self._call_function(owner, arguments, node)
        return UNKNOWN

    def _map_method(self, owner: Map, name: str, arguments: Arguments) -> Values:
        everything = join(*(values for _, values in owner.entries), owner.rest)
        if name in ("get", "pop", "setdefault", "__getitem__"):
            key = literal(arguments.get(0) or ())
            found = owner.get(key) if key is not None else None
            if found is not None:
                return found
            default = arguments.get(1) or NONE
            return join(everything, default) if key is None or owner.rest else default
        if name == "values":
            return (Seq(tuple(values for _, values in owner.entries), exact=False),)
        if name == "items":
            return (Seq(tuple((Seq(((Str(Text.of(key)),), values)),) for key, values in owner.entries), exact=False),)
        if name == "keys":
            return (Seq(tuple((Str(Text.of(key)),) for key, _ in owner.entries), exact=False),)
        if name == "copy":
            return (owner,)
        return UNKNOWN

    def _language(self, name: str, arguments: Arguments, node: ast.AST) -> Values:
        first = arguments.get(0)
        if name in ("str", "unicode", "basestring", "repr", "format") and first:
            return tuple(v if isinstance(v, (Str, Answer)) else Str(text_of((v,))) for v in first)
        if name in ("list", "tuple", "sorted", "set", "frozenset", "reversed", "iter", "next") and first:
            if name == "next":
                return self.iterate(first)
            return tuple(v if isinstance(v, (Seq, Api, Answer)) else Seq((self.iterate((v,)),), exact=False) for v in first)
        if name == "enumerate" and first:
            return (Seq(((Seq((UNKNOWN, self.iterate(first))),),), exact=False),)
        if name == "zip":
            return (Seq(((Seq(tuple(self.iterate(v) for v in arguments.positional)),),), exact=False),)
        if name in ("map", "filter") and first:
            given = Arguments([self.iterate(v) for v in arguments.positional[1:]])
            results = [self.call_value(f, given, node) for f in first if isinstance(f, (Func, Partial, Cls, Api))]
            if name == "filter":
                return arguments.get(1) or UNKNOWN
            return (Seq((join(*results) if results else UNKNOWN,), exact=False),)
        if name == "dict":
            entries = tuple((key, values) for key, values in arguments.keywords.items())
            return (Map(entries),) if not arguments.positional else (first or UNKNOWN)
        if name == "getattr" and first:
            attribute = literal(arguments.get(1) or ())
            if attribute is not None:
                return self.member(first, attribute, node)
            return self._any_member(first, node)
        if name == "setattr" and first:
            attribute = literal(arguments.get(1) or ())
            if attribute is not None:
                self.store_member(first, attribute, arguments.get(2) or UNKNOWN)
            return NONE
        if name == "type" and first and len(arguments.positional) == 1:
            return tuple(Cls(v.info) if isinstance(v, Inst) else UnknownValue("type") for v in first)
        if name == "len" and first:
            for value in first:
                if isinstance(value, Api):
                    state = self.tools.api_step(self.tools.api_step(value.state, "__len__"), "()")
                    for row in self.tools.api_rows(state)[:1]:
                        self.call_row(row, node, replace(value, items=(*value.items, "__len__")), Arguments())
        if name in ("int", "float", "bool", "len", "any", "all") and first:
            return tuple(v if isinstance(v, (Answer, Str)) and name in ("int", "float", "bool") else UnknownValue(name) for v in first)
        return UNKNOWN

    def _any_member(self, values: Values, node: ast.AST) -> Values:
        """``getattr(x, computed)``: all public methods of a small repository class, else unknown."""
        out: list[Values] = []
        for value in values:
            if isinstance(value, (Inst, Cls)):
                names = [n for n, v in value.info.attributes.items() if not n.startswith("_") and any(isinstance(x, Func) for x in v)]
                if len(names) <= 10:
                    out += [self.member((value,), name, node) for name in names]
            elif isinstance(value, Mod):
                self.engine.ensure(value.info)
                functions = [v for n, v in value.info.cell.names.items()
                             if not n.startswith("_") and any(isinstance(x, Func) and x.info.module is value.info for x in v)]
                if len(functions) <= 10:
                    out += functions
        return join(*out) if out else (UnknownValue("getattr with a computed name"),)

    def store_member(self, targets: Values, name: str, values: Values) -> None:
        """``targets.name = values``."""
        for target in targets:
            if isinstance(target, Inst):
                key = (target.site, name)
                target.info.heap[key] = join(target.info.heap.get(key, ()), values)
            elif isinstance(target, Cls):
                target.info.attributes[name] = join(target.info.attributes.get(name, ()), values)
            elif isinstance(target, Mod):
                self.engine.ensure(target.info)
                target.info.cell.names[name] = join(target.info.cell.names.get(name, ()), values)
