"""Command substitutions: they run, and their text is known where it can be."""

from __future__ import annotations

import posixpath
import re

import tree_sitter

from handover_generator.analysis._commands_code import CONTENTS_OF, OUTPUT_OF
from handover_generator.analysis._commands_found import FOUND, any_under, named_under, printed_from
from handover_generator.analysis._commands_words import OPTIONS_OF_SSH, behind_options
from handover_generator.analysis.paths import REPOSITORY, joined, normal, shown
from handover_generator.languages._shell.base import Base
from handover_generator.languages._shell.fetched import FETCHERS, fetched
from handover_generator.languages._shell.listings import functions_listed, functions_written
from handover_generator.languages._shell.parse import flat, text_of
from handover_generator.languages._shell.place_tests import SEARCHED
from handover_generator.languages._shell.printf import echoed, printed
from handover_generator.languages._shell.queried import queried
from handover_generator.languages._shell.values import Substituted
from handover_generator.languages._shell.words import descriptor
from handover_generator.model.text import MOST_WORDS, Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

_LOCATORS = ("which", "command", "type")
_PATHS = frozenset({"readlink", "realpath", "greadlink", "grealpath"})
_OF_PATHS = frozenset({"dirname", "basename", "echo"}) | _PATHS
"""Commands that print what they are given, or a part of it."""
_PRINTS_OTHERWISE = ("-printf", "-fprint", "-exec", "-ok", "-ls", "-fls", "-delete")
_SAYS = frozenset({"echo", "print", "printf"})
_CHOOSE = frozenset({"head", "tail", "sort", "grep", "uniq"})
"""Commands that hand on some of the lines that they get."""
_SEARCHES = frozenset({"grep", "egrep", "fgrep", "zgrep"})
_QUIET = regex(r"-[a-zA-Z]*q[a-zA-Z]*|--quiet|--silent")
_TURNS = regex(r"(\d*|&)>{1,2}\|?\s*(?:&\s*(\d+)-?|(&\s*-|[^\s(]\S*))\Z")
"""A redirection of what is written: which descriptor, then another one or else a place."""
_TO_NOWHERE = regex(r"(?:-[a-zA-Z]*o|--output) /dev/null|(?:-o|--output=)/dev/null .*")
_MOVES = ("cd", "pushd", "set", "export")
_READABLE = (".sh", ".bash", ".sql", ".psql", ".py", ".hql", ".cql", ".ksh", ".zsh")
"""Ends of the names of files that are programs or statements."""
_MAKES_TEMPORARY = regex(r"\bprint\b.*\b(?:mkdtemp|mkstemp)\(")
_TEMPORARY = frozenset({"mktemp", "tempfile"})
_WRAPPERS = frozenset({"sudo", "doas", "env", "nice", "runuser", "su", "timeout"})
_PASSED = {
    "sudo": (("-u", "-g", "-h", "-p", "-C", "-D", "-R", "-r", "-t", "-T"), 0), "doas": (("-u", "-C"), 0), "env": (("-u", "-C"), 0),
    "nice": (("-n",), 0), "ionice": (("-c", "-n", "-p"), 0), "timeout": (("-s", "-k"), 1), "nohup": ((), 0),
}
"""Programs that run another one: their options with a value, and the words before it."""
_MOST_OPTIONS = 5
_ALL_WORDS = regex(r"\$(?:[@*]|\{[@*])")


