"""The shell's own commands."""

from __future__ import annotations

import posixpath
import re

import tree_sitter

from handover_generator.analysis._commands_code import CONTENTS_OF, contents_of, file_of_stdin, is_file_of_stdin
from handover_generator.analysis._commands_found import is_found
from handover_generator.analysis._commands_words import lines as lines_of
from handover_generator.analysis.paths import REPOSITORY, joined, normal, shown
from handover_generator.languages._shell.dispatch import Dispatch
from handover_generator.languages._shell.failing_returns import fails
from handover_generator.languages._shell.looked_at import looked_at
from handover_generator.languages._shell.narrowing import forget_positions
from handover_generator.languages._shell.parse import text_of
from handover_generator.languages._shell.printf import echoed, printed
from handover_generator.languages._shell.queried import is_written
from handover_generator.languages._shell.session import MAX_CALL_DEPTH
from handover_generator.languages._shell.strings import written
from handover_generator.languages._shell.traces import Traces
from handover_generator.languages._shell.values import Var, without
from handover_generator.model.behaviour import Guard, GuardKind, Need
from handover_generator.model.location import Location
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

_OF_THE_SYSTEM = frozenset({"profile", "bashrc", "bash.bashrc", "zshrc", "os-release", "lsb-release"})
"""Files of /etc in which no settings of an application stand."""
_UNQUOTED = regex(r"\s--\s(?:.*\s)?(?:\$|`)")
_PLAIN_SOURCES = (
    "activate",
    "os-release",
    "lsb-release",
    "environment",
    ".bashrc",
    ".profile",
    ".bash_profile",
    "bash_completion",
    "nvm.sh",
    "rvm",
    "functions",
    "conda.sh",
    "confmodule",
    "init-functions",
)
_SETTINGS = regex(r"/etc/(?:sysconfig|default|conf\.d)/[^/]+\Z|/opt/rh/[^/]+/enable\Z")
"""Settings of services, and what puts a collection of programs on the search path."""
_ONLY_VARIABLES = ("activate", "os-release", "lsb-release", "environment", ".env", ".profile", ".bash_profile")
_NEUTRAL = word_set("""
    : true false wait jobs disown bg fg umask ulimit shopt hash type unalias let times caller enable compgen complete setopt
    help
""")
_HANDLED = word_set("""
    cd pushd popd read exit return break continue shift set source . eval trap echo printf print getopts mapfile readarray exec
    unset test [ local export declare alias
""")


