"""Command lines that scripts define: options with their defaults, sub-commands, and tools that make a command of any object."""

from __future__ import annotations

import ast
import re

from handover_generator.languages._python.any_object import everything_in
from handover_generator.languages._python.applications import application_call
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.members import Members
from handover_generator.languages._python.opened import file_type, opens
from handover_generator.languages._python.own_lists import base_names
from handover_generator.languages._python.paths import PATH, PATHS, is_path
from handover_generator.languages._python.places import one_word
from handover_generator.languages._python.program import FunctionInfo
from handover_generator.languages._python.switches import declared, paired, standing, valued
from handover_generator.languages._python.truth import truth
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import (
    NONE,
    UNKNOWN,
    Api,
    Builtin,
    Cls,
    Const,
    Flag,
    Func,
    Inst,
    Map,
    Mod,
    Options,
    Partial,
    Seq,
    Str,
    Switch,
    UnknownValue,
    Value,
    Values,
    join,
)
from handover_generator.model.behaviour import Guard, GuardKind, Need
from handover_generator.model.rows import ApiRow
from handover_generator.model.text import Hole, Text

_PARSE = frozenset({"parse_args", "parse_known_args", "parse_intermixed_args", "parse_known_intermixed_args"})
_DECORATING = ("click.", "rich_click.", "typer.", "flask_script.")
_GATHERING = ("append", "extend")
_SWITCHING = ("argparse.", "optparse.", "click.", "rich_click.", "django.", "flask_script.")


