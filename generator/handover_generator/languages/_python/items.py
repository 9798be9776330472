"""Items and iteration of abstract values."""

from __future__ import annotations

import ast

from handover_generator.languages._python.contexts import item_of
from handover_generator.languages._python.enums import each_member, is_enumeration, member_at
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.generics import of_type, typed
from handover_generator.languages._python.looked_up import chosen
from handover_generator.languages._python.named_tuples import places
from handover_generator.languages._python.own_lists import MEMBERS, is_own_list
from handover_generator.languages._python.paths import PATH
from handover_generator.languages._python.storages import TABLE, named_by_settings, storage
from handover_generator.languages._python.storing import Storing
from handover_generator.languages._python.strings import (
    items_of,
    join_path,
    key_of,
    lines_of,
    repository_path,
    rewrap,
)
from handover_generator.languages._python.value_texts import literal, text_of
from handover_generator.languages._python.values import (
    BEHIND,
    EACH,
    UNKNOWN,
    Answer,
    Api,
    Cls,
    Const,
    Inst,
    Map,
    Options,
    Seq,
    Str,
    UnknownValue,
    Value,
    Values,
    join,
)
from handover_generator.model.text import MOST_WORDS, Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

_IS_CLASS = regex(r"[^()]*(?:\A|\.)[A-Z]\w*[a-z]\w*")
_LOADS = r"(?:\A|\.)(?:json|get_appsettings|load|loads|safe_load|full_load|unsafe_load|load_all|safe_load_all|ConfigObj|ConfigUpdater)\(\)(?:\[\])*"
_LOADED = regex(_LOADS + r"\Z")
_GONE_THROUGH = regex(_LOADS + r"(?:\.(?:items|values|keys|itervalues|iteritems)\(\))?\Z")
_WALKS = frozenset({"os.walk()", "os.fwalk()", "pathlib.Path().walk()"})
_LISTINGS = _WALKS | {"os.listdir()", "os.scandir()", "open()", "csv.reader()", "csv.DictReader()", "io.open()", "codecs.open()"}
_OPENED = (".open()", ".reader()", ".DictReader()", ".listdir()", ".listdir_iter()", ".nlst()")
_TYPING = ("typing", "typing_extensions")
_TYPED = ("Annotated", "Optional", "Union")
_LONGEST_READ = 200_000
_FETCHED = (".fetchall()", ".fetchmany()", ".fetchone()")
_ROW = Text((Hole("unknown", "row"),))
"""What a query gave is not called like the connection."""


def _place(argv: Api, index: int | None) -> str:
    """How the shell calls ``argv[index]``, where ``argv`` may be what is left behind the first words; ``@`` where nobody knows."""
    left = [item[:-1] for item in argv.items if item.endswith(BEHIND)]
    return str(index + sum(map(int, left))) if index is not None and index >= 0 and all(one.isdigit() for one in left) else "@"


