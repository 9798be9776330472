"""Members, items and iteration of abstract values."""

from __future__ import annotations

import ast
import posixpath

from handover_generator.languages._python.app_members import carried
from handover_generator.languages._python.contexts import item_of, on_context, put_on
from handover_generator.languages._python.enums import each_member, is_enumeration, member_at, method_of_member
from handover_generator.languages._python.filled_fields import may_hold_other
from handover_generator.languages._python.frame import Arguments, rebound
from handover_generator.languages._python.generics import of_type
from handover_generator.languages._python.given import put_as_callback
from handover_generator.languages._python.looked_up import chosen
from handover_generator.languages._python.managers import META, MODELS_OF_META, NAMES_IN_META, TABLE_OF_META, Managers
from handover_generator.languages._python.mapped import MAPPED, column_set, is_mapped, may_be_mapped
from handover_generator.languages._python.named_tuples import places
from handover_generator.languages._python.outside_models import FIELDS_OF_ROWS, THROUGH
from handover_generator.languages._python.own_lists import MEMBERS, is_own_list
from handover_generator.languages._python.paths import PATH
from handover_generator.languages._python.program import ClassInfo, FunctionInfo, ModuleInfo
from handover_generator.languages._python.promised import is_declared, keepers, only_promises
from handover_generator.languages._python.requested import part_of
from handover_generator.languages._python.settings import SETTINGS, is_kind_of_settings
from handover_generator.languages._python.some_model import rows_of_some
from handover_generator.languages._python.storages import DEFAULT, TABLE, lies_elsewhere, named_by_settings, storage
from handover_generator.languages._python.stored_rows import is_stored
from handover_generator.languages._python.strings import (
    METHODS,
    METHODS_OF,
    items_of,
    join_path,
    key_of,
    lines_of,
    may_be,
    parent,
    repository_path,
    rewrap,
)
from handover_generator.languages._python.syntax import ANY, remembered, stored_members
from handover_generator.languages._python.values import (
    EACH,
    LIMIT,
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
    undecided,
)
from handover_generator.languages._python.worker_tasks import is_signed
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.text import MOST_WORDS, Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

_IS_CLASS = regex(r"[^()]*(?:\A|\.)[A-Z]\w*[a-z]\w*")
_MIRRORED = "*"
"""What an instance took over from other objects, in the place of a member's name."""
_LOADED = regex(r"(?:\A|\.)(?:json|load|loads|safe_load|full_load|unsafe_load|load_all|safe_load_all)\(\)(?:\[\])*\Z")
_WALKS = frozenset({"os.walk()", "os.fwalk()", "pathlib.Path().walk()"})
_LISTINGS = _WALKS | {"os.listdir()", "os.scandir()", "open()", "csv.reader()", "csv.DictReader()", "io.open()", "codecs.open()"}

_CONSTANTS = {"os.sep": "/", "os.path.sep": "/", "os.linesep": "\n", "os.curdir": ".", "os.pardir": "..", "os.pathsep": ":",
              "os.devnull": "/dev/null", "sys.executable": "python3"}
"""Constants of the standard library that take part in paths and command lines."""
_LONGEST_READ = 200_000
_FETCHED = (".fetchall()", ".fetchmany()", ".fetchone()")
_FILES_OF_ROWS = (".FileField()", ".ImageField()")
_ROW = Text((Hole("unknown", "row"),))
"""What a query gave is not called like the connection."""

_TAKES_APART = frozenset({"split", "rsplit", "partition", "rpartition"})
"""Methods with which a dotted name is taken apart, to look for what it names."""