class CommandLines(Members):
    """Options and sub-commands."""

    def command_line(self, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
        """The call, if it is about command lines; None otherwise."""
        path = function.path
        name = function.items[-1] if function.items else path
        if name == "set_defaults" and "argparse" in path.lower():
            self.handles(arguments, function.made_with.literal if function.made_with is not None and "add_parser" in path else None)
            return NONE
        if name == "add_subparsers" and "argparse" in path.lower() and (dest := literal(arguments.keywords.get("dest") or ())) is not None:
            if dest not in self.module.declared.choices:
                self.engine.layer.add(self.module, self.module.declared.choices, dest)
            return None
        if name in _PARSE and not path.startswith("?") and "dispatch" not in path:
            options = self._parsed(arguments)
            if name in ("parse_args", "parse_intermixed_args") and not path.startswith("optparse"):
                return options
            words = self.engine.layer.words if path.startswith("optparse") else ()       # what stands behind the options
            rest = Seq((*((Str(Text.of(word)),) for word in words), UNKNOWN), exact=False, opening=len(words)) if words else UNKNOWN[0]
            return (Seq((options, (rest,))),)
        if path in ("docopt.docopt", "docopt_ng.docopt"):
            return (Options(),)
        if path in ("fire.Fire", "fire.core.Fire"):
            everything_in(self, arguments.get(0, "component"), node)
            return UNKNOWN
        if path == "typer.run":
            for value in arguments.get(0) or ():
                if isinstance(value, (Func, Partial)):
                    self.call_value(value, Arguments(outside="flag"), node)
            return NONE
        return file_type(function, arguments) or application_call(self, function, arguments, node)

    def _parsed(self, arguments: Arguments) -> Values:
        """What parsing gives: the object that was to be filled, with what sub-commands put on it, or the options."""
        options = self.options(shell=all(value == NONE[0] or (isinstance(value, Api) and value.path.startswith("sys.argv"))
                                         for value in arguments.get(0, "args") or ()))
        filled = tuple(value for value in arguments.get(1, "namespace") or () if isinstance(value, Inst))
        for member in dict.fromkeys(member for member, _ in options.handlers) if filled else ():
            self.store_member(filled, member, tuple(value for one, value in options.handlers if one == member))
        return filled or (options,)

    def command(self, info: FunctionInfo) -> None:
        """A function of this file that a person starts by its name."""
        if info not in self.module.commands:
            self.engine.layer.add(self.module, self.module.commands, info)

    def options(self, *, shell: bool) -> Options:
        """What parsing gives here: handlers and defaults declared in this module and in those it imports. ``shell``: whether what is parsed is
        what the program was started with.
        """
        self._load_registered()
        handlers: dict[tuple[str, Value, str | None], None] = {}
        choices: dict[str, None] = {}
        defaults: dict[str, str] = {}
        switches: dict[str, Switch] = {}
        made: dict[str, Values] = {}
        modules = {id(self.module): self.module}
        for values in self.module.cell.names.values():
            for value in values:
                if isinstance(value, Mod):
                    modules.setdefault(id(value.info), value.info)
                elif isinstance(value, Func):
                    modules.setdefault(id(value.info.module), value.info.module)
                elif isinstance(value, Cls):                           # what it inherits may add its command to the parser
                    modules.update((id(one.module), one.module) for one in value.info.linear() if id(one.module) not in modules)
        for module in modules.values():
            handlers.update(dict.fromkeys(module.handlers))
            choices.update(dict.fromkeys(module.declared.choices))
            defaults = module.declared.defaults | defaults
            switches = module.declared.switches | switches
            made = module.declared.made | made
        words = self.engine.layer.words
        meant = [one for one in handlers if one[2] is None or one[2] in words]
        if not any(one[2] is not None for one in meant):
            meant = list(handlers)                                     # started with none of them, or it is not known with which
            self.engine.layer.handled.update((value, command) for _, value, command in meant if command is not None and isinstance(value, Func))
        chosen = tuple(zip(choices, words, strict=False)) if any(command in words for _, _, command in handlers) or not handlers else ()
        return Options(tuple((member, value) for member, value, _ in meant), tuple(sorted(defaults.items())), chosen,
                       standing(switches, self.engine.layer.given if shell else None), tuple(sorted(made.items())))

    def _load_registered(self) -> None:
        """Where a module of the program gives others a way to add commands to its parser, those were imported, and have added them, before it
        parses. What a module does is otherwise only read when it is asked for something.
        """
        main, text = self.engine.layer.main, self.tools.files.get(self.module.path)
        if main is None or self.module.main or self.module.handlers or text is None or "set_defaults" not in (text.text or ""):
            return
        for module in self.engine.program.importers(main, self.module):
            self.engine.ensure(module)

    def handles(self, arguments: Arguments, command: str | None = None) -> bool:
        """``parser.set_defaults(func=load)``: whether it says what is called for ``command``, which is noted."""
        for member, values in arguments.keywords.items():
            self._remember(member, values, command)
            self._stands(member, valued("--" + member.replace("_", "-"), values))
        return any(isinstance(value, (Func, Partial)) for values in arguments.keywords.values() for value in values)

    def _remember(self, member: str, values: Values, command: str | None = None) -> None:
        for value in values:
            said = isinstance(value, Str) and command is not None and value.text.literal is not None      # what one sub-command means by it
            if (said or isinstance(value, (Func, Partial, Cls, Inst))) and (member, value, command) not in self.module.handlers:
                self.engine.layer.add(self.module, self.module.handlers, (member, value, command))

    def _do_flag(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        names = [text for values in arguments.positional if (text := literal(values)) is not None]
        fallback = arguments.keywords.get("default")
        if receiver.path.startswith("typer.") and arguments.positional and fallback is None:
            fallback, names = arguments.positional[0], names[1:] if literal(arguments.positional[0]) is not None else names
        elif receiver.path.startswith("absl.") and len(arguments.positional) > 1:
            fallback, names = arguments.positional[1], ["--" + one for one in names[:1]]
        flags = [one for one in names if one.startswith("-")]
        flag = max(flags, key=len).split("/")[0].strip() if flags else None
        plain = next((one for one in names if not one.startswith("-")), None)
        dest = literal(arguments.keywords.get("dest") or ()) or plain or (flag or "").lstrip("-")
        dest = dest.replace("-", "_")
        default = _plain_default(fallback)
        if dest and default is not None and dest not in self.module.declared.defaults:
            self.engine.layer.put(self.module, self.module.declared.defaults, dest, default)
        if flag is not None:
            self.emit(Need(kind="flag", name=flag, at=self.at(node), default=default))
        for named in (*arguments.keywords.get("envvar", ()), *arguments.keywords.get("env_var", ())):     # of click and typer; of ConfigArgParse
            for text in ([literal(item) for item in named.items] if isinstance(named, Seq) else [literal((named,))]):
                if text:
                    self.emit(Need(kind="env", name=text, at=self.at(node), default=default))
        for handler in (arguments.keywords.get("const"), fallback):    # action="store_const", const=load, default=save
            if handler is not None and dest:
                self._remember(dest, handler)
        for value in arguments.keywords.get("action", ()):
            if isinstance(value, Cls) and value.info.find("__call__") is not None:
                self.conditions.append(f"if {flag or dest} is given")
                self.call_value(Inst(value.info), Arguments(rest=UNKNOWN), node, spawn=True)
                self.conditions.pop()
        if plain is not None and flag is None and receiver.path.startswith("argparse."):
            self._positional(dest, arguments)
        switch = declared(names, arguments.keywords) if receiver.path.startswith(_SWITCHING) and not self._is_set(dest) else None
        if switch is not None:
            switch = switch.joined(self.module.declared.switches.get(dest) if "click" not in receiver.path else None)
            self.engine.layer.put(self.module, self.module.declared.switches, dest, switch)
        elif receiver.path == "typer.Option":
            switch = paired(names, fallback or ())
        elif dest and flag is not None and fallback is not None and not self._is_set(dest):
            self._stands(dest, valued(flag, fallback))
        hole = Hole("flag", flag, default) if flag is not None else Hole("flag" if receiver.path == "typer.Option" else "argument", dest, default)
        opened, file = opens(self, arguments, hole, node)
        made = self._made(arguments, file, hole, node)
        stands = made or (one_word(hole, arguments.keywords) if plain and flag is None and receiver.path.startswith("argparse.") else ())
        if stands and dest and dest not in self.module.declared.made:
            self.engine.layer.put(self.module, self.module.declared.made, dest, stands)
        for callback in arguments.keywords.get("callback", ()):
            if isinstance(callback, (Func, Partial)):
                self.call_value(callback, Arguments(rest=UNKNOWN), node)
        is_flag = truth(arguments.keywords.get("is_flag", ())) or any("/" in name for name in names) or receiver.path.startswith("typer.")
        if not receiver.path.startswith(_DECORATING):
            self.emit(*opened)
        return (Flag(dest, hole, switch, self._question(arguments, node) if is_flag else None, opened, made),)

    def _stands(self, dest: str, switch: Switch | None) -> None:
        """An option whose value says yes or no; where two are called so that stand otherwise, nothing is known of either."""
        if switch is not None or dest in self.module.declared.valued:
            stands = switch if self.module.declared.valued.get(dest, switch) == switch else None
            self.engine.layer.put(self.module, self.module.declared.valued, dest, stands)

    def _made(self, arguments: Arguments, file: Values, hole: Hole, node: ast.AST) -> Values:
        """What the type of an option makes of what is typed, where that is a path, an open ``file`` or an object; nothing where it stays a text."""
        typed: Values = (Str(Text((hole,))),)
        found: list[Values] = [file]
        for convert in arguments.keywords.get("type", ()):
            if isinstance(convert, (Func, Partial)) or _makes_something(convert) or (isinstance(convert, Builtin) and isinstance(convert.owner, Map)):
                found.append(_kept(self.call_value(convert, Arguments([typed]), node)))       # a function, a class, the "get" of a dictionary
            elif isinstance(convert, Api) and convert.path in PATHS:
                found.append((Api(self.engine.path_state, PATH, made_with=Text((hole,))),))
        made = join(*found)
        many = arguments.keywords.get("nargs") or arguments.keywords.get("multiple") or NONE
        several = literal(many) not in (None, "?") or any(isinstance(one, Const) and one.value not in (None, False, 1) for one in many)
        return (Seq((made,), exact=False),) if made and (several or literal(arguments.keywords.get("action", ())) in _GATHERING) else made

    def _question(self, arguments: Arguments, node: ast.AST) -> Guard | None:
        """What an option asks that is on or off (``click.option("--yes", is_flag=True, prompt="Sure?")``); a value that is asked for is no answer."""
        prompt = arguments.keywords.get("prompt", NONE)
        if truth(prompt) is not True:
            return None
        said = literal(prompt)
        return Guard(kind=GuardKind.CONFIRM, at=self.at(node), detail=f'asks "{said[:80]}"' if said else "asks a person")

    def _is_set(self, member: str) -> bool:
        """Whether this file fills a member of its options itself, or fills them all from elsewhere."""
        file = self.tools.files.get(self.module.path)
        text = file.text if file is not None else None
        name = re.escape(member)
        return text is None or "setattr(" in text or "set_defaults(" + member + "=" in text or re.search(
            rf"""(?<!\bself)\.{name}\s*=(?!=)|\bself\.{name}\s*=(?!=)(?![^\n]*\b{name}\b)|\[["']{name}["']\]\s*=(?!=)""", text) is not None

    def _positional(self, dest: str, arguments: Arguments) -> None:
        """An argument that stands for itself: where it is one of named words, the word that the program is started with will stand under it."""
        offered, many = arguments.keywords.get("choices", ()), literal(arguments.keywords.get("nargs") or ()) not in (None, "?")
        words = [literal(item) for value in offered if isinstance(value, Seq) for item in value.items]
        taken = dest if words and all(words) and not many else ""      # any other takes its place in the order, and says nothing
        if not taken or taken not in self.module.declared.choices:
            self.engine.layer.add(self.module, self.module.declared.choices, taken)


_WORDS = frozenset({"str", "int", "float", "bytes", "bool", "enum", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"})


def _kept(made: Values) -> Values:
    """What is made of a word that is no text any more: a path, an object, a function that a dictionary has under it. What else may be called there
    is not known where the one is.
    """
    kept = tuple(one for one in made if isinstance(one, (Inst, Func, Partial, Cls)) or is_path(one) or (
        isinstance(one, Api) and one.model is not None))
    called = any(isinstance(one, (Func, Partial, Cls)) for one in kept)
    return kept + tuple(one for one in made if isinstance(one, UnknownValue)) if called else kept


def _makes_something(convert: Value) -> bool:
    """Whether a class does something with the word that it is made of: one of several words, and a word with methods, stay what was typed."""
    if not isinstance(convert, Cls) or (convert.info.find("__init__") or convert.info.find("__new__")) is None:
        return False
    return _WORDS.isdisjoint(base_names(convert.info))


def _plain_default(values: Values | None) -> str | None:
    if not values or len(values) != 1:
        return None
    if isinstance(values[0], Const):
        value = values[0].value
        return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    return literal(values)
