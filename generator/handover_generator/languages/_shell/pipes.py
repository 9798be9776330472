"""Simple commands and pipelines."""

from __future__ import annotations

import re
from collections.abc import Mapping

import tree_sitter

from handover_generator.analysis._commands_code import OUTPUT_OF, is_file_of_stdin
from handover_generator.analysis._commands_words import simple_words
from handover_generator.analysis.pretended import TELLS, holds_back
from handover_generator.languages._shell.anew import bare, built_next, only_links, written_next
from handover_generator.languages._shell.assigned import assigned
from handover_generator.languages._shell.assigning import Assigning
from handover_generator.languages._shell.builtins import Builtins
from handover_generator.languages._shell.fetched import FETCHERS, fetched
from handover_generator.languages._shell.functions import runs_its_arguments
from handover_generator.languages._shell.judging import names_in, skips_question
from handover_generator.languages._shell.mounted import FILLS, on_device
from handover_generator.languages._shell.outputs import Outputs
from handover_generator.languages._shell.parse import text_of
from handover_generator.languages._shell.redirections import Redirections
from handover_generator.languages._shell.substitution import Substitution
from handover_generator.languages._shell.values import Var, one_of
from handover_generator.model.behaviour import Act, Call, Event, Guard, GuardKind, Need, Unknown
from handover_generator.model.text import MOST_WORDS, Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

_SILENT = frozenset({"mkdir", "rm", "rmdir", "cp", "mv", "ln", "touch", "chmod", "chown", "sleep", "kill", "install"})
"""Commands that print nothing unless they are asked to or fail."""
_SEARCHES = ("grep", "egrep", "fgrep", "zgrep")
_QUIETLY = regex(r"-[a-zA-Z]*q[a-zA-Z]*|--quiet|--silent")
_RECURSIVE = regex(r"-[a-zA-Z]*[rR][a-zA-Z]*|--recursive")
_PREFIX = regex(r"(?:RUN|DRY\w*|ECHO|SUDO|(?:IO)?NICE|PREFIX|\w*_PREFIX|EXEC|Q|CMD_PREFIX|DO|TIME|WRAPPER|LAUNCHER|TEST|DE?BU?G|NO_?OP|PRETEND"
                r"|SIMULATE|NOT_REALLY|VALGRIND|S?TRACE)\Z", re.IGNORECASE)
