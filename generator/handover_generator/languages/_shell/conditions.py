"""What conditions do to the walk: commands in them run, constants decide them, and what they test may be a guard."""

from __future__ import annotations

import re

import tree_sitter

from handover_generator.languages._shell import condition_words, judging, narrowing, place_tests
from handover_generator.languages._shell.deciding import Deciding
from handover_generator.languages._shell.judging import Probe
from handover_generator.languages._shell.locks import Lock, lock_of, lock_tested
from handover_generator.languages._shell.parse import text_of
from handover_generator.languages._shell.switches import as_it_stands, switch_guard, switches_in
from handover_generator.languages._shell.values import Var
from handover_generator.languages._shell.words import Expander
from handover_generator.model.behaviour import Act, Action, Guard, GuardKind
from handover_generator.model.text import Hole
from handover_generator.records import replace
from handover_generator.regexes import regex

_SWITCHES = frozenset({"true", "false", ":", ""})
_AGREES = regex(r"(?i)(?<![a-z])(?:y|\[yY]|n(?![a-z])|\[nN]|yes|ok|sure)")
"""What a pattern asks for that looks for a word of consent; any other says how a value is to be written."""
_ASKING = regex(r"\[?\(?\s*y(es)?\s*[/|]\s*n(o)?|sure|continue|proceed|confirm|really|type\b.*\bto\b", re.IGNORECASE)
_SAME_OR_NOT = frozenset({"=", "==", "!="})
_TURNED_ROUND = regex(r"(?:\[\[?|test)\s+!\s")
_BRACKETS = regex(r"\A(?:\[\[?|test\b)|\]\]?\Z")
_STANDS = (GuardKind.CONFIRM, GuardKind.ENV_CHECK, GuardKind.DRY_RUN)
_LEFT_WELL = regex(r"\bexit\b(?!\s+[1-9])")
"""Leaves a shell as if all went well, for all that is known, so that what called it goes on."""
_REPEATS = ("echo", "printf")
_UNREAD = "a test holds that could not be read"


def _starts_off(name: str, held: Var | None, source: bytes) -> bool:
    """Whether a variable is empty or off as long as nobody sets it: as what is first put into it says, where that stands in the file."""
    if held is None or held.unset:
        return True
    if len(held.texts) == 1 and (holes := held.texts[0].holes):
        return holes[0].kind == "env" and len(held.texts[0].parts) == 1 and judging.is_off(holes[0].default or "")
    first = re.search(rf"""(?m)^[ \t]*(?:(?:export|local|readonly|declare|typeset)(?: -\w+)* )?{re.escape(name)}=["']?(\w*)""",
                      source.decode(errors="replace"))
    return first is not None and judging.is_off(first.group(1))


def _is_printed(held: Var) -> bool:
    """Whether a variable holds what a program printed: a commit that git names is no ``commit`` that somebody asks for. A word of the
    command line that is only repeated is asked for still.
    """
    return held.origin is not None and not held.origin.startswith(_REPEATS) and all(
        len(text.parts) == 1 and isinstance(text.parts[0], Hole) and text.parts[0].kind == "unknown" for text in held.texts)


