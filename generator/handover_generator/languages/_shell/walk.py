"""The walk through a script, statement by statement, in the order it runs.

State is a ``Flow``; branches work on copies that are joined. Every simple command becomes events: through the functions in sight, the
builtins (``_shell.builtins``), or ``Tools.command``.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable

import tree_sitter

from handover_generator.analysis.unknowns import mistake
from handover_generator.languages._shell import condition_words, judging, place_tests
from handover_generator.languages._shell.cases import case_ways
from handover_generator.languages._shell.filled import fill, filled, without_blanks
from handover_generator.languages._shell.judging import Probe
from handover_generator.languages._shell.locks import lock_of, runs_itself, waits
from handover_generator.languages._shell.loops import Loops
from handover_generator.languages._shell.narrowing import matched, narrow, widen
from handover_generator.languages._shell.parse import flat, line_of, nodes, text_of, without_document
from handover_generator.languages._shell.pipes import Pipes
from handover_generator.languages._shell.said_only import asks_for_on, only_looks, said_only
from handover_generator.languages._shell.session import MAX_NESTING
from handover_generator.languages._shell.switches import is_removal, switches_in
from handover_generator.languages._shell.values import Flow, join
from handover_generator.model.behaviour import ACTS_ONLY, Guard, GuardKind, Unknown
from handover_generator.model.text import Text
from handover_generator.records import replace
from handover_generator.wordlists import word_set

_LEFT = ("exit", "return")
_ANYTHING = ("*", "(*)")
_ANSWERED = (GuardKind.CONFIRM, GuardKind.DRY_RUN)
_STATEMENTS = word_set("""
    command declaration_command variable_assignment variable_assignments list pipeline redirected_statement if_statement
    case_statement while_statement for_statement c_style_for_statement subshell compound_statement negated_command test_command
    unset_command function_definition do_group ERROR