class Items(Storing):
    """Subscription and iteration."""

    def item(self, values: Values, key: Values, node: ast.AST) -> Values:
        """``values[key]``."""
        out: list[Values] = []
        for value in (self.in_places(value, node) for value in values):
            if isinstance(value, Seq):
                out.append(self._item_of_sequence(value, key))
            elif isinstance(value, Map):
                if value.entries or value.rest or len(values) == 1:      # what it was before it was filled holds nothing
                    out.append(_item_of_map(value, key))
            elif isinstance(value, Options):
                out.append(value.item(literal(key) or ""))
            elif isinstance(value, Api):
                out.append(self._item_of_api(value, key, node))
            elif isinstance(value, Inst):
                if (held := self._item_of_instance(value, key, node)) is not None:
                    out.append(held)
            elif isinstance(value, Cls):
                out.append(member_at(self, value.info, key) if is_enumeration(value.info) else of_type(self, value, key, node))
            elif isinstance(value, Str):
                out.append((Str(Text((Hole("unknown"),))),))
            elif isinstance(value, Answer):
                out.append((value,))
        return join(*out) if out else UNKNOWN

    def _item_of_sequence(self, value: Seq, key: Values) -> Values:
        index = self.index_of(key)
        if index is not None and value.exact and -len(value.items) <= index < len(value.items):
            return value.items[index]
        if index is not None and value.opening and index >= 0:
            return value.items[index] if index < value.opening else join(*value.items[value.opening:]) or UNKNOWN
        return join(*value.items) if value.items else UNKNOWN

    def _item_of_api(self, value: Api, key: Values, node: ast.AST) -> Values:
        """An item of something outside of the repository: what was seen to be put there, else what the catalogue says."""
        name = literal(key)
        if (put := item_of(self.engine.layer, value, name)) is not None:
            return put
        if value.path == TABLE and (stored := storage(self, name or named_by_settings(key), node)):
            return stored
        if (package := value.path.rpartition("."))[0] in _TYPING and package[2] in _TYPED:
            return typed(package[2], key) or UNKNOWN
        if value.path == "sys.modules" and name is not None:
            return self.loaded_module(name, node)
        if value.path == "sys.argv" and (argument := self._argument(value, key)) is not None:
            return (Str(Text.of(argument)),)
        state = self.tools.api_step(value.state, "[]")
        rows = self.tools.api_rows(state)
        if (variable := next((row for row in rows if row.do == "env"), None)) is not None:
            return self.call_row(variable, node, value, Arguments([key])) or UNKNOWN
        if _IS_CLASS.fullmatch(value.path) and all(row.do == "neutral" for row in rows):
            return (value,)                                  # Queue[int] is the class Queue
        self._looked_into(value, state, node)
        made = value.made_with
        if value.path == "sys.argv":                         # called as the shell calls it
            made = Text((Hole("argument", _place(value, self.index_of(key))),))
        elif name is not None and _LOADED.search(value.path):           # what a file says is not called like the file
            made = Text((Hole("unknown", name),))
        elif value.path.endswith(_FETCHED):
            made = _ROW
        return (value.step(state, "[]", name if name is not None else text_of(key).render(), made),)

    def _item_of_instance(self, value: Inst, key: Values, node: ast.AST) -> Values | None:
        found = value.info.find("__getitem__")
        if found is not None:
            return join(*(self.call_value(f, Arguments([key]), node) for f in self.bound("__getitem__", found[1], value, self_node=None)))
        bases = value.info.external_bases()
        if not bases:
            return None
        state = self.tools.api_step(self.tools.api_step(self.tools.api_step(bases[0].state, "@sub"), "@inst"), "[]")
        return (Api(state, f"{bases[0].path}()[]", items=(literal(key) or "",), model=value.info),)

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

    def _argument(self, argv: Api, key: Values) -> str | None:
        """``sys.argv[key]`` where the program is started with known words."""
        given, place = self.engine.layer.argv, _place(argv, self.index_of(key))
        return given[int(place) - 1] if place.isdigit() and 1 <= int(place) <= len(given) else None

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
                said = value.path in _LISTINGS or value.path.endswith(_OPENED) or (
                    value.made_with is not None and bool(value.made_with.literal) and _GONE_THROUGH.search(value.path) is not None)
                made = Text((Hole("unknown", "name"),)) if said else _ROW if value.path.endswith(_FETCHED) else value.made_with
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
        found = join(*(o for o in out if o))
        return join(found, _given_besides(values, found)) if found else UNKNOWN

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


def _item_of_map(value: Map, key: Values) -> Values:
    constant = key_of(key)
    known = value.get(constant) if constant is not None else None
    if known is not None:
        return known
    if constant is not None:
        return value.rest or UNKNOWN
    # An unknown key may be any of them: a table of functions is the union of its functions.
    return join(chosen(value.entries, key), value.rest) or UNKNOWN


def _given_besides(values: Values, found: Values) -> Values:
    """What else may be gone through, where all that is known of it are the constants of one way (``files = args.files or [None]``): what a person
    gives. A test of such a constant would leave out the other way. Nothing where nobody gives anything.
    """
    if not all(isinstance(value, (Const, Str)) for value in found):
        return ()
    given = tuple(value for value in values if isinstance(value, Str) and len(value.text.parts) == 1 and isinstance(value.text.parts[0], Hole))
    return given or (UNKNOWN if any(value == UNKNOWN[0] for value in values) else ())