class Conditions(Deciding):
    """Part of the walker that runs and judges conditions."""

    def condition(self, parts: list[tree_sitter.Node]) -> Probe:
        """Run a condition (its last command decides) and say what it tests."""
        probe = Probe()
        named = [part for part in parts if part.is_named and part.type != "comment"]
        for part in named[:-1]:
            self.statement(part)
        if named:
            probe = self._one(named[-1], 0)
            probe.text = _UNREAD if self.unread(named[-1]) else self.unmarked(condition_words.in_words(named[-1]))
        return probe

    def unread(self, node: tree_sitter.Node) -> bool:
        """Whether a condition stands for one that did not parse, so that nothing of it is left."""
        return text_of(node) == ":" and node.start_point[0] + 1 in self.parsed.broken

    def unmarked(self, words: str) -> str:
        """A condition in words with the marks of an inline text as the names they stand for."""
        return re.sub(
            r"handoverhole(\d+)x", lambda m: str(self.holes[int(m.group(1))]) if int(m.group(1)) < len(self.holes) else m.group(), words
        )

    def _one(self, node: tree_sitter.Node, depth: int) -> Probe:
        if depth > 30:
            return Probe()
        kind = node.type
        if kind == "negated_command":
            self.turned = not self.turned
            inner = self._one(node.named_children[-1], depth + 1) if node.named_children else Probe()
            self.turned = not self.turned
            inner.decided = None if inner.decided is None else not inner.decided
            inner.known = {}
            inner.lock = None if inner.lock is None else replace(inner.lock, when=not inner.lock.when)
            return inner
        if kind == "list":
            return self._both(node, depth)
        if kind == "test_command" or (kind == "compound_statement" and text_of(node).startswith("((")):
            return self._test(node)
        if kind == "command" and self.command_word(node) in ("test", "[", "[["):
            return self._test(node)
        if kind == "command" and self.command_word(node) in ("true", ":"):
            return Probe(decided=None if self.in_loop_condition or self.unread(node) else True)
        if kind == "command" and self.command_word(node) == "false":
            return Probe(decided=False)
        if kind == "command" and (switch := self._switch(node)) is not None:
            return switch
        if kind in ("subshell", "redirected_statement") and judging.returns_only(node):      # succeeds where a file is read in, fails elsewhere
            return Probe(decided=self.script != self.own)
        if kind in ("compound_statement", "subshell") and node.named_child_count:
            return self.group(node, depth)
        self.tested = []
        self.statement(node)
        probe = Probe(guards=list(self.tested), at=self.at(node), lock=lock_of(node, self.as_written(node), self.at(node)))
        self.tested = []
        if kind in ("pipeline", "redirected_statement"):
            self._searched(node, probe)
        return probe

    def group(self, node: tree_sitter.Node, depth: int) -> Probe:
        """``{ read answer && [ "$answer" = y ]; }``, ``( ask )``: its last command decides. Where a shell of its own is left unless somebody agrees,
        it has failed, and what was asked there stands where it succeeds.
        """
        parts = [part for part in node.named_children if part.type != "comment"]
        if node.type == "compound_statement":
            return self._last(parts, depth)
        with self.shell_of_its_own() as outer:
            probe = self._last(parts, depth)
            if not _LEFT_WELL.search(text_of(node)):
                probe.decided = False if self.flow.ended == "exit" else probe.decided
                gained = [guard for guard in self.flow.guards if guard not in outer.guards and guard.kind in _STANDS]
                probe.guards = list(dict.fromkeys((*probe.guards, *gained)))
        return probe

    def _last(self, parts: list[tree_sitter.Node], depth: int) -> Probe:
        self.block(parts[:-1])
        if self.flow.ended is not None or not parts:
            return Probe()
        last = parts[-1]
        if last.type == "list" and not judging.is_test(last.named_children[-1]):       # [ -e x ] && rm x: its test is one for what follows there
            self.statement(last)
            return Probe()
        return self._one(last, depth + 1)

    def _switch(self, node: tree_sitter.Node) -> Probe | None:
        """``if $dry_run``: a variable that holds ``true`` or ``false`` is run to ask what it holds. None for any other command."""
        word = node.child_by_field_name("name")
        if word is None or node.named_child_count != 1 or not text_of(word).startswith(("$", '"$')):
            return None
        names = judging.names_in(word)
        held = self.flow.variables.get(names[0]) if len(names) == 1 else None
        texts = held.texts if held is not None else ()
        values = [text.with_defaults().literal for text in texts]
        probe = Probe(text=f"${names[0]} holds", at=self.at(node)) if len(names) == 1 else Probe()
        if values and _SWITCHES.issuperset(values):
            self._guards_of(probe, self.expander(), names, boolean=True, node=node)
            # A default is what it holds unless the environment says otherwise: that decides nothing.
            probe.decided = values[0] in ("true", ":") if self.certain(names[0]) and texts[0].literal else None
        elif held is None and len(names) == 1:           # what set it is not seen: its name alone may say that it is a switch
            self._guards_of(probe, self.expander(), names, boolean=True, node=node)
            if not probe.guards:
                return None
            self.expander().variable(names[0], tested=True)
        else:
            return None
        for guard in probe.guards:
            if guard not in self.noted:
                self.noted.append(guard)
        return probe

    def as_written(self, node: tree_sitter.Node) -> list[str]:
        """The words of a command with what is known of each: "$LOCK /run/x.lock"."""
        if node.type != "command":
            return []
        expander = self.expander(silent=True)
        words = [child for child in node.named_children if child.type not in ("variable_assignment", "file_redirect", "herestring_redirect")]
        return [text_of(word) if text_of(word) == (known := expander.text(word).render()) else f"{text_of(word)} {known}" for word in words]

    def _searched(self, node: tree_sitter.Node, probe: Probe) -> None:
        """``echo $X | grep -q pattern`` and ``grep <<< $X``: a test written as a search."""
        source = text_of(node)
        if not re.search(r"\bgrep\b", source):
            return
        expander = self.expander(silent=True)
        names = judging.names_in(node)
        for name in names:
            expander.variable(name, tested=True)
        self._guards_of(probe, expander, names, boolean=False, node=node)
        if place_tests.searches_place(source):
            probe.place = True
            probe.text = condition_words.in_words(node)

    def _both(self, node: tree_sitter.Node, depth: int) -> Probe:
        named = [child for child in node.children if child.is_named]
        sign = next((text_of(child) for child in node.children if not child.is_named and text_of(child) in ("&&", "||")), "&&")
        if len(named) < 2:
            return Probe()
        left = self._one(named[0], depth + 1)
        if left.decided is not None and left.decided == (sign == "||"):
            return left
        right = self._one(named[1], depth + 1)
        probe = Probe(guards=[*left.guards, *right.guards], place=left.place or right.place,
                      argument_place=left.argument_place or right.argument_place, any_place=left.any_place or right.any_place,
                      other_place=left.other_place or right.other_place)
        asks = next((named[1 - index] for index, one in enumerate((left, right)) if one.place), None)
        probe.seldom = self.leaving and sign == "&&" and left.place != right.place and asks is not None and judging.off_unless_given(text_of(asks))
        if left.decided is not None:
            probe.decided = right.decided
        probe.known = narrowing.either(left.known, right.known) if sign == "||" else {**left.known, **right.known}
        probe.at = left.at
        probe.lock = left.lock or right.lock
        return probe

    def _test(self, node: tree_sitter.Node) -> Probe:
        expander = self.expander()
        names, words, comparisons = self._read_test(node)
        probe = Probe(text=words, at=self.at(node))
        source = text_of(node)
        asked = [name for name in names if (held := self.flow.variables.get(name)) is not None and held.guard is not None]
        for name in names:
            expander.variable(name, tested=True)
        for inner in node.named_children:
            expander.run(inner)
        boolean = not comparisons or all(re.fullmatch(r"[\"']?(0|1|true|false|yes|no|y|n|on|off|)[\"']?", text_of(right), re.IGNORECASE)
                                         for _, _, right in comparisons)
        self._guards_of(probe, expander, names, boolean=boolean, node=node)
        only_empty = not comparisons and re.search(r"-[zn]\s", source) is not None
        asks_shape = bool(comparisons) and all(sign == "=~" and _AGREES.search(text_of(right)) is None for _, sign, right in comparisons)
        for name in asked:
            held = self.flow.variables[name]
            if held.guard is not None and (not (only_empty or asks_shape) or _ASKING.search(held.guard.detail)):
                probe.guards.append(held.guard)
        for left, sign, right in comparisons:
            for side, other in ((left, right), (right, left)):
                constant = expander.text(other).literal
                if constant is not None and sign == "=~":
                    constant = judging.without_variables(constant)
                if constant is not None:
                    if judging.asks_for_nothing(constant) and judging.names_in(side):
                        probe.guards.append(Guard(kind=GuardKind.DRY_RUN, at=self.at(node), detail=probe.text[:120], default_on=False))
                    if judging.skips_questions(constant) and judging.names_in(side):
                        probe.bypass = constant
                    self.compare(probe, judging.names_in(side), expander, constant)
                    if place_tests.asks_place(text_of(side)) and not (constant in ("0", "root") and place_tests.asks_account(text_of(side))):
                        probe.place = True
                elif text_of(other) and sign != "=~":    # what the place is compared with is known only when it runs
                    held_by = [held.origin for name in judging.names_in(side) if (held := self.flow.variables.get(name)) is not None]
                    probe.place = probe.place or any(place_tests.says_place(origin) for origin in held_by)
                    probe.argument_place |= not probe.place and sign in _SAME_OR_NOT and place_tests.compares_targets(text_of(side), text_of(other))
        compared = [literal for _, _, right in comparisons if (literal := expander.text(right).literal) is not None]
        turned = self.turned != (_TURNED_ROUND.match(source) is not None)
        admits = (any(sign != "!=" for _, sign, _ in comparisons) != turned) != self.leaving            # else these are the places that it keeps away
        probe.any_place, probe.other_place = (place_tests.admits_production(compared, named=named) for named in (admits, not admits))
        probe.seldom = self.leaving and "&&" in source and judging.off_unless_given(source)
        if only_empty:
            probe.place = (probe.place
                           or any(place_tests.tests_runner(name, "environment") for name in names if name not in self.flow.variables)
                           or any(place_tests.is_search_of_place(held.origin) for name in names
                                  if (held := self.flow.variables.get(name)) is not None))
        if not comparisons:
            probe.lock = self._lock_tested(node, expander)
        probe.decided = self.decide(node, expander)
        probe.known = narrowing.compared(node)
        for guard in [*probe.guards, *([self.place_guard(probe)] if probe.place else [])]:
            if guard not in self.noted:
                self.noted.append(guard)
        return probe

    def _read_test(self, node: tree_sitter.Node) -> tuple[list[str], str, list[tuple[tree_sitter.Node, str, tree_sitter.Node]]]:
        """The variables a test reads, how people read it, its comparisons: kept with the file, as functions are walked many times."""
        place = node.start_byte, node.end_byte
        found = self.parsed.tests.get(place)
        if found is None:
            found = self.parsed.tests[place] = judging.names_in(node), condition_words.in_words(node), judging.operands_of(node)
        return found

    def _lock_tested(self, node: tree_sitter.Node, expander: Expander) -> Lock | None:
        source = _BRACKETS.sub("", text_of(node)).strip()
        operand = source.rpartition(" ")[2]
        held = [text.render() for name in judging.names_in(node) if (var := self.flow.variables.get(name)) is not None for text in var.texts[:1]]
        return lock_tested(source, " ".join((operand, *held)), self.at(node))

    def _guards_of(self, probe: Probe, expander: Expander, names: list[str], *, boolean: bool, node: tree_sitter.Node) -> None:
        for name in names:
            held = self.flow.variables.get(name)
            printed = held is not None and _is_printed(held)
            default = None
            if held is not None and len(held.texts) == 1:
                holes = held.texts[0].holes
                default = holes[0].default if holes else held.texts[0].literal
            probe.guards += self._switched(
                name, node, judging.judge_names([name], self.at(node), boolean=boolean and not printed, default=default), boolean=boolean)
            if judging.skips_question(name) and not (judging.asks_where_on(name, text_of(node)) and _starts_off(name, held, self.parsed.source)):
                probe.bypass = name

    def _switched(self, name: str, node: tree_sitter.Node, judged: list[Guard], *, boolean: bool) -> list[Guard]:
        """The dry runs that a test of a variable is, with what options make of it. ``boolean``: whether it asks for yes or no."""
        switch = switches_in(self.parsed).get(name)
        if switch is None or not boolean:
            return judged
        if judged:
            stand = [as_it_stands(guard, switch, safe=judging.is_safe(name)) for guard in judged]
            return [guard for guard in stand if guard is not None]
        acted = any(isinstance(event, Act) and event.action is not Action.READ for event in self.output.events)
        found = switch_guard(switch, name, self.at(node), removal=not acted)
        return [found] if found is not None else []

    def subject_probe(self, node: tree_sitter.Node, expander: Expander, names: list[str]) -> Probe:
        """What ``case $x in`` tests."""
        probe = Probe(text=condition_words.in_words(node), at=self.at(node))
        self._guards_of(probe, expander, names, boolean=True, node=node)
        for name in names:
            held = self.flow.variables.get(name)
            if held is not None and held.guard is not None:
                probe.guards.append(held.guard)
        return probe

    def compare(self, probe: Probe, names: list[str], expander: Expander, constant: str) -> None:
        """Note whether comparing variables with a constant tells environments apart."""
        for name in names:
            held = self.flow.variables.get(name)
            origin = held.origin if held is not None else "argument" if name.isdigit() else "environment"
            place, argument = place_tests.compares_place(name, origin, constant)
            probe.place |= place
            probe.argument_place |= argument

    def place_guard(self, probe: Probe) -> Guard:
        """The guard that an environment check is."""
        strong = not (probe.argument_place or probe.any_place or probe.seldom)
        return Guard(kind=GuardKind.ENV_CHECK, at=probe.at or self.here, detail=probe.text[:120], strong=strong)
