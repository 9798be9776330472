"""Words of a script to texts: quotes, variables, defaults, substitutions."""

from __future__ import annotations

import re
from collections.abc import Callable

import tree_sitter

from handover_generator.analysis._commands_code import PIPED
from handover_generator.analysis.pretended import TELLS
from handover_generator.languages._shell.braces import OPENS, expanded
from handover_generator.languages._shell.parse import text_of
from handover_generator.languages._shell.strings import SPACE, altered, split_words
from handover_generator.languages._shell.values import MAX_ITEMS, REST, Flow, Substituted, Var, argument, without
from handover_generator.model.text import MOST_WORDS, Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

EXPANSIONS = frozenset({"simple_expansion", "expansion", "command_substitution", "process_substitution", "arithmetic_expansion"})
MAX_NESTING = 40
# Set by the shell or the login itself: reading them is no dependency on somebody having set them.
SHELL_SET = word_set("""
    PWD OLDPWD RANDOM SECONDS LINENO FUNCNAME PIPESTATUS UID EUID PPID IFS OPTARG OPTIND OPTERR REPLY HOSTNAME OSTYPE SHELL SHLVL
    HOME USER LOGNAME PATH TERM LANG LC_ALL COLUMNS LINES HOSTTYPE MACHTYPE GROUPS EPOCHSECONDS EPOCHREALTIME BASH PS1 PS2 PS3 PS4
    TMPDIR HISTFILE DIRSTACK MAPFILE COMP_WORDS COMPREPLY _ TZ EDITOR OPTION ZSH_VERSION KSH_VERSION PROMPT_COMMAND LD_LIBRARY_PATH
    DISPLAY SUDO_USER COMP_CWORD BASHPID BASHOPTS SHELLOPTS
""")
_MARK = regex(r"handoverhole(\d+)x")
_ESCAPE_IN_QUOTES = regex(r"\\([$`\"\\]|\n)")
_MISSED = regex(r"(?<!\\)\$(?:(\d|[A-Za-z_]\w*)|\{(\d+|[A-Za-z_]\w*)\})")
_BEHIND = regex(r"\$\{[@*]: ?([1-9]\d?)(?::(\d{1,2}))?\}")
_ELEMENTS = regex(r"\$\{([A-Za-z_]\w*)\[[@*]\](?::?[-+][^}]*|:(\d+)(?::(\d+))?)?\}")
_INDEX = regex(r"-?\d+")
_GLOB = regex(r"(?<!\\)[*?]|(?<!\\)\[[^\]]+\]")
_ESCAPE = regex(r"\\(\n|.)", re.DOTALL)
_ANSI = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"', "a": "", "e": "", "b": ""}

Substitute = Callable[[tree_sitter.Node], Substituted]
Reader = Callable[[str, "str | None", "tree_sitter.Node | None", bool], None]


def _is_brace(node: tree_sitter.Node) -> bool:
    return node.type == "brace_expression" or (node.type == "word" and text_of(node) == OPENS)


def _is_sum(node: tree_sitter.Node) -> bool:
    """``$(( a * b ))`` where the grammar takes it for a command in brackets: in ``${X:=$(( a * b ))}``."""
    text = text_of(node)
    return text.startswith("$((") and text.endswith("))") and len(node.named_children) == 1 and node.named_children[0].type == "subshell"


def descriptor(node: tree_sitter.Node, text: Text) -> str | None:
    """The file from which a command reads the ``text`` that ``<(command)`` gives it; None where it is not known how that begins."""
    begins = text.parts[0] if text.parts else None
    if node.type != "process_substitution" or text_of(node).startswith(">(") or not isinstance(begins, str) or not begins.strip():
        return None
    return f"/dev/fd/{node.start_byte}"