class Substitution(Base):
    """Part of the walker that runs ``$(...)``."""

    def substitute(self, node: tree_sitter.Node) -> Substituted:
        """``$(...)``: its commands run; its text where it can be known, else a hole named after the command."""
        key = (node.start_byte, node.end_byte)
        if key in self.memo:
            return self.memo[key]
        memo = self.memo
        if self.depth > 40:
            return Substituted((Text.of(Hole("unknown", "")),))
        outer, said, gathers, said_at, ways = self.flow, self.said, self.gathers, self.said_at, self.ways
        self.flow = outer.copy()
        self.flow.quiet = True
        self.said, self.gathers, self.said_at, self.ways = [], False, [], ()
        self.depth += 1
        try:
            inner = [child for child in node.named_children if child.type != "comment"]
            fed = self._written_to(node)
            self.memo = {}
            for child in inner:
                if self.flow.ended is not None:
                    break
                if child.type == "file_redirect":        # $(< file)
                    self.redirect(child, body=None)
                else:
                    self.statement(child, fed)
            result = self._result(inner)
            result = replace(result, texts=tuple(map(_without_ends, result.texts)))
            for text in result.texts:
                if (name := descriptor(node, text)) is not None:
                    self.session.written.put(name, text)
        finally:
            outer.made |= self.flow.made
            self.flow, self.said, self.memo, self.gathers = outer, said, memo, gathers
            self.said_at, self.ways = said_at, ways
            self.depth -= 1
        self.memo[key] = result
        return result

    def _written_to(self, node: tree_sitter.Node) -> Text | None:
        """What is fed to ``>(command)``: by ``tee`` what that is fed, by any other what nobody sees. None for what is read."""
        if node.type != "process_substitution" or not text_of(node).startswith(">("):
            return None
        name = self.command_word(node.parent) if node.parent is not None and node.parent.type == "command" else ""
        fed = self.feeds if name == "tee" else None
        return fed if fed is not None else Text.of(Hole("unknown", OUTPUT_OF + (name or "commands")))

    def _result(self, inner: list[tree_sitter.Node]) -> Substituted:
        if not inner:
            return Substituted((Text(),))
        last = inner[-1]
        while last.type == "redirected_statement" and (body := last.child_by_field_name("body")) is not None and body.type == "list":
            last = body
        first = last
        while first.type in ("pipeline", "list", "redirected_statement", "negated_command") and first.named_children:
            first = first.named_children[0]
        origin = re.sub(r"\s+", " ", text_of(first))[:80] if first.type == "command" else None
        if origin is not None and not origin.startswith("echo") and last.type == "pipeline" and any(
                self.command_word(part) in _SEARCHES for part in last.named_children[1:]):
            origin += SEARCHED
        if last.type == "file_redirect" or first.type == "file_redirect":
            return Substituted((self._held(last if last.type == "file_redirect" else first),))
        if last.type == "command" and len(self.ways) > 1 and self.command_word(last) in self.session.functions:
            return Substituted(self.ways, False, origin)
        if last.type != "list":
            if (ways := self._of_each(last)) is not None:
                return Substituted(ways, False, origin)
            text, certain = self._printed_by(last)
            return Substituted((text,), certain, origin)
        return self._either(last, origin)

    def _of_each(self, node: tree_sitter.Node) -> tuple[Text, ...] | None:
        """What ``$(dirname $DIR)`` prints for each value that DIR may have; None where it has but one."""
        if node.type != "command" or (name := self.command_word(node)) not in _OF_PATHS:
            return None
        expander = self.expander(silent=True)
        given = [child for index, child in enumerate(node.children) if node.field_name_for_child(index) == "argument"]
        texts: dict[Text, None] = {}
        while expander.pick < min(expander.widest, MOST_WORDS):
            texts[self._known(name, expander.adjoined(given)) or Text.of(Hole("unknown", OUTPUT_OF + name))] = None
            expander.pick += 1
        return tuple(texts) if len(texts) > 1 else None

    def _either(self, node: tree_sitter.Node, origin: str | None) -> Substituted:
        """``a && b || c`` prints what its last part prints, or what stands before an ``||``, or nothing where an ``&&`` stopped it."""
        parts, operators = flat(node)
        if all(operator == "&&" for operator in operators) and all(self.command_word(_bare(part)) in _MOVES for part in parts[:-1]):
            text, certain = self._printed_by(parts[-1])
            return Substituted((text,), certain, origin)             # cd somewhere && pwd
        texts: dict[Text, None] = {}
        said, by_functions = self.said, self._said_by_functions(parts)
        for index, part in enumerate(parts):
            if index == len(parts) - 1 or operators[index] == "||":
                name = self.command_word(_bare(part))
                self.said = by_functions if name in self.session.functions else said
                text, _ = self._printed_by(part)
                if name != "echo" or text in said:           # else a test decided that it does not run
                    texts[text] = None
        self.said = said
        if "||" not in operators:
            texts[Text()] = None
        return Substituted(tuple(texts) or (Text(),), False, origin)

    def _said_by_functions(self, parts: list[tree_sitter.Node]) -> list[Text]:
        """What was said here but for what the parts of a list say themselves: of ``look_up a || echo none`` what the function says."""
        left = list(self.said)
        for part in parts:
            if self.command_word(_bare(part)) in _SAYS and (text := self._printed_by(part)[0]) in left:
                left.remove(text)
        return left

    def _printed_by(self, node: tree_sitter.Node) -> tuple[Text, bool]:
        """What one statement prints, and whether it is certain."""
        if self._is_silent(node):
            return Text(), True
        if node.type == "redirected_statement" and (left := _left_of(node)) and "1" not in left:     # choice=$(dialog 2>&1 >/dev/tty)
            return Text.of(Hole("unknown", OUTPUT_OF + (self.command_word(_bare(node)) or "commands"))), False
        if node.type == "redirected_statement":
            written = self._document(node)
            if written is not None:
                return written, True
            node = node.child_by_field_name("body") or node
        if (names := functions_listed(node, self.session.functions)) is not None:
            return Text.of("\n".join(names)), True
        if node.type == "declaration_command" and (source := functions_written(node, self.session.functions)) is not None:
            return Text.of(source), True
        if node.type != "command":
            first = node
            while first.type in ("pipeline", "list", "redirected_statement", "negated_command") and first.named_children:
                first = first.named_children[0]
            name = self._behind(first)[0] if first.type == "command" else ""
            if node.type in ("test_command", "variable_assignment", "declaration_command"):
                return Text(), True
            if name == "find" and node.type == "pipeline" and _CHOOSE.issuperset(map(self.command_word, map(_bare, node.named_children[1:]))):
                words = self._arguments(_bare(first))
                named = named_under(words)
                return named or self._any_found(words) or Text.of(Hole("unknown", OUTPUT_OF + name)), named is not None
            return Text.of(Hole("unknown", OUTPUT_OF + (name or "commands"))), True
        name, words = self._behind(node)
        known = self._known(name, words)
        if known is not None:
            listed = name in ("echo", "print", "printf") and any(word.maybe for word in words)      # echo dir/*: empty where it is to be so
            return known, name not in self.session.functions and name not in _LOCATORS and not listed
        if name == "find" and (found := self._any_found(words)) is not None:
            return found, False                          # or nothing at all
        if name in FETCHERS:
            return fetched(name, words, self.session.tools.files), True
        return queried(name, words, None) or Text.of(Hole("unknown", OUTPUT_OF + (name or "a command"))), True

    def _is_silent(self, node: tree_sitter.Node) -> bool:
        """``curl ... | grep -q shop``, ``docker inspect web > /dev/null``: it is run for what it answers, nothing is left of what it prints."""
        while node.type in ("pipeline", "redirected_statement", "negated_command") and node.named_children:
            if node.type == "redirected_statement":
                if not _left_of(node):
                    return True
                node = node.child_by_field_name("body") or node.named_children[0]
            else:
                node = node.named_children[-1]
        if node.type != "command":
            return False
        said = [word.literal or "" for word in self._arguments(node)]
        if (name := self.command_word(node)) in _SEARCHES:
            return any(_QUIET.fullmatch(word) for word in said)
        return name == "curl" and any(map(_TO_NOWHERE.fullmatch, map(" ".join, zip(said, [*said[1:], ""], strict=True)))) and not any(
            word.startswith(("-w", "--write-out")) for word in said)

    def _behind(self, node: tree_sitter.Node) -> tuple[str, list[Text]]:
        """The name of a command and its words: of ``sudo -u app timeout 5 curl URL`` those of the program that prints."""
        name, words = self._locator(node), self._arguments(node)
        while name in _PASSED and words:
            values, operands = _PASSED[name]
            place = 0
            while place < len(words) and (word := words[place].literal) is not None and (word.startswith("-") or "=" in word):
                place += 2 if word in values else 1
            place += operands
            if place >= len(words) or not words[place].literal:
                break
            name, words = words[place].literal or "", words[place + 1 :]
        return name, words

    def _locator(self, node: tree_sitter.Node) -> str:
        """The name of a command; of ``$READLINK`` that is ``readlink`` on one system and ``greadlink`` on another, the first."""
        name = self.command_word(node)
        held = self.flow.variables.get(name.strip("\"${}")) if name.startswith(("$", '"$')) else None
        names = {text.literal for text in held.texts} if held is not None and held.items is None else set()
        return min(names, key=lambda each: len(each or "")) or name if names and names <= _PATHS else name

    def _held(self, node: tree_sitter.Node) -> Text:
        """What ``$(< file)`` gives."""
        destination = node.child_by_field_name("destination")
        text = self.expander(silent=True).text(destination) if destination is not None else None
        return self._held_by(text) if text is not None else Text.of(Hole("unknown", CONTENTS_OF + "a file"))

    def _held_by(self, path: Text) -> Text:
        """What a file holds: called by its path where it is a program or statements of the repository, else by its name."""
        found = self.find_file(path) if self.host is None else None
        if found is None or not found.endswith(_READABLE):
            found = posixpath.basename(shown(joined(path, self.flow.cwd).render()))
        return Text.of(Hole("unknown", CONTENTS_OF + found))

    def _any_found(self, words: list[Text]) -> Text | None:
        """One of the paths that ``find`` prints, as far as they are told apart from what is printed of each."""
        if any((word.literal or "").startswith(_PRINTS_OTHERWISE) for word in words):
            return None
        found = any_under(words)
        return printed_from(found, self.flow.cwd) if found is not None else None

    def _arguments(self, node: tree_sitter.Node) -> list[Text]:
        """The words of a command behind its name."""
        return self.expander(silent=True).adjoined(
            [child for index, child in enumerate(node.children) if node.field_name_for_child(index) == "argument"])

    def _document(self, node: tree_sitter.Node) -> Text | None:
        """The text of ``cat <<EOF``, which it prints as it stands; None for anything else."""
        body = node.child_by_field_name("body")
        redirects = [child for index, child in enumerate(node.children) if node.field_name_for_child(index) == "redirect"]
        if body is None or text_of(body).strip() not in ("cat", "cat -") or len(redirects) != 1 or redirects[0].type != "heredoc_redirect":
            return None
        parts = [child.type for child in redirects[0].children if child.is_named]
        return self.heredoc(redirects[0], body)[0] if set(parts) <= {"heredoc_start", "heredoc_body", "heredoc_end"} else None

    def _hands_on(self, name: str) -> bool:
        """Whether a function of the script runs the words that it is given."""
        function = self.session.functions.get(name)
        return function is not None and _ALL_WORDS.search(text_of(function.node)) is not None

    def _ends_with_mktemp(self, function: tree_sitter.Node) -> bool:
        """Whether the last thing that a function of the script does is to make a temporary file, whose name it prints."""
        body = function.child_by_field_name("body")
        statements = [child for child in body.named_children if child.type != "comment"] if body is not None else []
        return bool(statements) and statements[-1].type == "command" and self.command_word(statements[-1]) in _TEMPORARY

    def _known(self, name: str, words: list[Text]) -> Text | None:
        operands = [word for word in words if not word.render().startswith("-")]
        if name == "pwd":
            return self.flow.cwd
        if name in ("dirname", "basename") and operands:
            return _part(operands[0], name, operands[1].literal if len(operands) > 1 else None)
        if name in _PATHS and operands:
            return (
                normal(operands[-1])
                if operands[-1].parts and isinstance(operands[-1].parts[0], str) and operands[-1].parts[0].startswith((REPOSITORY, "/"))
                else None
            )
        if name in _LOCATORS and operands and (name not in ("command", "type") or len(operands) < len(words)):
            return operands[0]                           # it prints where the command is, or nothing
        if name in _TEMPORARY or any(_MAKES_TEMPORARY.search(word.literal or "") for word in words):
            return Text.of("/tmp/", Hole("unknown", "temporary"))
        if any(word.literal in _TEMPORARY for word in words[:_MOST_OPTIONS]) and (name in _WRAPPERS or self._hands_on(name)):
            return Text.of("/tmp/", Hole("unknown", "temporary"))
        there = behind_options(words, OPTIONS_OF_SSH)[1:2] if name == "ssh" else []            # the command behind the host
        if there and (there[0].literal or "").split(" ", 1)[0] in _TEMPORARY:
            return Text.of("/tmp/", Hole("unknown", "temporary"))
        if (function := self.session.functions.get(name)) is not None and self._ends_with_mktemp(function.node):
            return Text.of("/tmp/", Hole("unknown", "temporary"))
        if name == "find":
            return named_under(words)
        if name == "git" and any(word.literal == "--show-toplevel" for word in words):
            return Text.of(REPOSITORY)
        if name == "cat" and len(operands) == 1:
            return self._held_by(operands[0])
        if name in ("echo", "print"):
            return Text.join(" ", echoed(words, self.parsed.source))
        if name == "printf":
            return printed(words) if words and words[0].literal != "-v" else None
        if name in ("true", "false", ":", "test", "["):
            return Text()
        if name in self.session.functions and len(set(self.said)) == 1:
            return self.said[0]
        return None