""")


class Walker(Loops, Pipes):
    """Walks one routine: a script's body, a function in one calling context, or an inline text."""

    def block(self, children: list[tree_sitter.Node]) -> None:
        """Run statements one after another until one ends the block."""
        for child in children:
            if self.flow.ended is not None or self.session.exhausted:
                return
            if child.is_named:
                sign = child.next_sibling
                if sign is not None and sign.type == "&":
                    self._beside(child)
                else:
                    self.statement(child)

    def _beside(self, node: tree_sitter.Node) -> None:
        """``statement &``: what it sets and whether it ends stay in the process that it becomes."""
        outer = self.flow
        self.flow = outer.copy()
        try:
            self.statement(node)
        finally:
            outer.made |= self.flow.made
            self.flow = outer

    def statement(self, node: tree_sitter.Node, stdin: Text | None = None) -> None:
        """Run one statement."""
        if self.depth > MAX_NESTING:
            self.unknown("budget", node, "statements nested too deep to follow")
            return
        self.depth += 1
        flow = self.flow
        try:
            self._dispatch(node, stdin)
        except RecursionError:
            self.flow = flow
            self.unknown("budget", node, "nested too deep to follow")
        except Exception as error:
            # No mistake of ours may cost the rest of a report: the statement is told as unread, and reading goes on.
            self.flow = flow
            at = self.at(node)
            self.tell(mistake(error, at.path, at.line))
        finally:
            self.depth -= 1

    def _dispatch(self, node: tree_sitter.Node, stdin: Text | None) -> None:
        redirected = self.tails.pop((node.start_byte, node.end_byte), None) if self.tails else None
        if redirected is not None:
            self.redirected(redirected, stdin, node)
        elif (run := _BY_KIND.get(node.type)) is not None:
            run(self, node, stdin)
        elif node.type.endswith("_expression") or node.type in ("arithmetic_expansion", "command_substitution"):
            self.expander().run(node)                    # (( a = $(b) ))

    def _command(self, node: tree_sitter.Node, stdin: Text | None) -> None:
        self.command(node, stdin)
        if self.command_word(node) == "flock" and waits(node) and (taken := lock_of(node, self.as_written(node), self.at(node))) is not None:
            self.stand([taken.guard])

    def _assignments(self, node: tree_sitter.Node) -> None:
        for child in node.named_children:
            self.assign(child)

    def _unset(self, node: tree_sitter.Node) -> None:
        for child in node.named_children:
            self.flow.variables.pop(text_of(child), None)

    def _negated(self, node: tree_sitter.Node, stdin: Text | None) -> None:
        for child in node.named_children:
            self.statement(child, stdin)

    def _counting(self, node: tree_sitter.Node) -> None:
        """``for ((i = 0; i < 9; i++))``."""
        body = node.child_by_field_name("body")
        for part in node.named_children:
            if part != body:
                self.expander().run(part)
        self._loop([body] if body is not None else [], None)

    def fed(self, children: list[tree_sitter.Node], stdin: Text | None) -> None:
        """A group of statements that share what is fed to it."""
        before = self.ambient, self.drained
        if stdin is not None:
            self.ambient, self.drained = stdin, False
        try:
            self.block(children)
        finally:
            self.ambient, self.drained = before

    def subshell(self, children: list[tree_sitter.Node], stdin: Text | None = None) -> None:
        """Statements whose changes to variables and whose exit stay inside."""
        with self.shell_of_its_own():
            self.fed(children, stdin)

    def _salvage(self, node: tree_sitter.Node) -> None:
        """Statements inside a piece that did not parse: what is readable is still told."""
        for child in node.named_children:
            if child.type in _STATEMENTS and self.flow.ended is None:
                self.statement(child)
                if self.flow.ended is not None:
                    self.flow.ended = None               # what ends here is uncertain in broken text

    # -- branches --------------------------------------------------------------------------------------------------------------------------

    def branch(self, children: list[tree_sitter.Node], probe: Probe | None, words: str | None) -> Flow:
        """Run statements on a copy of the state, under a condition."""
        outer = self.flow
        self.flow = outer.copy()
        if words:
            self.flow.conditions = (*outer.conditions, words)
        if probe is not None and children:
            self.stand(probe.guards)
            if probe.place:
                self.stand([self.place_guard(probe)])
        try:
            before = narrow(self.flow, probe.known) if probe is not None and probe.known and words else {}
            self.block(children)
            widen(self.flow, before)
            return self.flow
        finally:
            self.flow = outer

    def merge(self, branches: list[Flow], probes: list[Probe]) -> None:
        """Join branches; where one of them ends the script, what was tested stands before all that follows. Where one goes on with the next round
        of a loop (``ask || continue``), so does what was asked, until the round is over.
        """
        stops = [branch for branch in branches if branch.ended in _LEFT]
        goes_on = [branch for branch in branches if branch.ended not in _LEFT]
        stays = [branch for branch in goes_on if branch.ended is None]
        skips = not stops and bool(stays) and bool(self.breaks) and len(stays) < len(goes_on)
        if stops and goes_on:
            gained: list[Guard] = []
            for probe in probes:
                gained += probe.guards
                if probe.place or probe.argument_place:
                    gained.append(self.place_guard(probe))
            for guard in gained:
                self.tell(guard)
                for branch in goes_on:
                    if guard not in branch.guards:
                        branch.guards = (*_without_side(branch.guards, guard), guard)
        for guard in [guard for probe in probes for guard in probe.guards if guard.kind in _ANSWERED] if skips else ():
            self.tell(guard)
            self.of_round.add(guard)
            for branch in goes_on:
                others = tuple(other for other in branch.guards if other != guard or guard in self.flow.guards)
                branch.guards = others if branch.again else branch.guards if guard in branch.guards else (*branch.guards, guard)
        self._go_round(stays, next((p.bypass for p in probes if p.bypass), None))
        conditions, before = self.flow.conditions, self.flow.guards
        tested = {guard for probe in probes for guard in (*probe.guards, *([self.place_guard(probe)] if probe.place else []))}
        leaves = [branch for branch in goes_on if branch.ended == "break" and not branch.again]
        for branch in goes_on:
            if branch.ended == "break" and self.breaks:
                if not stops and len(leaves) > 1:        # y) remove it; break;; n) break;; - what follows the loop comes either way
                    branch.guards = tuple(guard for guard in branch.guards if guard in before or guard not in tested)
                self.breaks[-1].append(branch)
        join(self.flow, branches)
        self.flow.conditions = conditions
        if not stops and not skips:                      # either way it goes on: what was tested decides nothing that follows
            self.flow.guards = tuple(guard for guard in self.flow.guards if guard in before or guard not in tested)

    def _go_round(self, ways: list[Flow], name: str | None) -> None:
        """A question that one way asks and the others, chosen by a variable such as FORCE, do not: it stands, with what goes round it."""
        if name is None or len(ways) < 2:
            return
        asked = {guard for way in ways for guard in way.guards if guard.kind is GuardKind.CONFIRM and guard not in self.flow.guards}
        for guard in sorted(asked, key=lambda guard: (guard.at.path, guard.at.line, guard.detail)):
            known = replace(guard, bypass=guard.bypass or (name if name.startswith("-") else f"${name}"))
            self.tell(known)
            for way in ways:
                way.guards = (*(other for other in way.guards if other != guard), known)

    def _list(self, node: tree_sitter.Node) -> None:
        self.chain(*flat(node))

    def chain(self, parts: list[tree_sitter.Node], operators: list[str]) -> None:
        """``a && b || c``, from the left: its parts, and the signs between them."""
        left = judging.leaves([parts[1]])
        probe = self._deciding([parts[0]], leaves=operators[0] == "&&" and left, either=left)
        words = self.unmarked(condition_words.in_words(without_document(parts[0])))
        tested = probe
        if operators == ["&&", "||"] and probe.decided is None and judging.is_test(parts[0]) and _only_sets(parts[1]):
            ways = [self.branch([parts[1]], probe, words), self.branch([parts[2]], replace(probe, known={}), condition_words.denied(words or ""))]
            self.merge(ways, [probe])                    # [ test ] && a=1 || a=2: one of them is set, as setting one does not fail
            return
        for operator, part in zip(operators, parts[1:], strict=True):
            wanted = operator == "&&"
            if self.flow.ended is not None:
                return
            if probe.decided is not None and probe.decided != wanted:
                continue
            is_test = words is not None and not words.startswith("`")
            condition = None
            if is_test and words is not None:
                condition = words if wanted else condition_words.denied(words)
            elif not wanted and words is not None:
                condition = words.replace(" succeeds", " fails")
            if wanted and not is_test and judging.is_test(part):       # read answer && [ "$answer" = y ] || exit
                asked = self.condition([part])
                words, probe = asked.text, replace(asked, decided=None)
                tested = replace(probe, guards=[*tested.guards, *asked.guards])
                continue
            first = filled(parts[0], wanted) if part == parts[1] else frozenset()
            known = {**without_blanks(self.flow, first), **(tested.known if wanted else {})}
            branch = self.branch([part], replace(tested, guards=[*tested.guards, *probe.held(wanted)], known=known), condition)
            if probe.decided is None:
                stands = _behind(tested.guards, [parts[0]], left=wanted and branch.ended in _LEFT)
                self.merge([branch, self.flow.copy()], [replace(tested, guards=[*stands, *probe.held(not wanted)])])
                if branch.ended in _LEFT and part == parts[1]:
                    fill(self.flow, filled(parts[0], not wanted))
                if branch.ended is not None and (again := runs_itself(part, self.at(part))) is not None:
                    self.stand([again])
                if branch.ended is None:
                    self.absorb_guards(branch)
                    if wanted and not is_test:           # mkdir x && cd x: what follows counts on it
                        self.flow.cwd = branch.cwd
            else:
                kept = self.flow.conditions
                self.flow = branch
                self.flow.conditions = kept
            if wanted and not is_test:
                words = condition_words.in_words(part)
                probe = Probe()

    def _deciding(self, parts: list[tree_sitter.Node], *, leaves: bool, either: bool) -> Probe:
        """A condition, read knowing whether the script or the function is left where it holds, or (``either``) where it holds or fails. What runs
        inside of it has conditions of its own.
        """
        around = self.leaving, self.turned, self.at_the_door
        self.leaving, self.turned, self.at_the_door = leaves, False, either
        probe = self.condition(parts)
        self.leaving, self.turned, self.at_the_door = around
        return probe

    def absorb_guards(self, branch: Flow) -> None:
        """``ask && act``: backups made in a chain count for what follows in it."""
        self.flow.backups = tuple(dict.fromkeys((*self.flow.backups, *branch.backups)))

    def _if(self, node: tree_sitter.Node) -> None:
        arms: list[tuple[list[tree_sitter.Node], list[tree_sitter.Node]]] = []
        otherwise: list[tree_sitter.Node] | None = None
        arms.append(_arm(node))
        for child in node.named_children:
            if child.type == "elif_clause":
                arms.append(_arm(child))
            elif child.type == "else_clause":
                otherwise = child.named_children
        branches: list[Flow] = []
        probes: list[Probe] = []
        said: list[str] = []
        passed: list[Guard] = []                         # the other side of each place that was asked for
        for condition_nodes, body in arms:
            left = judging.leaves(body)
            probe = self._deciding(condition_nodes, leaves=left, either=left or judging.leaves(otherwise or []))
            if self.flow.ended is not None:
                return
            if probe.decided is False:
                continue
            said.append(probe.text)
            if otherwise is not None and not only_looks(otherwise):         # an option that chooses what is done
                probe.guards = [guard for guard in probe.guards if not is_removal(guard)]
            if probe.decided is None and not any(guard.kind is GuardKind.DRY_RUN for guard in probe.guards) and (
                    guard := said_only(condition_nodes, body, otherwise if len(arms) == 1 else None, probe.at or self.at(node),
                                      switches_in(self.parsed))) is not None:
                probe.guards = [*probe.guards, guard]
                self.noted.append(guard)
            asked = condition_nodes[-1] if condition_nodes else node
            known = {**without_blanks(self.flow, filled(asked, True)), **probe.known}
            here = replace(probe, guards=[*probe.guards, *probe.held(True), *passed], known=known)
            branches.append(self.branch(body, here, probe.text if probe.decided is None else None))
            stands = _behind(probe.guards, condition_nodes, left=branches[-1].ended in _LEFT)
            probes.append(replace(probe, guards=[*stands, *probe.held(branches[-1].ended not in _LEFT)]))
            if probe.place:
                side = replace(probe, text=condition_words.denied(probe.text), any_place=probe.any_place if left else probe.other_place)
                passed.append(self.place_guard(side))
            if probe.decided is True:
                break
        else:
            words = condition_words.denied(said[0]) if len(said) == 1 else "no case before holds" if said else None
            last = Probe(guards=[*(guard for probe in probes for guard in (*probe.guards, *probe.held(False))), *passed])
            last.known = without_blanks(self.flow, filled(arms[0][0][-1], False)) if len(arms) == 1 and arms[0][0] else {}
            branches.append(self.branch(otherwise or [], last, words if otherwise else None))
        self.merge(branches, probes)
        if len(arms) == 1 and arms[0][0] and len(branches) == 2 and (branches[0].ended in _LEFT) is not (branches[1].ended in _LEFT):
            fill(self.flow, filled(arms[0][0][-1], branches[1].ended in _LEFT))

    def _case(self, node: tree_sitter.Node) -> None:
        subject = node.child_by_field_name("value")
        if subject is None:
            return
        expander = self.expander()
        text = expander.text(subject)
        names = judging.names_in(subject)
        probe = self.subject_probe(subject, expander, names)
        ways = case_ways(node, None)
        goes_on = [pattern for patterns, body in ways if not judging.leaves(body) for pattern in patterns]
        probe.any_place = place_tests.admits_production(goes_on, named=True)
        named = [pattern for patterns, _ in ways for pattern in patterns if pattern not in _ANYTHING]
        name = condition_words.in_words(subject)
        known = text.literal if self.settled(subject) else None
        among = self.among(subject)
        branches: list[Flow] = []
        complete = False
        for patterns, body in case_ways(node, known):
            whole = any(pattern in _ANYTHING for pattern in patterns)
            if known is not None and not any(fnmatch.fnmatchcase(known, pattern) for pattern in patterns):
                continue
            if among and not any(_may_match(each, pattern) for each in among for pattern in patterns):
                continue
            for pattern in patterns:
                self.compare(probe, names, expander, pattern)
            name = self.unmarked(name)
            words = f"{name} is anything else" if whole else f"{name} is {' or '.join(patterns[:4])}"
            here = replace(probe, text=words, known=matched(subject, patterns),
                           any_place=place_tests.admits_production(named if whole else patterns, named=not whole))
            branches.append(self.branch(body, here, words if known is None else None))
            complete = complete or whole
            if known is not None:
                complete = True
                break
        if not complete:
            branches.append(self.flow.copy())
        if branches:
            self.merge(branches, [probe])

    def unknown(self, kind: str, node: tree_sitter.Node, detail: str) -> None:
        """Record something that could not be read."""
        self.tell(Unknown(kind=kind, at=self.at(node), detail=detail))

    def line(self, node: tree_sitter.Node) -> int:
        """The line of a node in the file."""
        return line_of(node)