class Members(Managers):
    """Member access, subscription, iteration, storing members."""

    def member(self, values: Values, name: str, node: ast.AST) -> Values:
        """``values.name``."""
        if len(values) > 1:                                         # None has no members: what is asked for one is the other by then
            values = tuple(value for value in values if value != NONE[0])
        found = [self._member(value, name, node) for value in values]
        return join(*found) if found else UNKNOWN

    def _member(self, value: Value, name: str, node: ast.AST) -> Values:
        if isinstance(value, Api):
            return self._api_member(value, name, node)
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
                return (Registrar(value.origin or value.info),)
            return (Builtin(name, value),)
        if isinstance(value, Partial) and is_signed(value, name):
            return (Builtin(name, value),)
        if isinstance(value, Options) and name in ("get", "pop", "setdefault"):
            return (Builtin(name, value),)                      # the options of a management command are a dictionary
        if isinstance(value, Options):
            if (chosen := dict(value.chosen).get(name)) is not None:
                return (Str(Text.of(chosen)),)
            functions = tuple(handler for member, handler in value.handlers if member == name)
            return functions or value.item(name)
        if isinstance(value, (Str, Const)) and name == "value":
            return (value,)                                     # a member of an enumeration is read as its value
        if isinstance(value, (Str, Seq, Map, Const)):
            return method_of_member(self, name, node) or (Builtin(name, value),)
        if isinstance(value, Answer):
            return (Builtin(name, value),)
        if isinstance(value, Builtin) and value.owner is None and name in METHODS_OF.get(value.name, ()):
            return (Builtin(name, value),)                      # "dict.__setitem__(self, key, value)": of the class
        return rows_of_some(self.engine, self.module.tree, value, name) or (UnknownValue(name),)

    def _api_member(self, value: Api, name: str, node: ast.AST) -> Values:
        if name == THROUGH and value.relation:
            value = replace(value, model=None)
        if name == TABLE_OF_META and value.path.endswith(META) and (table := self.table_behind(value)):
            return table
        if name in NAMES_IN_META and value.path.endswith(META) and (said := self.names_behind(value, name)):
            return said
        if name in MODELS_OF_META and value.path.endswith(META) and (model := self.model_behind(value)):
            return model
        row = self.row_of(value)
        if row is not None and name == "__class__":
            return (Cls(row),)
        if row is not None:
            found = row.find(name)
            if found is not None:
                return self.bound(name, found[1], Inst(row, stored=is_stored(self, value)), self_node=node)
            if value.state & self.engine.instance_state:
                back = self.points_back(row, name, node)
                if back is not None:
                    return back
                annotated = row.annotation(name)
                promised = self.engine.annotation(annotated[1], annotated[0].module) if annotated is not None else UNKNOWN
                if promised != UNKNOWN:
                    return promised
                value = self.through(value, row, name)
        led = self._led_to(value.model, name, node) if value.model is not None and (not value.relation or value.path.startswith(MAPPED)) else None
        if led is not None:
            return led
        own = self.own_member(value, name) or on_context(self.engine.layer, value, name)
        if own is not None:
            return own
        if name in ("__name__", "__qualname__"):                 # it is not called like what it was found with
            return (Str(Text((Hole("unknown", "name"),))),)
        constant = _CONSTANTS.get(f"{value.path}.{name}")
        if constant is not None:
            return (Str(Text.of(constant)),)
        if value.path == "pathlib.Path()" and value.made_with is not None:
            text = value.made_with
            if name == "parents":
                above = [text]
                for _ in range(6):
                    above.append(parent(above[-1]))
                return (Seq(tuple((rewrap(value, one),) for one in above[1:])),)
            if name == "parent":
                return (rewrap(value, parent(text)),)
            if name in ("name", "stem", "suffix"):
                whole = text.literal
                return (Str(Text.of(posixpath.basename(whole)) if whole and name == "name" else Text((Hole("unknown", name),))),)
        if (part := part_of(value, name)) is not None:
            return part
        if name in METHODS and value.made_with is not None and value.path.startswith(SETTINGS + "."):
            return (Builtin(name, Str(replace(value.made_with, named=name not in _TAKES_APART))),)        # it decides nothing
        if value.path == DEFAULT and (stored := storage(self, "default", node)):
            return self.member(stored, name, node)
        if value.path == SETTINGS and (held := self.engine.settings.clients(name) or self.engine.settings.folder(name)):
            return held
        if (put := carried(self, value, name, node)) is not None:
            return put
        state = self.foreign_model(value, name) or self.tools.api_step(value.state, name)
        made = self.engine.settings.text(name) if value.path == SETTINGS else value.made_with
        return (value.step(state, "." + name, name, made),)

    def _led_to(self, model: ClassInfo, name: str, node: ast.AST) -> Values | None:
        """The rows of another model that a relationship of SQLAlchemy gives to those of ``model``; None where there is no such."""
        found = model.find(name)
        if found is None:
            return self.mapped_back(name)
        return self.bound(name, found[1], Inst(model), self_node=node) if any(isinstance(v, Api) and is_mapped(v) for v in found[1]) else None

    def _instance_member(self, value: Inst, name: str, node: ast.AST) -> Values:
        if name == "__class__":
            return (Cls(value.info),)
        if value.known and (told := dict(value.known).get(name)) is not None:
            return told
        stored: list[Values] = []
        for cls in value.info.linear():
            if value.site and (cls_values := cls.heap.get((value.site, name))) is not None:
                stored.append(cls_values)
            elif not value.site:
                stored += [values for (_, attribute), values in cls.heap.items() if attribute == name][:6]
        if stored and (holder := value.info.find(name)) is not None and any(
                isinstance(v, Api) and v.path.startswith(FIELDS_OF_ROWS) and v.path.endswith(_FILES_OF_ROWS) for v in holder[1]):
            return self.bound(name, holder[1], value, self_node=None)          # whatever is put there, what is had is the file of the row
        if stored:
            # What another method stores may come later than this reading; and a row has what the database says.
            field = None if value.site else value.info.find(name)
            of_row = field is not None and any(isinstance(v, Api) and v.path.startswith(FIELDS_OF_ROWS) for v in field[1])
            known = join(*stored)
            return join(known, UNKNOWN) if of_row and all(isinstance(v, (Const, Str)) for v in known) else undecided(known)
        found = value.info.find(name)
        if not stored and found is None and (kept := self._initialised(value, name)):
            return kept
        if found is not None:
            promised = any(isinstance(v, Func) and only_promises(v.info) for v in found[1])
            values = self._kept(value, name, found, node) if promised else self.bound(name, found[1], value, self_node=node)
            plain = all(isinstance(v, (Const, Str)) for v in values)
            # What stands in the class is what it begins with, where a method stores another.
            changes = plain and (values == NONE or any(not stored_members(cls.node).isdisjoint((name, ANY)) for cls in value.info.linear())
                                 or (not value.site and any(name in heir.attributes for heir in value.info.subclasses)))
            changes = changes or (all(isinstance(v, (Const, Str, Seq, Map)) for v in values)
                                  and may_hold_other(value.info, name, made_here=bool(value.site)))
            return join(values, UNKNOWN) if changes else values
        mirrored = self._mirrored(value, name, node)
        if mirrored:
            return mirrored
        if may_be_mapped(self, value.info, name) and (back := self.mapped_back(name)) is not None:
            return back
        if name == "_replace" and places(value.info):           # another of them; which fields differ is not kept apart
            return (Partial(Builtin("identity"), ((value,),)),)
        annotated = value.info.annotation(name)
        if annotated is not None:
            row = bool(self.engine.instance_state & self.engine.kinds.instance_of(value.info))
            if row and (back := self.points_back(value.info, name, node)) is not None:
                return back
            return self.engine.annotation(annotated[1], annotated[0].module)
        if name.isupper() and is_kind_of_settings(value.info):
            return self._api_member(Api(self.engine.state(*SETTINGS.split(".")), SETTINGS), name, node)
        getter = value.info.find("__getattr__")
        if getter is not None:
            return self.dunder(value, "__getattr__", node, [(Str(Text.of(name)),)]) or UNKNOWN
        if later := self._stored_by_method(value, name):
            return later
        inherited = self.inherited(value, name, node)
        return inherited if inherited is not None else (UnknownValue(f"{value.info.name}.{name}"),)

    def _initialised(self, value: Inst, name: str) -> Values:
        """What the ``__init__`` of a class puts under a name, where nothing that was read made the instance: a plug-in system or a framework did,
        with what the annotations of the parameters say; or one of so many instances that its making was not read for itself.
        """
        made = value.info.find("__init__")
        for function in made[1] if made is not None and not value.site else ():
            if isinstance(function, Func) and not isinstance(function.info.node, ast.Lambda) and name in _members_set(function.info.node):
                self.engine.run(Func(function.info, value, function.closure), Arguments(rest=UNKNOWN, keyword_rest=UNKNOWN))
        kept = join(*(cls.heap.get(("", name), ()) for cls in value.info.linear())) if made is not None else ()
        return kept if any(not isinstance(v, (UnknownValue, Const)) for v in kept) else ()

    def _stored_by_method(self, value: Inst, name: str) -> Values:
        """What a method of the class puts under a name that is asked for before that method was read: its own, and nothing of a base from outside.
        What an object does when it goes away comes after all of them, wherever they are called.
        """
        if not value.info.external_bases() and (self.function is None or self.function.name != "__del__"):
            return ()
        for cls in value.info.linear():
            for values in list(cls.attributes.values()):
                for function in values:
                    if isinstance(function, Func) and not isinstance(function.info.node, ast.Lambda) and name in _members_set(function.info.node):
                        self.engine.run(Func(function.info, value, function.closure), Arguments(rest=UNKNOWN, keyword_rest=UNKNOWN))
        kept = join(*(cls.heap.get((value.site, name), ()) for cls in value.info.linear()))
        return kept if any(not isinstance(v, UnknownValue) for v in kept) else ()

    def _kept(self, value: Inst, name: str, promise: tuple[ClassInfo, Values], node: ast.AST) -> Values:
        """What an abstract method or property stands for: those of the subclasses."""
        declared = [v.info for v in promise[1] if isinstance(v, Func) and is_declared(v.info)]
        kept = keepers(self.engine, value.info, name, declared=bool(declared))
        if len(kept) > LIMIT:
            self.unknown("dynamic-call", node, f"{value.info.name}.{name}(): only {LIMIT} of the classes that say what it does are followed")
        if kept:
            return join(*(self.bound(name, values, replace(value, info=heir), self_node=node) for heir, values in kept[:LIMIT]))
        if declared and not declared[0].is_property:
            self.unknown("dynamic-call", node, f"{declared[0].qualname}(): no class here says what it does")
        return self.bound(name, promise[1], value, self_node=node)

    def _class_member(self, value: Cls, name: str, node: ast.AST) -> Values:
        found = value.info.find(name)
        if found is not None:
            promised = self.promised(value.info, name, found[1])
            return promised if promised is not None else self.bound(name, found[1], value, self_node=node)
        if name in ("__name__", "__qualname__"):
            return (Str(Text.of(value.info.name)),)
        if name == "__subclasses__":
            return (Builtin(name, value),)
        out: list[Values] = []
        for base in value.info.giving_bases():
            state = self.tools.api_step(base.state, "@sub")
            out.append((Api(self.tools.api_step(state, name), f"{base.path}.{name}", items=(name,), model=self.rows_of(value.info, base),
                            kin=Inst(value.info)),))
        return join(*out) if out else (UnknownValue(f"{value.info.name}.{name}"),)

    def bound(self, name: str, values: Values, owner: Value, *, self_node: ast.AST | None) -> Values:
        """What a class holds under a name, as ``owner`` sees it: methods bound, properties read, managers with their model."""
        out: list[Values] = []
        for value in tuple(one for one in values if isinstance(one, Api) and is_mapped(one)) or values:     # its annotation tells no more
            if isinstance(value, Func) and value.wraps is not None:
                out.append(self._bound_wrapper(value, value.wraps, owner, self_node))
            elif isinstance(value, Func) and value.info.owner is not None:
                info = value.info
                if info.is_static:
                    out.append((value,))
                elif info.is_class_method:
                    out.append((Func(info, Cls(owner.info) if isinstance(owner, (Inst, Cls)) else owner, value.closure),))
                elif isinstance(owner, Cls):
                    out.append((value,))
                elif info.is_property and self_node is not None:
                    self.reachable += 1
                    self.resolved += 1
                    out.append(self.call_value(Func(info, owner, value.closure), Arguments(), self_node))
                else:
                    out.append((Func(info, owner, value.closure),))
            elif isinstance(value, Partial) and isinstance(value.target, Func) and value.target.info.owner is not None and isinstance(owner, Inst):
                out.append((replace(value, positional=((owner,), *value.positional)),))       # of functools.partialmethod
            elif isinstance(value, Inst) and self_node is not None and value.info.find("__get__") is not None:
                out.append(self.dunder(value, "__get__", self_node, [(owner,), UNKNOWN]))
            elif isinstance(value, Inst) and isinstance(owner, (Cls, Inst)):
                out.append((replace(value, model=owner.info),))         # a manager knows its model
            elif isinstance(value, Api) and isinstance(owner, (Cls, Inst)) and (value.model is None or owner.info.external_bases()):
                out.append((self.field_of(value, owner.info, name, of_row=isinstance(owner, Inst)),))
            else:
                out.append((value,))
        return join(*out) if out else UNKNOWN

    def _bound_wrapper(self, value: Func, method: FunctionInfo, owner: Value, self_node: ast.AST | None) -> Values:
        """A function that a decorator put in the place of ``method``: what that would be bound to is its first argument."""
        plain = replace(value, wraps=None)
        if method.is_static or (isinstance(owner, Cls) and not method.is_class_method):
            return (plain,)
        first = Cls(owner.info) if method.is_class_method and isinstance(owner, (Inst, Cls)) else owner
        if method.is_property and self_node is not None:
            return self.call_value(plain, Arguments([(first,)]), self_node)
        return (Partial(plain, ((first,),)),)

    def _super_member(self, value: Super, name: str) -> Values:
        owner = value.owner
        start = owner.info if isinstance(owner, (Inst, Cls)) else value.info
        after = start.above(value.info)
        for cls in after:
            if name in cls.attributes:
                return self.bound(name, cls.attributes[name], owner, self_node=None)
        if name == "__init__" and isinstance(owner, Inst) and any(cls.annotations for cls in after):
            return (Builtin("fields", value),)       # written by a decorator (dataclass) from what is annotated
        out: list[Values] = []
        for base in start.giving_bases():
            if name == "__init__" and base.state:
                out.append((base,))                  # whoever starts what it is made from makes one of those
                continue
            state = self.tools.api_step(base.state, "@sub")
            if isinstance(owner, Inst):
                state = self.engine.kinds.adopted(start) or self.tools.api_step(state, "@inst")
            kin = Inst(start, "", owner.model, stored=owner.stored) if isinstance(owner, Inst) else Inst(start)
            out.append((Api(self.tools.api_step(state, name), f"{base.path}.{name}", items=(name,), model=kin.model or start, kin=kin,
                            filtered=isinstance(owner, Inst) and owner.filtered),))
        return join(*out) if out else (Builtin(name),)

    def module_member(self, info: ModuleInfo, name: str, node: ast.AST) -> Values:
        """A name of another module: its own, or a submodule."""
        self.engine.ensure(info)
        if info.stand_in:
            replaced = self.member(info.stand_in, name, node)
            if not all(isinstance(value, UnknownValue) for value in replaced):
                return replaced
        found = info.cell.names.get(name)
        if found is not None:
            # Where another place may bring its own (a star import of a file that is not here), a plain value decides nothing.
            open_ended = info.open_ended and all(isinstance(value, (Const, Str, Map, Seq)) for value in found)
            if name in info.shared and not open_ended:
                return rebound(info, name, found)
            return join(found, UNKNOWN) if open_ended else found
        if info.is_package:
            folder = posixpath.dirname(info.path)
            for candidate in (f"{folder}/{name}.py", f"{folder}/{name}/__init__.py"):
                module = self.engine.program.load(candidate.lstrip("/")) if candidate.lstrip("/") in self.tools.files else None
                if module is not None:
                    return (Mod(module),)
            if self.engine.program.has_folder(f"{folder}/{name}".lstrip("/")):
                return (self.engine.namespace(f"{folder}/{name}/".lstrip("/"), info),)
            if info.module.path.endswith("/") and (elsewhere := self._in_another_folder(info.module.path, name, node)) is not None:
                return elsewhere
        starred = self.starred(info, name)
        if starred is not None:
            return (starred,)
        getter = info.cell.names.get("__getattr__")
        if getter is not None:
            return join(*(self.call_value(f, Arguments([(Str(Text.of(name)),)]), node) for f in getter if isinstance(f, Func))) or UNKNOWN
        return (UnknownValue(f"{info.name}.{name}"),)

    def _in_another_folder(self, folder: str, name: str, node: ast.AST) -> Values | None:
        """A member of a package without ``__init__.py`` that lies in several folders, one of each project (``a/shop/web``, ``b/shop/jobs``)."""
        for root in self.module.roots:
            if root and folder.startswith(root + "/"):
                dotted = f"{folder[len(root) + 1:].strip('/').replace('/', '.')}.{name}"
                if self.engine.program.find(dotted, self.module) is not None:
                    return self.import_module(dotted, node)
        return None

    def starred(self, info: ModuleInfo, name: str) -> Api | None:
        """What a name is that a module takes with a star from a package outside, where the catalogue knows it."""
        found = [Api(state, f"{package.path}.{name}", items=(name,)) for package in reversed(info.stars)
                 if (state := self.tools.api_step(package.state, name))]
        described = (one for one in found if self.engine.kinds.precise(one.state))       # not only as part of a harmless package
        return next(described, found[0] if found else None)

    def item(self, values: Values, key: Values, node: ast.AST) -> Values:
        """``values[key]``."""
        out: list[Values] = []
        name = literal(key)
        for value in (self.in_places(value, node) for value in values):
            if isinstance(value, Seq):
                index = self.index_of(key)
                if index is not None and value.exact and -len(value.items) <= index < len(value.items):
                    out.append(value.items[index])
                elif index is not None and value.opening and index >= 0:
                    out.append(value.items[index] if index < value.opening else UNKNOWN)
                else:
                    out.append(join(*value.items) if value.items else UNKNOWN)
            elif isinstance(value, Map):
                if not value.entries and not value.rest and len(values) > 1:
                    continue                                 # what it was before it was filled holds nothing
                constant = key_of(key)
                known = value.get(constant) if constant is not None else None
                if known is not None:
                    out.append(known)
                elif constant is not None:
                    out.append(value.rest or UNKNOWN)
                else:
                    # An unknown key may be any of them: a table of functions is the union of its functions.
                    out.append(join(chosen(value.entries, key), value.rest) or UNKNOWN)
            elif isinstance(value, Options):
                out.append(value.item(name or ""))
            elif isinstance(value, Api):
                if (put := item_of(self.engine.layer, value, name)) is not None:
                    out.append(put)
                    continue
                if value.path == TABLE and (stored := storage(self, name or named_by_settings(key), node)):
                    out.append(stored)
                    continue
                if value.path == "sys.modules" and name is not None:
                    out.append(self.loaded_module(name, node))
                    continue
                if value.path == "sys.argv" and (argument := self._argument(key)) is not None:
                    out.append((Str(Text.of(argument)),))
                    continue
                if value.path == "sys.modules" and name in ("__main__", self.module.name):
                    out.append((Mod(self.module),))
                    continue
                state = self.tools.api_step(value.state, "[]")
                for row in self.tools.api_rows(state):
                    if row.do == "env":
                        out.append(self.call_row(row, node, value, Arguments([key])) or UNKNOWN)
                        break
                else:
                    if _IS_CLASS.fullmatch(value.path) and all(row.do == "neutral" for row in self.tools.api_rows(state)):
                        # Queue[int] is the class Queue
                        out.append((value,))
                        continue
                    self._looked_into(value, state, node)
                    item = name if name is not None else text_of(key).render()
                    made = value.made_with
                    if value.path == "sys.argv":             # called as the shell calls it
                        made = Text((Hole("argument", "@" if (index := self.index_of(key)) is None else str(index)),))
                    elif name is not None and _LOADED.search(value.path):           # what a file says is not called like the file
                        made = Text((Hole("unknown", name),))
                    elif value.path.endswith(_FETCHED):
                        made = _ROW
                    out.append((value.step(state, "[]", item, made),))
            elif isinstance(value, Inst):
                found = value.info.find("__getitem__")
                if found is not None:
                    out.append(join(*(self.call_value(f, Arguments([key]), node)
                                      for f in self.bound("__getitem__", found[1], value, self_node=None))))
                elif (bases := value.info.external_bases()):
                    state = self.tools.api_step(self.tools.api_step(self.tools.api_step(bases[0].state, "@sub"), "@inst"), "[]")
                    out.append((Api(state, f"{bases[0].path}()[]", items=(name or "",), model=value.info),))
            elif isinstance(value, Cls) and is_enumeration(value.info):
                out.append(member_at(self, value.info, key))
            elif isinstance(value, Cls):
                out.append(of_type(self, value, key, node))
            elif isinstance(value, Str):
                out.append((Str(Text((Hole("unknown"),))),))
            elif isinstance(value, Answer):
                out.append((value,))
        return join(*out) if out else UNKNOWN

    def _looked_into(self, value: Api, state: frozenset[int], node: ast.AST) -> None:
        """Going through something, or taking an item of it, may be what touches the world: a query runs when its rows are wanted."""
        for row in self.tools.api_rows(state)[:1]:
            if row.resource is not None and row.path.endswith(("@iter", "[]")):
                self.call_row(row, node, replace(value, items=(*value.items, "[]")), Arguments())

    def gone_through(self, values: Values, node: ast.AST) -> Values:
        """What is inside of something that comes from outside and of which all is taken: the rows of a query; not known for anything else."""
        rows = tuple(value for value in values if isinstance(value, Api) and self._is_lazy(value))
        return self.iterate(rows, node) if rows else UNKNOWN

    def _is_lazy(self, value: Api) -> bool:
        rows = self.tools.api_rows(self.tools.api_step(value.state, "@iter"))
        return bool(rows) and rows[0].resource is not None and rows[0].path.endswith("@iter")

    def is_file(self, value: Value) -> bool:
        """Whether a value is a stored file: that is only read when its lines are wanted, not when it is asked whether there is one."""
        rows = self.tools.api_rows(self.tools.api_step(value.state, "@iter")) if isinstance(value, Api) else ()
        return bool(rows) and rows[0].resource == "filesystem" and rows[0].path.endswith("@iter")

    @staticmethod
    def index_of(key: Values) -> int | None:
        """The constant number a key is, or None."""
        return key[0].value if len(key) == 1 and isinstance(key[0], Const) and isinstance(key[0].value, int) else None

    def _argument(self, key: Values) -> str | None:
        """``sys.argv[key]`` where the program is started with known words."""
        given, index = self.engine.layer.argv, self.index_of(key)
        return given[index - 1] if index is not None and 1 <= index <= len(given) else None

    def in_places(self, value: Value, node: ast.AST) -> Value:
        """A tuple with named places as the tuple that it is; anything else as it stands."""
        names = places(value.info) if isinstance(value, Inst) and value.site and value.info.annotations else ()
        return Seq(tuple(self.member((value,), name, node) for name in names)) if names else value

    def iterate(self, values: Values, node: ast.AST) -> Values:
        """What a loop variable takes."""
        values = tuple(self.in_places(value, node) for value in values)
        out: list[Values] = [items_of(values)]
        for value in values:
            if isinstance(value, Api):
                state = self.tools.api_step(value.state, "@iter")
                self._looked_into(value, state, node)
                if (lines := self._lines_of(value)) is not None:
                    out += lines.items
                    continue
                # A member of a folder or a line of a file is not called like the folder or the file.
                made = Text((Hole("unknown", "name"),)) if value.path in _LISTINGS else _ROW if value.path.endswith(_FETCHED) else value.made_with
                out.append((self._walked(value, value.step(state, "[]", EACH, made)),))
            elif isinstance(value, Inst):
                for name, following in (("__iter__", "__next__"), ("__aiter__", "__anext__")):
                    for one in self.dunder(value, name, node, []):
                        if isinstance(one, Inst):
                            out.append(self.dunder(one, following, node, []))
                        elif not isinstance(one, UnknownValue):
                            out.append(self.iterate((one,), node))
                if is_own_list(value) and value.site and value.info.find("__iter__") is None:
                    out.append(self.member((value,), MEMBERS, node))
            elif isinstance(value, Cls) and is_enumeration(value.info):
                out.append(each_member(self, value.info))
            elif isinstance(value, Answer):
                out.append((value,))
        return join(*(o for o in out if o)) or UNKNOWN

    def _lines_of(self, value: Api) -> Seq | None:
        """The lines of an open file of the repository that holds statements, or only a few words; None for anything else."""
        path = repository_path(value.made_with, self.tools.files) if value.made_with is not None and value.path.endswith("open()") else None
        text = self.tools.files[path].text if path is not None and path in self.tools.files else None
        if text is None or len(text) > _LONGEST_READ:
            return None
        lines = lines_of(text, keep_ends=True)
        if len(lines.items) > MOST_WORDS:
            return None
        return replace(lines, items=tuple(item for item in lines.items if not text_of(item).render().startswith("#")))     # told to people

    def _walked(self, walk: Api, each: Api) -> Value:
        """What going through a tree of folders gives each time: a folder that lies under where it began, and the names in it."""
        if walk.path not in _WALKS or walk.made_with is None:
            return each
        under = join_path([walk.made_with, Text.of("**")])
        folder = rewrap(each, under) if walk.path.startswith("os.") else Api(self.engine.path_state, PATH, made_with=under)
        return Seq(((folder,), (each,), (each,), UNKNOWN)[: 4 if walk.path == "os.fwalk()" else 3])

    def store_member(self, targets: Values, name: str, values: Values, node: ast.AST | None = None) -> None:
        """``targets.name = values``."""
        layer = self.engine.layer
        for target in targets:
            if isinstance(target, Inst):
                found = target.info.find(name)
                setters = [v.info.setter for v in found[1] if isinstance(v, Func) and v.info.setter is not None] if found is not None else []
                for setter in setters:
                    if node is not None:
                        self.call_value(Func(setter, target, None), Arguments([values]), node)
                if setters:
                    continue
                if found is not None and node is not None:
                    for descriptor in found[1]:
                        if isinstance(descriptor, Inst):
                            self.dunder(descriptor, "__set__", node, [(target,), values])
                    column_set(self, target, name, found[1], values, node)
                key = (target.site, name)
                layer.put(target.info.module, target.info.heap, key, join(target.info.heap.get(key, ()), values))
            elif isinstance(target, Api) and target.path == "sys" and name == "argv":
                layer.argv = ()
            elif isinstance(target, Api):
                self._store_outside(target, name, values, node)
            elif isinstance(target, Cls):
                layer.put(target.info.module, target.info.attributes, name, join(target.info.attributes.get(name, ()), values))
            elif isinstance(target, Mod):
                self.engine.ensure(target.info)
                names = target.info.cell.names
                layer.put(target.info, names, name, join(names.get(name, ()), values))

    def store_any(self, targets: Values, wanted: Text) -> None:
        """``setattr(target, name, value)`` for a name that is computed: what it may be is no longer what it was, as far as that decides something."""
        for target in targets:
            held: dict[str, Values] = {}
            if isinstance(target, Mod):
                self.engine.ensure(target.info)
                held = target.info.cell.names
            elif isinstance(target, (Inst, Cls)):
                site = target.site if isinstance(target, Inst) else None
                for cls in target.info.linear():
                    held = {**cls.attributes, **{name: values for (made, name), values in cls.heap.items() if made == site}, **held}
            plain = [name for name, values in held.items() if values and all(isinstance(v, (Const, Str)) for v in values)
                     and not name.startswith("__") and may_be(wanted, name)]
            for name in plain:
                self.store_member((target,), name, UNKNOWN)

    def _store_outside(self, target: Api, name: str, values: Values, node: ast.AST | None) -> None:
        """Setting a member of something outside may be what touches the world: a session writes the rows whose columns were set."""
        if put_on(self.engine.layer, target, name, values):
            return
        if node is None or (target.model is not None and target.model.find(name) is None):
            return                                              # what the class does not have is no column
        put_as_callback(self, target, name, values, node)
        state = self.tools.api_step(self.tools.api_step(target.state, "__setattr__"), "()")
        for row in self.tools.api_rows(state)[:1]:
            self.call_row(row, node, replace(target, items=(*target.items, name, "__setattr__")), Arguments([(Str(Text.of(name)),), values]))

    def mirror(self, targets: Values, sources: Values) -> None:
        """``setattr(target, name, getattr(source, name))`` for names that are computed: what the one has, the other has, too."""
        kept = tuple(value for value in sources if isinstance(value, (Mod, Inst, Cls)) and value not in targets)
        for target in targets:
            if isinstance(target, Inst) and kept:
                key = (target.site, _MIRRORED)
                self.engine.layer.put(target.info.module, target.info.heap, key, join(target.info.heap.get(key, ()), kept))

    def _mirrored(self, value: Inst, name: str, node: ast.AST) -> Values:
        """A member that an instance took over from a module or another object."""
        out: list[Values] = []
        for cls in value.info.linear():
            kept = [cls.heap.get((value.site, _MIRRORED), ())] if value.site else [found for (_, key), found in cls.heap.items() if key == _MIRRORED]
            for source in join(*kept):
                found = self.member((source,), name, node)
                if not all(isinstance(v, UnknownValue) for v in found):
                    out.append(found)
        return join(*out) if out else ()

    def dunder(self, owner: Inst, name: str, node: ast.AST, arguments: list[Values]) -> Values:
        """Call a special method, if the class has it."""
        found = owner.info.find(name)
        if found is None:
            return ()
        given = Arguments(list(arguments))
        return join(*(self.call_value(f, given, node) for f in self.bound(name, found[1], owner, self_node=None) if isinstance(f, Func)))

    def enter(self, values: Values, node: ast.expr) -> Values:
        """What ``with values as x`` binds to ``x``."""
        entered: list[Values] = []
        for value in values:
            if isinstance(value, Api):
                state = self.tools.api_step(value.state, "@enter")
                for row in self.tools.api_rows(state):
                    if row.path.endswith("@enter"):                # a state without its own transition falls through to itself
                        self.call_row(row, node, value, Arguments())
                for row in self.tools.api_rows(value.state):
                    if row.do in ("transaction", "lock"):
                        kind = GuardKind.TRANSACTION if row.do == "transaction" else GuardKind.LOCK
                        self.guard(Guard(kind=kind, at=self.at(node), detail=value.path))
                entered.append((replace(value, state=state),))
            elif isinstance(value, Inst) and (value.info.find("__enter__") or value.info.find("__aenter__")):
                entered += [self.dunder(value, name, node, []) for name in ("__enter__", "__aenter__")]
            elif isinstance(value, Seq):                            # a generator function as context manager
                entered.append(self.iterate((value,), node))
            else:
                entered.append((value,))
        return join(*(one for one in entered if one)) or UNKNOWN

    def lies_elsewhere(self, receiver: Api, node: ast.AST) -> bool:
        """Whether the file of a row lies in a store of objects."""
        return lies_elsewhere(self, receiver, node)

    def leave(self, values: Values, node: ast.expr) -> None:
        """The end of a ``with`` block."""
        for value in values:
            if isinstance(value, Inst):
                for name in ("__exit__", "__aexit__"):
                    self.dunder(value, name, node, [UNKNOWN, UNKNOWN, UNKNOWN])


@remembered
def _members_set(node: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    """The members of its first parameter that a method assigns to."""
    first = node.args.args[0].arg if node.args.args else ""
    return frozenset(target.attr for target in ast.walk(node) if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name)
                     and target.value.id == first and isinstance(target.ctx, ast.Store))