"""Variables that stand before a command and hold nothing unless somebody sets them: what is run with it, or that it is only shown."""
_RUNS_IT = frozenset({"SUDO", "NICE", "IONICE", "TIME", "Q", "VALGRIND", "TRACE", "STRACE"})
"""Those of them with which the command runs all the same."""
RESERVED = frozenset({"if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "in", "function", "{", "}"})
_DESCRIPTOR = regex(r"\{([A-Za-z_]\w*)\}")
_PRINTS_OPTIONS = regex(r"(?:set \+o|shopt -p[a-z]*)(?:\s|\Z)")


def _says_nothing(name: str, words: list[Text]) -> bool:
    """Whether a command prints nothing: it only acts, or only answers with its status."""
    return name in _SILENT or (name in _SEARCHES and any(_QUIETLY.fullmatch(word.literal or "") for word in words))


def _only_says(words: list[Text]) -> bool:
    """Whether a command is only told, not run: ``echo rm -rf x``, ``: rm -rf x``."""
    return len(words) > 1 and words[0].literal in TELLS


class Pipes(Assigning, Builtins, Redirections, Substitution, Outputs):
    """Part of the walker that runs commands."""

    # -- simple commands -------------------------------------------------------------------------------------------------------------------

    def command(self, node: tree_sitter.Node, stdin: Text | None = None) -> None:
        """Run a simple command in each alternative of its variables."""
        if not self.session.count():
            self.tell(Unknown(kind="budget", at=self.at(node), detail="too many commands to follow in one script"))
            return
        self.here = self.at(node)
        name_node = node.child_by_field_name("name")
        assignments = [child for child in node.children if child.type == "variable_assignment"]
        if name_node is None or (assignments and self._apart(assignments[-1], name_node)):
            for assignment in assignments:
                self.assign(assignment)
            if name_node is None:
                return
            assignments = []
        self.memo, self.feeds = {}, stdin if stdin is not None else self.ambient
        expander = self.expander()
        beside: list[str] = []
        self.lends = {}
        for assignment in assignments:
            said = expander.text(assignment.child_by_field_name("value"))
            value = said.literal
            if (named := assignment.child_by_field_name("name")) is not None:
                self.lends[text_of(named)] = Var((said,), certain=False)
            if (name := assigned(assignment)) is not None:
                beside += [name, f"{name}={value}"] if value is not None and skips_question(name) else [name]
        self.beside = tuple(beside)
        arguments = [child for index, child in enumerate(node.children)
                     if node.field_name_for_child(index) == "argument" and not self._numbers(child)]
        variants: list[list[Text]] = []
        nameless: list[list[Text]] = []                  # $tool is empty in this alternative: its arguments are no command
        most = MOST_WORDS
        while expander.pick < min(expander.widest, most):
            first = expander.words(name_node)
            if expander.pick == 0 and "$" in text_of(name_node)[:2] and first and first[0].literal in self.session.functions:
                most = expander.widest                   # each function of a list is called, however long it is
            words = first + expander.adjoined(arguments)
            if words not in variants and words not in nameless:
                (variants if any(first) else nameless).append(words)
            expander.pick += 1
        if expander.widest > most:
            self.tell(Unknown(kind="budget", at=self.at(node), detail=f"{expander.widest} ways to run it, only the first {most} are followed"))
        if not variants or any(_only_says(words) for words in variants):       # DRY is echo or nothing: with nothing, the arguments are run
            variants += nameless
        aside = False
        for child in node.children:
            if child.type == "herestring_redirect" and child.named_children:
                stdin = expander.text(child.named_children[-1])
            elif child.type == "file_redirect":
                fed = self.redirect(child, body=node)
                stdin = fed if fed is not None else stdin
                aside = aside or self.turns_aside(child)
        kept, kept_at = len(self.said), len(self.said_at)
        self._variants(variants, name_node, node, stdin)
        if aside:
            del self.said[kept:]
            del self.said_at[kept_at:]

    def _apart(self, assignment: tree_sitter.Node, name: tree_sitter.Node) -> bool:
        """Whether a line break parts assignments from a command: the grammar joins ``a=1 b=2`` to the command of the next line."""
        between = self.parsed.source[assignment.end_byte : name.start_byte]
        return b"\n" in between.replace(b"\\\n", b"")

    def _numbers(self, argument: tree_sitter.Node) -> bool:
        """Whether a word names the variable that gets the number of an opened file (``exec {fd}< list``): it is no argument."""
        after = self.parsed.source[argument.end_byte : argument.end_byte + 1]
        named = _DESCRIPTOR.fullmatch(text_of(argument)) if after in (b"<", b">") else None
        if named is not None:
            self.flow.variables[named.group(1)] = Var((Text.of(Hole("unknown", "open file")),))
        return named is not None

    def _variants(self, variants: list[list[Text]], name_node: tree_sitter.Node, node: tree_sitter.Node, stdin: Text | None) -> None:
        computed = "$" in text_of(name_node)[:2]
        held = self.flow.variables.get(text_of(name_node).strip("\"${}"))
        if computed and len(variants) == 1 and held is not None and held.unset:
            prefix = len(self.expander(silent=True).words(name_node))
            if len(variants[0]) > prefix:
                variants = [*variants, variants[0][prefix:]]
        dry = [words for words in variants if computed and _only_says(words)]
        if dry and len(variants) > 1:
            guard = Guard(kind=GuardKind.DRY_RUN, at=self.at(node), detail=f"{text_of(name_node)} may stand before it", default_on=False)
            before = self.flow.guards
            self.stand([guard])
            for words in variants:
                if words not in dry:
                    self.run_words(words, node, stdin)
            self.flow.guards = before
            return
        held_back = self._held_back(variants, node) or self._asks_at_times(variants, node)
        if held_back is not None:
            guard, variants = held_back
            before = self.flow.guards
            self.stand([guard])
            for words in variants:
                self.run_words(words, node, stdin)
            self.flow.guards = before
            return
        if len(variants) > 1 and all(words and words[0].literal in ("cd", "pushd") for words in variants):
            variants = [[variants[0][0], one_of([words[-1] for words in variants], names_in(node))]]
        if len(variants) > 1 and computed:               # an alternative that leaves only options names no command
            variants = [words for words in variants if words and not (words[0].literal or "x").startswith("-")] or variants
        for words in variants:
            self.run_words(words, node, stdin)

    def _held_back(self, variants: list[list[Text]], node: tree_sitter.Node) -> tuple[Guard, list[list[Text]]] | None:
        """An option such as ``--dry-run``, there in some alternatives only, with which the command does nothing; and the others. None without one."""
        if len(variants) < 2 or not all(variants):
            return None
        function = self.session.functions.get(variants[0][0].literal or "")
        if function is not None and not runs_its_arguments(function):
            return None
        begin = int(function is not None)                    # "retry rsync ..." runs what stands behind it
        always = set.intersection(*(set(words) for words in variants))
        for word in dict.fromkeys(word for words in variants for word in words[1:] if word not in always):
            if holds_back(word.literal or ""):
                others = [words for words in variants if word not in words]
                held = next(words for words in variants if word in words)
                if others and not self._acts(held[begin:], node) and self._acts(others[0][begin:], node):
                    option = f"{word.render()} may be among its options"
                    return Guard(kind=GuardKind.DRY_RUN, at=self.at(node), detail=option, default_on=False), others
        return None

    def _asks_at_times(self, variants: list[list[Text]], node: tree_sitter.Node) -> tuple[Guard, list[list[Text]]] | None:
        """The question that a command asks in some alternatives (``OPT=-i``), with what goes round it (``OPT=-f``); and the others. None without."""
        if len(variants) < 2 or not all(variants) or variants[0][0].literal in self.session.functions:
            return None
        always = set.intersection(*(set(words) for words in variants))
        if not any(word.render().startswith("-") for words in variants for word in words[1:] if word not in always):
            return None
        questions = [self._question(words, node) for words in variants]
        asked = next((question for question in questions if question is not None), None)
        free = [words for words, question in zip(variants, questions, strict=True) if question is None]
        if asked is None or not free:
            return None
        option = next((word.render() for word in free[0][1:] if word not in always), None)
        return replace(asked, bypass=option or f"{text_of(node)[:60]} without its option"), free

    def _question(self, words: list[Text], node: tree_sitter.Node) -> Guard | None:
        told = self.session.tools.command(words, at=self.at(node), cwd=self.flow.cwd, host=self.host)
        return next((event for event in told if isinstance(event, Guard) and event.kind is GuardKind.CONFIRM), None)

    def _acts(self, words: list[Text], node: tree_sitter.Node) -> bool:
        return any(isinstance(event, Act | Call) for event in self.session.tools.command(words, at=self.at(node), cwd=self.flow.cwd, host=self.host))

    def run_words(self, words: list[Text], node: tree_sitter.Node, stdin: Text | None) -> None:
        """Run one list of words: a function, a builtin, or something else."""
        if not words:
            return
        first = words[0]
        if first.literal in RESERVED:                    # a broken piece of text: no command has such a name
            self.tell(Unknown(kind="parse-tier", at=self.at(node), detail=f"syntax not understood near {first.literal}"))
            return
        if (first.literal or "").startswith("-") and (holds := self.command_word(node)).lstrip("\"").startswith("$"):
            self.tell(Unknown(kind="dynamic-command", at=self.at(node), detail=f"runs what {holds} holds, with {first.render()[:60]}"))
            return                                       # "$@" --help, where nothing is given
        if first.literal is None and len(words) > 1 and len(first.parts) == 1 and isinstance(first.parts[0], Hole):
            hole = first.parts[0]
            if hole.kind == "env" and _PREFIX.match(hole.name):
                before = self.flow.guards
                if hole.name.upper() not in _RUNS_IT:
                    self.stand(
                        [Guard(kind=GuardKind.DRY_RUN, at=self.at(node), detail=f"${hole.name} may stand before it", default_on=False)]
                    )
                self.run_words(words[1:], node, stdin)
                self.flow.guards = before
                return
            if hole.default == "":                         # ${RUN:-} make: what runs when nothing is given
                self.tell(Unknown(kind="dynamic-command", at=self.at(node), detail=f"runs {first.render()} before it, where that is given"))
                self.run_words(words[1:], node, stdin)
                return
        if self.restores_options(first):
            return
        missed = self.output.missed
        name = first.literal
        if name is not None and name.startswith("/") and name.rpartition("/")[2] in ("echo", "printf", "test", "true", "false"):
            name = name.rpartition("/")[2]
        plain = False                                        # whether functions and aliases are passed over
        while (
            name in ("time", "builtin", "command", "!", "exec", "coproc")
            and len(words) > 1
            and (words[1].literal or "").lstrip("-") not in ("v", "V")
        ):
            following = words[1].literal or ""
            beyond = name not in ("time", "!", "coproc")               # of programs and builtins: rm() { command rm -i "$@"; } does not call itself
            if self.is_builtin(following) or not beyond:
                plain = plain or beyond
                words, name = words[1:], words[1].literal
                first = words[0]
                if name == "-p" and len(words) > 1:
                    words, name = words[1:], words[1].literal or ""
            else:
                break
        usual = first.with_defaults().literal if name is None else None
        if name is None and self.dispatch(words, node, stdin):
            pass
        elif name is not None and not plain and name in self.session.aliases and text_of(node).startswith(name):
            self._aliased(name, words, node, stdin)
        elif usual is not None and usual in self.session.functions:      # ${1:-main}: what it runs when nothing is given
            self.call_any(self.session.functions[usual], words[1:], node, stdin)
            self.tell(Unknown(kind="dynamic-command", at=self.at(node), detail=f"runs {first.render()}; {usual} when nothing is given"))
        elif name is not None and not plain and name in self.session.functions:
            self.call_any(self.session.functions[name], words[1:], node, stdin)
        elif name is None or not self.builtin(name, words, node, stdin):
            self.external(words, node, stdin)
        self.output.count(node.start_byte, node.end_byte, missed)

    def restores_options(self, text: Text) -> bool:
        """Whether a variable holds what ``set +o`` or ``shopt -p`` print: commands that set options of the shell as they were."""
        hole = text.parts[0] if len(text.parts) == 1 else None
        held = self.flow.variables.get(hole.name) if isinstance(hole, Hole) else None
        return held is not None and _PRINTS_OPTIONS.match(held.origin or "") is not None

    def _aliased(self, name: str, words: list[Text], node: tree_sitter.Node, stdin: Text | None) -> None:
        """Another name for a command: its text with the words behind it, in which the name itself means the command; what it reads is given on.
        The first word may be an alias in its turn.
        """
        text = self.session.aliases.pop(name)
        try:
            plain = simple_words(text)
            following = (plain[0].literal or "") if plain else ""
            if plain and following in self.session.aliases:
                self._aliased(following, [*plain, *words[1:]], node, stdin)
            elif plain:
                self.run_words([*plain, *words[1:]], node, stdin)
            else:
                self.inline_text(Text.join(" ", [text, *words[1:]]), node, stdin)
        finally:
            self.session.aliases[name] = text

    def external(self, words: list[Text], node: tree_sitter.Node, stdin: Text | None) -> None:
        """A command outside the script."""
        if stdin is None and self.ambient is not None and not (self.drained and is_file_of_stdin(self.ambient)):
            stdin = self.ambient
        if self.flow.mounts:
            within = (self.unwrapped(words)[0].literal or "").rpartition("/")[2] in FILLS
            words = [words[0], *(on_device(word, self.flow.cwd, self.flow.mounts, within=within) for word in words[1:])]
        self.session.lent = self._lent(words)
        events = self.session.tools.command(words, at=self.at(node), stdin=stdin, cwd=self.folder_now(), guards=self.guards_now(),
                                            condition=self.condition_now(), host=self.host, written=self.session.written,
                                            environment=_one_of_each(self.session.lent))
        if (placed := self.find_program(words, events)) is not None:
            self.session.lent = self._lent(words)
            events = self.session.tools.command([placed, *words[1:]], at=self.at(node), stdin=stdin, cwd=self.folder_now(), guards=self.guards_now(),
                                                condition=self.condition_now(), host=self.host, written=self.session.written)
        if (other := self.of_others(words[0].literal or "", events)) is not None:
            self.call_any(other, words[1:], node, stdin)
            return
        events = self.without_pipes(events, node)
        gives = (*self._given(), *self.beside) if self.session.given or self.beside else ()
        if gives:
            events = tuple(replace(event, gives=gives) if isinstance(event, Call) else event for event in events)
        events = self._to_be_written(events, words, node)
        name = words[0].literal or ""
        if self.session.dark and any(isinstance(event, Unknown) and event.kind == "unmodelled-command" for event in events):
            events = tuple(event for event in events if not (isinstance(event, Need) and event.kind == "binary" and event.name == name))
        self.take(events)
        plain = self.unwrapped(words)
        prints = plain[0].literal or name
        if prints in FETCHERS and self.flow.quiet and not any(isinstance(event, Act) and event.resource == "filesystem" for event in events):
            self.said.append(fetched(prints, plain[1:], self.session.tools.files))
        elif self.gathers and self.flow.quiet and not _says_nothing(prints, plain):
            self.said.append(self.output_of(prints, plain[1:], stdin) or Text.of(Hole("unknown", OUTPUT_OF + prints)))
        self.after(name, words, node, stdin)

    def _lent(self, words: list[Text]) -> dict[str, Var]:
        """The variables that a command is given, as far as they are known: exported ones, and ``A=b`` before it or behind ``env`` and ``sudo``."""
        known = self.flow.variables
        lent = {name: known[name] for name in sorted(self.session.given) if name in known and known[name].items is None}
        lent |= self.lends
        if words[0].literal in ("env", "sudo"):
            for word in words[1:]:
                name, sign, rest = word.parts[0].partition("=") if word.parts and isinstance(word.parts[0], str) else ("", "", "")
                if sign and name.isidentifier():
                    lent[name] = Var((Text.of(rest, *word.parts[1:]),), certain=False)
                elif not name.startswith("-"):
                    break
        return lent

    def _to_be_written(self, events: tuple[Event, ...], words: list[Text], node: tree_sitter.Node) -> tuple[Event, ...]:
        """What ``rm -f a`` does where the next command writes that file: not more than to write over it; and where ``a`` was found to be a link
        just before: what it leads to stays.
        """
        plain = self.unwrapped(words)
        if plain[0].literal in ("rm", "unlink") and node.type == "command" and only_links(node, self.flow.conditions):
            return tuple(replace(event, destructive=False) if isinstance(event, Act) and event.destructive else event for event in events)
        if plain[0].literal == "rm" and node.type == "command" and built_next(node):
            return tuple(replace(event, destructive=False, what=f"{event.what}, to build it anew")
                         if isinstance(event, Act) and event.destructive else event for event in events)
        if plain[0].literal != "rm" or node.type != "command" or any(_RECURSIVE.fullmatch(word.literal or "") for word in plain[1:]):
            return events
        names = [bare(text_of(child)) for child in node.named_children if not text_of(child).startswith("-")][-1:]
        if sum(not word.render().startswith("-") for word in plain[1:]) != 1 or not names or not written_next(node, names[0]):
            return events
        return tuple(replace(event, destructive=False, what=f"{event.what}, to write it anew")
                     if isinstance(event, Act) and event.destructive else event for event in events)

    def _given(self) -> list[str]:
        """The variables that were exported, those that go round a question with their values where those are certain."""
        found: list[str] = []
        for name in sorted(self.session.given):
            held = self.flow.variables.get(name)
            known = held is not None and held.only is not None and skips_question(name)
            value = held.texts[0].literal if held is not None and known else None
            found += [name] if value is None else [name, f"{name}={value}"]
        return found

    # -- pipelines -------------------------------------------------------------------------------------------------------------------------

    def pipeline(self, node: tree_sitter.Node, stdin: Text | None) -> None:
        """``a | b | c``: what one prints is fed to the next."""
        self.stages([child for child in node.named_children if child.type != "comment"], [], stdin)

    def stages(self, stages: list[tree_sitter.Node], following: list[tree_sitter.Node], stdin: Text | None) -> None:
        """Stages of a pipeline; ``following`` are pipelines that the grammar hangs below a heredoc."""
        rest: list[tree_sitter.Node] = []
        for node in following:
            if node.type == "pipeline":
                stages = [*stages, *node.named_children]
            elif node.type in ("command", "redirected_statement") and not rest and text_of(node).startswith("|"):
                stages = [*stages, node]
            else:
                rest.append(node)
        fed = stdin
        told = len(self.output.events)
        for number, stage in enumerate(stages):
            last = number == len(stages) - 1
            outer = self.flow
            if not last:
                self.flow = outer.copy()
                self.flow.quiet = True
            kept, gathers = len(self.said), self.gathers
            self.gathers = gathers or not last
            self.statement(stage, fed)
            self.gathers = gathers
            if not last:
                fed = self.printed(stage, fed, self.said[kept:])
                del self.said[kept:]
                outer.made |= self.flow.made
                outer.backups = self.flow.backups
                self.flow = outer
        if len(stages) > 1:
            self.drop_loaded(told)
            self.keep_copied(self.output.events[told:])
            self.flow.ended = None                           # each of them has a shell of its own, which is what ends
        for node in rest:
            self.statement(node)


def _one_of_each(lent: Mapping[str, Var]) -> dict[str, Text]:
    """What variables hold that are one text."""
    return {name: held.texts[0] for name, held in lent.items() if held.items is None and len(held.texts) == 1}