def _without_side(guards: tuple[Guard, ...], guard: Guard) -> tuple[Guard, ...]:
    """The guards without what a side of the same check of the place was told to be, where the check as a whole is told."""
    if guard.kind is not GuardKind.ENV_CHECK:
        return guards
    return tuple(other for other in guards if other.kind is not GuardKind.ENV_CHECK or other.at != guard.at)


_BY_KIND: dict[str, Callable[[Walker, tree_sitter.Node, Text | None], object]] = {
    "command": lambda walker, node, stdin: walker._command(node, stdin),
    "variable_assignment": lambda walker, node, stdin: walker.assign(node),
    "variable_assignments": lambda walker, node, stdin: walker._assignments(node),
    "declaration_command": lambda walker, node, stdin: walker.declare(node),
    "unset_command": lambda walker, node, stdin: walker._unset(node),
    "redirected_statement": lambda walker, node, stdin: walker.redirected(node, stdin),
    "pipeline": lambda walker, node, stdin: walker.pipeline(node, stdin),
    "list": lambda walker, node, stdin: walker._list(node),
    "if_statement": lambda walker, node, stdin: walker._if(node),
    "case_statement": lambda walker, node, stdin: walker._case(node),
    "while_statement": lambda walker, node, stdin: walker._while(node, stdin),
    "for_statement": lambda walker, node, stdin: walker._for(node),
    "c_style_for_statement": lambda walker, node, stdin: walker._counting(node),
    "subshell": lambda walker, node, stdin: walker.subshell(node.named_children, stdin),
    **dict.fromkeys(("compound_statement", "do_group", "else_clause"), lambda walker, node, stdin: walker.fed(node.named_children, stdin)),
    "negated_command": lambda walker, node, stdin: walker._negated(node, stdin),
    "test_command": lambda walker, node, stdin: walker.condition([node]),
    "function_definition": lambda walker, node, stdin: walker.define(node),
    "ERROR": lambda walker, node, stdin: walker._salvage(node),
}
"""What is done with each kind of statement of the grammar."""