class Builtins(Dispatch, Traces):
    """Part of the walker that knows the shell's own commands."""

    def is_builtin(self, name: str) -> bool:
        """Whether the shell itself does it."""
        return name in _HANDLED or name in _NEUTRAL

    def builtin(self, name: str, words: list[Text], node: tree_sitter.Node, stdin: Text | None) -> bool:
        """Run a builtin; False if ``name`` is none (or only a prefix of a command)."""
        if name in _NEUTRAL or name in ("test", "[", "unset", "local", "export", "declare"):
            return True
        match name:
            case "printf" if len(words) > 2 and words[1].literal == "-v":
                if (variable := words[2].literal) is not None:
                    self.flow.variables[variable] = Var((printed(words[3:]),), certain=False)
                else:
                    self.flow.unsettle()
            case "printf" if len(words) > 1 and words[1].literal != "-v":
                self.show(node, [printed(words[1:])])
            case "echo" | "printf" | "print":
                self.show(node, echoed(words[1:], self.parsed.source) if name == "echo" else words[1:])
            case "alias":
                self._alias(words)
            case "cd" | "pushd":
                self._cd(words)
            case "popd":
                self.flow.cwd = None
            case "exit":
                self.flow.ended = "exit"
                if len(words) < 2 or words[1].literal == "0":
                    self.session.over.append(self.flow.backups)
            case "return" if len(self.session.sourced) < 2 and not self.session.active and fails(node, self.parsed.source):
                pass
            case "return":
                self.returned.append(self.flow.copy())
                self.flow.ended = "return"
            case "break" | "continue":
                self.flow.ended, self.flow.again = "break", name == "continue"
            case "shift":
                self._shift(words)
            case "set":
                if any(word.literal == "--" for word in words):
                    forget_positions(self.flow)
                self._set(words, node)
            case "read":
                self._read(words, node, stdin)
            case "getopts":
                self._getopts(words)
            case "mapfile" | "readarray":
                self._mapfile(words, stdin)
            case "source" | ".":
                if len(words) > 1 and words[1].literal in ("/dev/stdin", "/proc/self/fd/0") and stdin is not None:
                    self.inline_text(stdin, node)
                else:
                    self._source(words, node)
            case "eval":
                self._eval(words, node, stdin)
            case "trap":
                self._trap(words, node)
            case "exec":
                if len(words) > 1:
                    self.external(words, node, stdin)
                    self.flow.ended = "exit"
            case _:
                return False
        return True

    # -- single builtins -------------------------------------------------------------------------------------------------------------------

    def _shift(self, words: list[Text]) -> None:
        """``shift`` and ``shift 2``; by a number that only a run knows, nothing is known of the arguments any more."""
        count = words[1].literal if len(words) > 1 else "1"
        self.flow.arguments = without(self.flow.arguments, int(count)) if count is not None and count.isdigit() else None
        forget_positions(self.flow)

    def _getopts(self, words: list[Text]) -> None:
        """``getopts "ab:" option``."""
        if len(words) > 2 and words[2].literal:
            self.flow.variables[words[2].literal] = Var((Text.of(Hole("unknown", words[2].literal)),), certain=False)
            self.flow.variables["OPTARG"] = Var((Text.of(Hole("flag", "option")),), certain=False, origin="argument")

    def _mapfile(self, words: list[Text], stdin: Text | None) -> None:
        """The lines of what is fed, as elements of an array."""
        last = words[-1].literal or "MAPFILE"
        lines = stdin if stdin is not None else self.ambient
        each = tuple(lines_of(lines)) if lines is not None and is_found(lines) else (Text.of(Hole("unknown", last)),)
        self.flow.variables[last] = Var(each, certain=False)

    def _eval(self, words: list[Text], node: tree_sitter.Node, stdin: Text | None) -> None:
        """A text that is run here."""
        text = Text.join(" ", words[1:])
        if self.restores_options(text):
            return
        held = contents_of(text)
        if held is not None and held in self.session.tools.files:       # eval "$(cat lib.sh)" reads it in
            self._source([words[0], Text.of(REPOSITORY + held)], node)
            return
        self.inline_text(text, node, stdin)
        if text.literal is None:
            self.flow.unsettle()

    def _alias(self, words: list[Text]) -> None:
        """``alias name='command'``: another name for a command, which bash heeds in scripts only after it was told to."""
        first = self.parsed.source.split(b"\n", 1)[0]
        if b"bash" in first and b"expand_aliases" not in self.parsed.source:
            return
        for word in words[1:]:
            name, equals, rest = word.parts[0].partition("=") if word.parts and isinstance(word.parts[0], str) else ("", "", "")
            if equals and name:
                self.session.aliases[name] = Text.of(rest, *word.parts[1:])

    def _cd(self, words: list[Text]) -> None:
        operands = [word for word in words[1:] if word.literal not in ("-P", "-L", "--")]
        if not operands or operands[0].literal == "-":
            self.flow.cwd = None if operands else Text.of("~")
            return
        target = operands[0]
        if (target.parts and isinstance(target.parts[0], str) and target.parts[0].startswith(("/", "~"))) or (
            target.parts and isinstance(target.parts[0], Hole)
        ):
            self.flow.cwd = normal(target)
        elif self.flow.cwd is not None:
            self.flow.cwd = joined(target, self.flow.cwd)
        else:
            self.flow.cwd = normal(target) if target.literal not in (".", "..") and not (target.literal or "..").startswith("..") else None

    def _set(self, words: list[Text], node: tree_sitter.Node) -> None:
        options = [word.literal or "" for word in words[1:]]
        if any(re.fullmatch(r"-[a-z]*x[a-z]*", option) for option in options) or ("xtrace" in options and "-o" in options):
            self._traces(node)
        if any(re.fullmatch(r"-[a-z]*u[a-z]*", option) for option in options) or ("nounset" in options and "-o" in options):
            self.session.nounset = True
        if "--" in options:
            given = tuple(words[options.index("--") + 2 :])
            # What is not quoted may be any number of words, and so may what eval makes of the output of getopt.
            open_ended = any(word.holes for word in given) and (self.inline is not None or _UNQUOTED.search(text_of(node)) is not None)
            self.flow.arguments = None if open_ended else given

    def _traces(self, node: tree_sitter.Node) -> None:
        self.traced(node.start_point[0] + 1)

    def traced(self, line: int) -> None:
        """Tracing is on: a person sees each command."""
        if self.flow.conditions:                         # [[ $TRACE ]] && set -x: nobody sees anything unless they ask for it
            return
        guard = Guard(kind=GuardKind.OUTPUT, at=self.inline or Location(self.path, line), detail="prints each command as it runs")
        self.tell(guard)
        self.flow.guards = (*self.flow.guards, guard)

    def _read(self, words: list[Text], node: tree_sitter.Node, stdin: Text | None) -> None:
        """``read``: a question to a person, unless it is fed from a file, a pipe or a loop."""
        names: list[str] = []
        prompt: Text | None = None
        array = None
        whole = False                                    # read -d '': all that is fed to it, not a line
        hidden = key = False                             # read -s: a secret, unless it is one key that is pressed
        seconds: Text | None = None                      # read -t 2: it goes on when nobody answers
        index = 1
        while index < len(words):
            word = words[index].literal or ""
            if word.startswith("-") and len(word) > 1:
                for position, letter in enumerate(word[1:], start=1):
                    hidden |= letter == "s"
                    if letter in "pndtuiNa":
                        value = (
                            Text.of(word[position + 1 :])
                            if word[position + 1 :]
                            else words[index + 1]
                            if index + 1 < len(words)
                            else Text()
                        )
                        index += 0 if word[position + 1 :] else 1
                        prompt = value if letter == "p" else prompt
                        seconds = value if letter == "t" else seconds
                        key |= letter in "nN" and value.literal == "1"
                        whole = whole or (letter == "d" and not value)
                        array = value.literal if letter == "a" else array
                        break
            elif word:
                names.append(word)
            index += 1
        if array:
            names.append(array)
        if whole and len(names) == 1 and stdin is not None and written(stdin):
            self.flow.variables[names[0]] = Var((stdin,))
            return
        lines = stdin if stdin is not None else self.ambient
        if len(names) == 1 and lines is not None and is_written(lines):
            self.flow.variables[names[0]] = Var((lines,), certain=False)      # one of the statements: what they do is the same
            return
        if len(names) == 1 and lines is not None and is_file_of_stdin(lines) and (file := self.find_file(file_of_stdin(lines))) is not None and (
                file.endswith(".sql")):                      # one line of a file of statements, each of which is one
            self.flow.variables[names[0]] = Var((Text((Hole("unknown", CONTENTS_OF + file),), single=True),), certain=False)
            return
        fed = stdin is not None or self.ambient is not None or (self.in_loop_condition and prompt is None)
        looks = seconds is not None and prompt is None and (bool(self.breaks) or (seconds.literal or "").startswith("0"))     # for a key, in rounds
        guard = None
        if not fed and not looks and (key or not hidden):
            detail = "asks: " + prompt.render().strip()[:80] if prompt is not None else "waits for an answer"
            guard = Guard(kind=GuardKind.CONFIRM, at=self.at(node), detail=detail)
        lines = stdin if stdin is not None else self.ambient
        for name in names or ["REPLY"]:
            found = lines_of(lines) if lines is not None and is_found(lines) and len(names) < 2 else [Text((Hole("unknown", name),))]
            self.flow.variables[name] = Var(tuple(Text(line.parts, single=True) for line in found), certain=False, guard=guard)
        if guard is not None and not any(looked_at(each, self.parsed, self.function) for each in names):
            self.stand([replace(guard, strong=False, detail=guard.detail.replace("asks:", "waits at:"))])

    def _trap(self, words: list[Text], node: tree_sitter.Node) -> None:
        if len(words) < 3 or not words[1] or words[1].literal in ("-", "--") or (words[1].literal or "x").startswith("-"):
            return
        signals = ", ".join(word.render() for word in words[2:5])
        when = "on exit" if "EXIT" in signals or "0" in signals.split(", ") else f"on {signals}"
        if self.inline is None:
            self.session.traps.append((self, words[1], when, node))          # variables that are set later are known by then
        else:
            self.spring(words[1], when, node)

    def spring(self, text: Text, when: str, node: tree_sitter.Node) -> None:
        """Run what a trap holds."""
        outer = self.flow
        self.flow = outer.copy()
        self.flow.ended = None
        self.flow.conditions = (*outer.conditions, when)
        try:
            function = self.session.functions.get((text.literal or "").strip())
            if function is not None:
                self.call_any(function, [], node)
            else:
                self.inline_text(text, node)
        finally:
            self.flow = outer

    def spring_all(self) -> None:
        """Run what the traps of this text or function hold, when all of it has run."""
        own = [entry for entry in self.session.traps if entry[0] is self]
        self.session.traps = [entry for entry in self.session.traps if entry[0] is not self]
        for _, text, when, node in own:
            self.spring(text, when, node)

    def _source(self, words: list[Text], node: tree_sitter.Node) -> None:
        if len(words) < 2:
            return
        path = file_of_stdin(words[1]) if is_file_of_stdin(words[1]) else words[1]       # . <(cat FILE)
        found = self.find_sourced(path, node)
        parsed = self.session.parsed(found) if found is not None else None
        every = self.find_all(path) if found is None else ()
        if every:                                        # for each in lib/*.sh; do source "$each"; done
            for one in every:
                self._read_in(one, words, node)
            return
        if found is None and self._read_one_of(path, words, node):
            return
        if found is None or parsed is None:
            name = posixpath.basename(path.render())
            self.session.dark |= name not in _ONLY_VARIABLES and _SETTINGS.match(path.render()) is None
            self.session.released |= name in ("os-release", "lsb-release")
            self.session.configured |= path.render().startswith("/etc/") and name not in _OF_THE_SYSTEM
            if name in _PLAIN_SOURCES or _SETTINGS.match(path.render()) or path.render().endswith("/bin/activate"):
                self.tell(Need(kind="file", name=shown(path.render()), at=self.at(node)))
            else:
                self.external(words, node, None)
            if not path.render().endswith("/bin/activate"):
                self.flow.unsettle()
            return
        self._read_in(found, words, node)

    def _read_one_of(self, path: Text, words: list[Text], node: tree_sitter.Node) -> bool:
        """``source settings/$1.sh``: any of the files that it may mean, where none defines what another does; False for all else."""
        alike = self.find_alike(path)
        read = [parsed for found, _ in alike if (parsed := self.session.parsed(found)) is not None]
        defined = [name for parsed in read for name in parsed.functions]
        if not read or len(read) < len(alike) or len(set(defined)) < len(defined):
            return False
        outer = self.flow
        ways = []
        for found, condition in alike:
            self.flow = outer.copy()
            self.flow.conditions = (*outer.conditions, condition)
            self._read_in(found, words, node)
            ways.append(self.flow)
        self.flow = outer
        self.merge(ways, [])
        return True

    def _read_in(self, found: str, words: list[Text], node: tree_sitter.Node) -> None:
        self.tell(Need(kind="file", name=found, at=self.at(node)))
        self.output.reads[found] = None
        if found in self.session.sourced or len(self.session.sourced) > MAX_CALL_DEPTH:
            return
        self.run_source(found, words[2:], node)

    # -- supplied by the walker ------------------------------------------------------------------------------------------------------------

    def restores_options(self, text: Text) -> bool:
        """Whether a text sets options of the shell as they were."""
        raise NotImplementedError

    def external(self, words: list[Text], node: tree_sitter.Node, stdin: Text | None) -> None:
        """A command outside the script."""
        raise NotImplementedError

    def run_source(self, path: str, arguments: list[Text], node: tree_sitter.Node) -> None:
        """Run another file in this shell."""
        raise NotImplementedError

    def inline_text(self, text: Text, node: tree_sitter.Node, stdin: Text | None = None) -> None:
        """Run a text in this shell, to which ``stdin`` is fed."""
        raise NotImplementedError