def _without_ends(text: Text) -> Text:
    """What ``$(...)`` leaves of what is printed: no lines end behind it."""
    *before, last = text.parts or ("",)
    if not isinstance(last, str) or not last.endswith("\n"):
        return text
    rest = last.rstrip("\n")
    return replace(text, parts=(*before, rest) if rest else tuple(before))


def _left_of(node: tree_sitter.Node) -> set[str]:
    """The descriptors of a statement that still lead into ``$(...)``: of ``3>&1 1>&2 2>&3`` 2 and 3, of ``2>&1 >/dev/tty`` 2."""
    left = {"1"}
    for index, child in enumerate(node.children):
        if node.field_name_for_child(index) == "redirect" and (turned := _TURNS.match(text_of(child))) is not None:
            which, other, _ = turned.groups()
            turned_away = {"1", "2"} if which == "&" else {which or "1"}
            left = left | turned_away if other in left else left - turned_away
    return left


def _bare(node: tree_sitter.Node) -> tree_sitter.Node:
    """A statement without its redirections."""
    while node.type == "redirected_statement" and (body := node.child_by_field_name("body")) is not None:
        node = body
    return node


def _part(path: Text, which: str, suffix: str | None) -> Text | None:
    """dirname or basename of a text."""
    literal = path.literal
    if literal is not None:
        if literal.startswith(REPOSITORY):
            inner = literal[len(REPOSITORY) :]
            return Text.of(REPOSITORY + posixpath.dirname(inner)) if which == "dirname" else Text.of(posixpath.basename(inner))
        if which == "dirname":
            return Text.of(posixpath.dirname(literal) or ".")
        name = posixpath.basename(literal.rstrip("/"))
        name = name.removesuffix(suffix) if suffix else name
        return Text.of(name) if name.strip("*") or not name else Text((Hole("unknown", FOUND),), single=True)      # of any one of conf.d/*
    last = path.parts[-1]
    if which == "dirname":
        if isinstance(last, str) and "/" in last:
            return Text.of(*path.parts[:-1], last.rpartition("/")[0])
        if isinstance(last, Hole) and len(path.parts) > 1 and isinstance(path.parts[-2], str) and "/" in path.parts[-2]:
            return Text.of(*path.parts[:-2], path.parts[-2].rpartition("/")[0])
        return None
    for index in range(len(path.parts) - 1, -1, -1):
        part = path.parts[index]
        if isinstance(part, str) and "/" in part:
            return Text.of(part.rpartition("/")[2], *path.parts[index + 1 :])
    return None