def _may_match(word: str, pattern: str) -> bool:
    """Whether a pattern of a case may be one for a word; of one that is more than a plain pattern nobody says no."""
    return fnmatch.fnmatchcase(word, pattern) or any(sign in pattern for sign in "$\\`'\"(")


def _behind(guards: list[Guard], condition: list[tree_sitter.Node], *, left: bool) -> list[Guard]:
    """The guards of a condition that stand before what follows. Where ``--cleanup`` cleans up and leaves (``left``), it holds back nothing behind."""
    if not left or not asks_for_on(condition):
        return guards
    return [guard for guard in guards if not guard.detail.startswith(ACTS_ONLY)]


def _only_sets(node: tree_sitter.Node) -> bool:
    """Whether a statement sets a variable to what is written there: that succeeds, whatever it is."""
    return node.type == "variable_assignment" and not any(inner.type in ("command_substitution", "process_substitution") for inner in nodes(node))


def _arm(node: tree_sitter.Node) -> tuple[list[tree_sitter.Node], list[tree_sitter.Node]]:
    """Condition and body of an if or elif."""
    condition: list[tree_sitter.Node] = []
    body: list[tree_sitter.Node] = []
    part = condition
    for child in node.children:
        if not child.is_named:
            if text_of(child) == "then":
                part = body
            continue
        if child.type in ("elif_clause", "else_clause", "comment"):
            continue
        part.append(child)
    return condition, body