class Expander:
    """Expands the words of one command in one alternative of its variables.

    ``pick`` chooses among alternatives; ``widest`` is how many the variables met so far had. ``substitute`` runs a command substitution and
    gives its text with the name of the command. ``missing`` is told of every variable that is read without having been assigned. ``each``: whether
    whoever asks takes every alternative in turn.
    """

    def __init__(self, flow: Flow, source: bytes, *, script: Text, substitute: Substitute, missing: Reader, holes: tuple[Hole, ...] = (),
                 placeholders: frozenset[str] = frozenset(), path: Text | None = None, owned: frozenset[str] = frozenset(),
                 each: bool = True) -> None:
        self.flow = flow
        self.source = source
        self.script = script                 # $0
        self.path = path if path is not None else script
        self.substitute = substitute
        self.missing = missing
        self.holes = holes
        self.placeholders = placeholders
        self.owned = owned                   # variables that the function here declares somewhere: before it does, they hold nothing
        self.pick = 0
        self.each = each
        self.widest = 1
        self.certain = True                  # of every substitution met so far its text is the only one it can have
        self.guards: list[Var] = []          # variables met whose value answers a question
        self.origins: dict[str, str | None] = {}

    # -- public ----------------------------------------------------------------------------------------------------------------------------

    def text(self, node: tree_sitter.Node | None, depth: int = 0) -> Text:
        """A word as one text, as in an assignment or between double quotes."""
        if node is None or depth > MAX_NESTING:
            return Text()
        kind = node.type
        if kind == "string":
            return self._quoted(node, depth)
        if kind == "raw_string":
            return self._marked(text_of(node)[1:-1])
        if kind == "ansi_c_string":
            return self._marked(re.sub(r"\\(.)", lambda m: _ANSI.get(m.group(1), m.group()), text_of(node)[2:-1]))
        if kind == "translated_string":
            return self.text(node.named_children[0], depth + 1) if node.named_children else Text()
        if kind == "concatenation":
            return self._concatenation(node, depth)
        if kind == "simple_expansion":
            return self._simple(node)
        if kind == "expansion":
            return self._expansion(node, depth)
        if kind == "command_substitution" and _is_sum(node):
            return Text.of(Hole("unknown", "number"))
        if kind in ("command_substitution", "process_substitution"):
            result = self.substitute(node)
            self.widest = max(self.widest, len(result.texts))
            self.certain = self.certain and result.certain
            return result.texts[min(self.pick, len(result.texts) - 1)]
        if kind == "arithmetic_expansion":
            self.run(node)
            return Text.of(Hole("unknown", "number"))
        if kind == "$" and text_of(node) == "$$":              # the grammar's reading of "x.$$" where a word ends
            return Text.of(Hole("unknown", "pid"))
        if kind in ("command_name",):
            return self.text(node.named_children[0], depth + 1) if node.named_children else Text()
        if kind == "heredoc_body":
            return self._pieces(node, depth, heredoc=True)
        return self._plain(text_of(node))

    def run(self, node: tree_sitter.Node) -> None:
        """Run the command substitutions inside something whose text is not asked for: a test, a sum, a pattern."""
        stack = [node]
        while stack:
            inner = stack.pop()
            if inner.type in ("command_substitution", "process_substitution"):
                self.text(inner)
            else:
                stack.extend(reversed(inner.named_children))

    def words(self, node: tree_sitter.Node) -> list[Text]:
        """A word as the words it becomes: arrays, ``"$@"`` and unquoted variables split."""
        special = self._list(node)
        if special is not None:
            return special
        if node.type == "concatenation":
            return self._braced_words(node) if any(map(_is_brace, node.children)) else self._joined_words(node)
        text = self.text(node)
        if node.type == "process_substitution" and (gives := descriptor(node, text)) is not None:
            return [Text.of(gives)]
        if node.type == "process_substitution" and (not text.holes or text_of(node).startswith(">(")):
            return [PIPED]                               # what is printed there is no path
        if node.type in ("simple_expansion", "expansion", "command_substitution"):
            return split_words(text)
        if node.type == "command_name" and node.named_children:
            return self.words(node.named_children[0])
        if node.type == "string" and len(text.parts) == 1 and isinstance(text.parts[0], Hole):
            return [Text(text.parts, single=True)]
        return [replace(text, maybe=True)] if node.type == "word" and _is_glob(node) else [text]

    def _joined_words(self, node: tree_sitter.Node) -> list[Text]:
        """Pieces written together: only the unquoted expansions among them are split."""
        words: list[Text] = [Text()]
        position = node.start_byte
        for child in node.children:
            if child.start_byte > position:
                words[-1] = Text.of(words[-1], self.source[position : child.start_byte].decode("utf-8", "surrogateescape"))
            text = self.text(child)
            if child.type in ("simple_expansion", "expansion", "command_substitution") and any(
                isinstance(p, str) and SPACE.search(p) for p in text.parts
            ):
                first, *rest = split_words(text) or [Text()]
                words[-1] = Text.of(words[-1], first)
                words += rest
            else:
                words[-1] = Text.of(words[-1], text)
            position = child.end_byte
        if any(child.type == "word" and _is_glob(child) for child in node.children):
            words[-1] = replace(words[-1], maybe=True)
        return words

    def _braced_words(self, node: tree_sitter.Node) -> list[Text]:
        """Pieces written together, with braces that are not quoted."""
        pieces: list[str | Text] = []
        position = node.start_byte
        for child in node.children:
            if child.start_byte > position:
                pieces.append(self.source[position : child.start_byte].decode("utf-8", "surrogateescape"))
            plain = child.type == "brace_expression" or (child.type == "word" and "\\" not in text_of(child) and "handoverhole" not in text_of(child))
            pieces.append(text_of(child) if plain else self.text(child))
            position = child.end_byte
        return expanded(pieces)

    def adjoined(self, arguments: list[tree_sitter.Node]) -> list[Text]:
        """The words of arguments. Some that stand together without a blank are one word: the grammar takes ``a/$1`` for ``a/$`` and ``1``."""
        words: list[Text] = []
        end = -1
        for node in arguments:
            found = self.words(node)
            if node.start_byte == end and words and found:
                before, first = words[-1], found[0]
                if before.parts and isinstance(before.parts[-1], str) and before.parts[-1].endswith("$"):
                    match = re.match(r"\d|[A-Za-z_]\w*", text_of(node))
                    if match is not None:
                        begins = isinstance(start := first.parts[0] if first.parts else None, str) and start.startswith(match.group())
                        rest = Text.of(start[len(match.group()) :], *first.parts[1:]) if begins and isinstance(start, str) else Text.of(
                            text_of(node)[match.end() :])
                        first = Text.of(self.variable(match.group()), rest)
                        before = Text.of(*before.parts[:-1], before.parts[-1][:-1])
                words[-1] = Text.of(before, first)
                words += found[1:]
            else:
                words += found
            end = node.end_byte
        return words

    # -- pieces ----------------------------------------------------------------------------------------------------------------------------

    def _marked(self, text: str) -> Text:
        """Literal text, marks of an inline text turned back into its holes."""
        if not self.holes or "handoverhole" not in text:
            return Text.of(text)
        pieces: list[str | Hole] = []
        last = 0
        for match in _MARK.finditer(text):
            index = int(match.group(1))
            if index < len(self.holes):
                pieces += [text[last : match.start()], self.holes[index]]
                last = match.end()
        return Text.of(*pieces, text[last:])

    def _plain(self, text: str) -> Text:
        text = _ESCAPE.sub(lambda m: "" if m.group(1) == "\n" else m.group(1), text) if "\\" in text else text
        if text.startswith("~/") or text == "~":
            return self._marked(text)
        return self._marked(text)

    def _quoted(self, node: tree_sitter.Node, depth: int) -> Text:
        return self._pieces(node, depth, heredoc=False)

    def _pieces(self, node: tree_sitter.Node, depth: int, *, heredoc: bool) -> Text:
        """Literal source between expansions, escapes undone; from the bytes, since the grammar leaves blanks out of its nodes."""
        start, end = node.start_byte, node.end_byte
        if not heredoc:
            start, end = start + 1, max(end - 1, start + 1)
        pieces: list[str | Hole | Text] = []
        position = start
        for child in node.children:
            if child.type in EXPANSIONS:                 # the grammar counts the blanks of "$a $b" to the second variable
                source = self.source[child.start_byte : child.end_byte]
                pieces.append(self._literal(position, child.start_byte + len(source) - len(source.lstrip())))
                pieces.append(self.text(child, depth + 1))
                position = child.end_byte
        pieces.append(self._literal(position, end))
        return Text.of(*pieces)

    def _literal(self, start: int, end: int) -> Text:
        text = self.source[start:end].decode("utf-8", "surrogateescape")
        pieces: list[str | Hole | Text] = []
        last = 0
        for match in _MISSED.finditer(text):             # the grammar leaves out "$1" in heredocs
            pieces += [self._unescaped(text[last : match.start()]), self.variable(match.group(1) or match.group(2))]
            last = match.end()
        return Text.of(*pieces, self._unescaped(text[last:]))

    def _unescaped(self, text: str) -> Text:
        return self._marked(_ESCAPE_IN_QUOTES.sub(lambda m: "" if m.group(1) == "\n" else m.group(1), text) if "\\" in text else text)

    def _concatenation(self, node: tree_sitter.Node, depth: int) -> Text:
        pieces: list[str | Hole | Text] = []
        position = node.start_byte
        for child in node.children:
            if child.start_byte > position:
                pieces.append(self.source[position : child.start_byte].decode("utf-8", "surrogateescape"))
            pieces.append(self.text(child, depth + 1))
            position = child.end_byte
        return Text.of(*pieces)

    # -- variables -------------------------------------------------------------------------------------------------------------------------

    def variable(self, name: str, *, default: Text | None = None, node: tree_sitter.Node | None = None, tested: bool = False) -> Text:
        """The value of ``$name`` in the chosen alternative."""
        flow = self.flow
        if name.isdigit() and name not in flow.variables:
            given = self._positional(int(name))
            if default is None or (given and not given.holes):
                return given
            known = default.literal                      # ${1:-main}
            return default if not given else Text.of(Hole("argument", name, known)) if given == Text.of(Hole("argument", name)) else given
        if name in ("@", "*"):
            if flow.arguments is not None:
                return Text.join(" ", flow.arguments)
            return REST
        if name == "#" and flow.arguments is not None and all((given.literal or given.single) and not given.maybe for given in flow.arguments):
            return Text.of(str(len(flow.arguments)))
        if name in ("#", "?", "$", "!", "-", "_"):
            return Text.of(Hole("unknown", {"#": "number of arguments", "?": "exit status", "$": "pid", "!": "pid"}.get(name, "")))
        if name == "BASH_SOURCE":
            return self.path
        if self.holes and "handoverhole" in name:            # its very name is computed: eval "\${$name}"
            return Text.of(Hole("unknown", ""))
        held = flow.variables.get(name)
        if held is not None:
            if held.guard is not None:
                self.guards.append(held)
            self.origins[name] = held.origin
            self.certain = self.certain and held.certain         # a copy of what is uncertain is no more certain
            self.widest = max(self.widest, len(held.texts))
            text = held.texts[min(self.pick, len(held.texts) - 1)] if held.texts else Text()
            if default is not None and not text:
                return default
            return text
        if name in self.placeholders:
            return Text.of(Hole("argument", name))
        if name in self.owned:
            return default if default is not None else Text()
        literal = default.with_defaults().literal if default is not None else None
        self.missing(name, literal, node, tested or default is not None)
        self.origins[name] = "environment"
        if name == "PWD" and flow.cwd is not None:
            return flow.cwd
        return Text.of(Hole("env", name, literal)) if default is None or literal is not None else Text.of(Hole("env", name))

    def _positional(self, index: int) -> Text:
        return self.script if index == 0 else argument(self.flow.arguments, index)

    def _simple(self, node: tree_sitter.Node) -> Text:
        name = text_of(node).lstrip()[1:]
        if len(name) > 1 and name[0].isdigit():          # the shell reads $1_old as ${1}_old, the grammar as a name
            return Text.of(self.variable(name[0], node=node), name[1:])
        return self.variable(name, node=node)

    def _expansion(self, node: tree_sitter.Node, depth: int) -> Text:
        """``${...}`` in its forms."""
        name_node = next((c for c in node.children if c.type in ("variable_name", "special_variable_name", "subscript")), None)
        operators = [text_of(c) for c in node.children if not c.is_named and text_of(c).lstrip() not in ("${", "}")]
        if name_node is None:
            self.run(node)
            inner = text_of(node).lstrip()[2:-1]
            return self.variable(inner, node=node) if re.fullmatch(r"\w+|[@*#?$!-]", inner) else Text.of(Hole("unknown", inner[:30]))
        if name_node.type == "subscript":
            base = self._subscript(name_node)
            name = text_of(name_node).partition("[")[0]
        else:
            name = text_of(name_node)
            base = None
        if operators and operators[0] == "#" and node.children[1].type != "variable_name" and text_of(node).lstrip().startswith("${#"):
            return Text.of(Hole("unknown", f"length of {name}"))
        if operators and operators[0] == "!" and text_of(node).lstrip().startswith("${!"):
            pointed = self.variable(name, node=node).literal if base is None else None
            return self.variable(pointed, node=node) if pointed and pointed.isidentifier() else Text.of(Hole("unknown", f"value of {name}"))
        operator = operators[0] if operators else ""
        operand_nodes = self._after(node, name_node, operator)
        if operator in (":-", "-", ":=", "="):
            default = Text.of(*(self.text(part, depth + 1) for part in operand_nodes))
            value = base if base is not None else self.variable(name, default=default, node=node)
            if operator in (":=", "=") and name not in self.flow.variables and base is None:
                self.flow.variables[name] = Var((value,), certain=False)
            return value
        if operator in (":?", "?"):
            for part in operand_nodes:
                self.run(part)
            return base if base is not None else self.variable(name, node=node, tested=True)
        if operator in (":+", "+"):
            held = self.flow.variables.get(name)
            alternative = Text.of(*(self.text(part, depth + 1) for part in operand_nodes))
            only = held.only.literal if held is not None and held.only is not None else None
            if only is not None:
                return alternative if only else Text()
            self.variable(name, node=node, tested=True)
            if (alternative.literal or "").partition(" ")[0] not in TELLS:
                return alternative
            self.widest = max(self.widest, 2)                # ${DRY:+echo}: empty where a real run is asked for
            return Text() if self.pick else alternative
        if name in ("@", "*") and (behind := self._behind(text_of(node).lstrip())) is not None:
            return Text.join(" ", behind)
        value = base if base is not None else self.variable(name, node=node)
        for part in operand_nodes:
            self.run(part)
        return altered(value, operator, text_of(node).lstrip(), name)

    def _after(self, node: tree_sitter.Node, name: tree_sitter.Node, operator: str) -> list[tree_sitter.Node]:
        found: list[tree_sitter.Node] = []
        seen = False
        for child in node.children:
            if seen and child.type != "}":
                found.append(child)
            elif not child.is_named and text_of(child) == operator and child.start_byte >= name.end_byte:
                seen = True
        return found

    def _subscript(self, node: tree_sitter.Node) -> Text:
        name = text_of(node).partition("[")[0]
        index = text_of(node).partition("[")[2].rstrip("]")
        if name == "BASH_SOURCE":                        # [1] and up: who reads this file in, or calls the function
            return self.path if index == "0" else self.script if index == "-1" else Text.of(Hole("unknown", f"{name}[{index}]"))
        held = self.flow.variables.get(name)
        if held is None or held.items is None:
            if name not in self.flow.variables and name not in SHELL_SET:
                self.missing(name, None, None, False)
            if index in ("0", "@", "*"):
                return held.texts[0] if held is not None and held.texts else Text.of(Hole("unknown", name))
            return Text.of(Hole("unknown", f"{name}[{index}]"))
        if index in ("@", "*"):
            return Text.join(" ", held.items)
        if index.isdecimal() and held.certain and REST in held.items[: int(index) + 1]:
            return argument(held.items, int(index) + 1)   # args=("$@"): the first of them is $1, and one word
        if _INDEX.fullmatch(index) and -len(held.items) <= int(index) < len(held.items):
            return held.items[int(index)]
        elements = tuple(dict.fromkeys(held.items))
        if self.each and 0 < len(elements) <= MOST_WORDS and all(each.literal is not None for each in elements) and not _names_command(node):
            self.widest = max(self.widest, len(elements))        # each of them in turn
            return elements[min(self.pick, len(elements) - 1)]
        return Text.of(Hole("unknown", f"{name}[{index}]"))

    def _behind(self, source: str) -> list[Text] | None:
        """The arguments that ``${@:4}`` or ``${@:4:2}`` stands for, which is no part of a text; None for all else, and where none are known."""
        match = _BEHIND.fullmatch(source) if self.flow.arguments is not None else None
        if match is None:
            return None
        left = list(without(self.flow.arguments, int(match.group(1)) - 1) or ())
        return left[: int(match.group(2))] if match.group(2) is not None else left

    def _list(self, node: tree_sitter.Node) -> list[Text] | None:
        """``"$@"``, ``"${array[@]}"`` and the like as their elements; None for other words."""
        source = text_of(node)
        bare = source[1:-1] if node.type == "string" and len(source) > 1 else source
        if node.type == "command_name":
            return None
        if bare in ("$@", "$*", "${@}", "${*}", "${@:1}"):
            return [REST] if self.flow.arguments is None else list(self.flow.arguments)
        if (behind := self._behind(bare)) is not None:
            return behind
        match = _ELEMENTS.fullmatch(bare)
        if match is None:
            return None
        held = self.flow.variables.get(match.group(1))
        if match.group(2) is not None:                   # ${array[@]:1}, of which nothing is known where other elements may be there
            first, count = int(match.group(2)), int(match.group(3) or MAX_ITEMS)
            known = held is not None and held.items is not None and REST not in held.items[:first]
            if known and held is not None and not held.certain:
                return [REST]                            # one of several ways to fill it: which elements come first is not known
            return list(held.items[first : first + count]) if known and held is not None and held.items is not None else [
                Text.of(Hole("unknown", match.group(1)))]
        if held is None:
            return [] if ":-" in bare or "+" in bare else [Text.of(Hole("unknown", match.group(1)))]
        if held.items is None:
            return list(held.texts[:1])
        if held.ways:                                        # several commands, of which one is run
            self.widest = max(self.widest, len(held.ways))
            return [replace(item, maybe=True) for item in held.ways[min(self.pick, len(held.ways) - 1)]]
        if held.tells:                                       # two ways to run the command: with --dry-run, and without
            self.widest = max(self.widest, 2)
            if self.pick:
                return [*held.items[:MAX_ITEMS], *held.tells]
        return list(held.items[:MAX_ITEMS]) if held.certain else [replace(item, maybe=True) for item in held.items[:MAX_ITEMS]]



def _names_command(node: tree_sitter.Node) -> bool:
    """Whether a word, or what it stands in, is the name of a command: which function is called by an element is told elsewhere."""
    parent: tree_sitter.Node | None = node
    while parent is not None and parent.type in ("subscript", "expansion", "string", "concatenation"):
        parent = parent.parent
    return parent is not None and parent.type == "command_name"


def _is_glob(node: tree_sitter.Node) -> bool:
    """Whether a word that is not quoted stands for the files that it matches: none of them, or many."""
    return _GLOB.search(text_of(node)) is not None
