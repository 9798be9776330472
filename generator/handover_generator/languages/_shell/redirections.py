"""Redirections: what is fed to a statement, what it writes."""

from __future__ import annotations

import re

import tree_sitter

from handover_generator.analysis._commands_code import OUTPUT_OF, STDIN_FILE
from handover_generator.analysis._commands_types import is_fixed
from handover_generator.analysis.paths import REPOSITORY, is_device, is_file, is_temporary, joined, shown
from handover_generator.languages._shell.mounted import on_device
from handover_generator.languages._shell.packed import packed
from handover_generator.languages._shell.parse import behind_document, flat, nodes, text_of
from handover_generator.languages._shell.traces import PROCESS, Traces, is_one_file
from handover_generator.model.behaviour import Act, Action, Need, files_at
from handover_generator.model.text import MOST_WORDS, Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

_WRITES = {">": "writes", ">|": "writes", "&>": "writes", ">>": "appends to", "&>>": "appends to", ">&": "writes", "<>": "writes"}

_OPEN_LINE = regex(r"echo +-[eE]*n[eE]*\s")
_NOTHING = frozenset((":", "true", "cat /dev/null", "echo", "echo ''", 'echo ""', "echo -n", "echo -n ''", 'echo -n ""', "printf ''", 'printf ""'))
"""Commands that print nothing, or an empty line."""
_DESCRIPTOR = re.compile(r"\d+-?|-")
_SOCKETS = ("/dev/tcp/", "/dev/udp/")


class Redirections(Traces):
    """Part of the walker that knows ``<``, ``>`` and heredocs."""

    def redirected(self, node: tree_sitter.Node, stdin: Text | None, last: tree_sitter.Node | None = None) -> None:
        """A statement with redirections: what is fed to it, what it writes. ``last``: the command they belong to, if not to all of it."""
        body = last or node.child_by_field_name("body")
        if body is not None and body.type == "list":     # the grammar hangs the redirection of ``a && b > c`` on both, the shell on ``b``
            end = flat(body)[0][-1]
            self.tails[(end.start_byte, end.end_byte)] = node
            self.statement(body, stdin)
            return
        parts, signs = behind_document(node)
        if parts and node.id != self.chained:            # cat > f <<EOF || exit 1
            outer, self.chained = self.chained, node.id
            self.chain([node, *parts], signs)
            self.chained = outer
            return
        following: list[tree_sitter.Node] = []
        others: list[Text] = []
        quiet = aside = False
        told = len(self.output.events)
        self.memo = {}
        writing, self.writing = self.writing, []
        for index, child in enumerate(node.children):
            if node.field_name_for_child(index) != "redirect" and child.type != "herestring_redirect":
                continue                                 # the grammar names no field for <<< behind a loop
            if child.type == "heredoc_redirect":
                stdin, more, silent = self.heredoc(child, body)
                others = self._other_documents(child, stdin)
                following += more
                quiet = quiet or silent
            elif child.type == "herestring_redirect":
                stdin = self.expander(each=False).text(child.named_children[-1]) if child.named_children else stdin
            elif child.type == "file_redirect":
                fed = self.redirect(child, body=body)
                stdin = fed if fed is not None else stdin
                quiet = quiet or self._silences(child)
                aside = aside or self.turns_aside(child)
        written, self.writing = self.writing, writing
        if following:
            self.stages([body] if body is not None else [], following, stdin)
            return
        if body is None:
            return
        before = self.flow.quiet
        self.flow.quiet = before or quiet
        kept, kept_at, gathers = len(self.said), len(self.said_at), self.gathers
        self.gathers = gathers or bool(written)
        try:
            self.statement(body, stdin)
            for other in others:
                with self.shell_of_its_own():
                    self.statement(body, other)
            if body.type in ("command", "pipeline"):
                self.keep_copied(self.output.events[told:])
            copy = packed(text_of(body), self.output.events[told:]) if body.type == "command" and self.host is None else None
            if copy is not None and is_one_file(copy[0], body):
                self.flow.copied = (*self.flow.copied, copy)
            self._keep_written(written, body, stdin, self.said[kept:])
        finally:
            self.flow.quiet, self.gathers = before, gathers
            if (quiet and not before) or aside:
                del self.said[kept:]
                del self.said_at[kept_at:]

    def _keep_written(self, names: list[tuple[str, bool]], body: tree_sitter.Node, stdin: Text | None, said: list[Text]) -> None:
        """Remember what a statement wrote into files, for the case that one of them is run."""
        if not names or self.host is not None or text_of(body).strip() in _NOTHING:
            return
        text = self.printed(body, stdin, said)
        goes_on = text is not None and body.type == "command" and _goes_on(text_of(body), text)
        for name, appends in names:
            # What is not known is part of a file of which something else is: to run that runs both.
            self.session.written.put(name, text if text is not None else Text.of(Hole("unknown", OUTPUT_OF + "commands")), appends=appends,
                                     goes_on=goes_on)

    def turns_aside(self, node: tree_sitter.Node) -> bool:
        """Whether what a command prints goes elsewhere than to the next stage of its pipeline: into a file, or to a person."""
        descriptor, destination = node.child_by_field_name("descriptor"), node.child_by_field_name("destination")
        sign = next((text_of(child) for child in node.children if not child.is_named), "")
        if destination is None or sign.startswith("<") or (descriptor is not None and text_of(descriptor) != "1"):
            return False
        return sign != ">&" or text_of(destination) == "2"

    def _silences(self, node: tree_sitter.Node) -> bool:
        descriptor = node.child_by_field_name("descriptor")
        destination = node.child_by_field_name("destination")
        sign = next((text_of(child) for child in node.children if not child.is_named), "")
        if sign.startswith("<") or (descriptor is not None and text_of(descriptor) not in ("1", "")):
            return False
        return (
            destination is not None
            and text_of(destination) not in ("/dev/tty", "/dev/stderr", "/dev/stdout", "2", "1", "&2")
            and sign not in (">&",)
        )

    def _other_documents(self, node: tree_sitter.Node, first: Text) -> list[Text]:
        """What a here document is besides ``first``, where its variables have several values: each is fed to the command by itself."""
        start = next((text_of(child) for child in node.children if child.type == "heredoc_start"), "")
        document = next((child for child in node.children if child.type == "heredoc_body"), None)
        if document is None or any(mark in start for mark in "'\"\\"):
            return []
        expander = self.expander(silent=True)
        expander.text(document)
        texts: dict[Text, None] = {}
        for pick in range(1, min(expander.widest, MOST_WORDS)):
            expander.pick = pick
            texts[replace(expander.text(document), at=first.at)] = None
        texts.pop(first, None)
        return list(texts)

    def heredoc(self, node: tree_sitter.Node, body: tree_sitter.Node | None) -> tuple[Text, list[tree_sitter.Node], bool]:
        """What ``<<EOF`` feeds to the command ``body``, the statements that the grammar takes for a part of it, and whether its output goes
        elsewhere than to a person.
        """
        text = Text()
        following: list[tree_sitter.Node] = []
        silent = False
        start = next((text_of(child) for child in node.children if child.type == "heredoc_start"), "")
        dash = any(text_of(child) == "<<-" for child in node.children if not child.is_named)
        joined = False                                   # what comes behind && or || is no stage of a pipeline
        for child in node.children:
            if not child.is_named and text_of(child) in ("&&", "||"):
                joined = True
            elif child.type == "heredoc_body":
                raw = any(mark in start for mark in "'\"\\")
                text = Text.of(text_of(child)) if raw else self.expander().text(child)
                if self.holes and raw:
                    text = self.expander()._marked(text_of(child))
                place = None if self.inline is not None and self.first is None else self.at(child)
                if dash:
                    text = Text.of(*(re.sub(r"(?m)^\t+", "", part) if isinstance(part, str) else part for part in text.parts))
                # A variable of several lines moves what follows it: then only the command's own line is sure.
                moved = sum(part.count("\n") for part in text.parts if isinstance(part, str)) != text_of(child).count("\n")
                text = text if moved else replace(text, at=place)
            elif child.type == "file_redirect":
                self.redirect(child, body=body)
                silent = silent or self._silences(child)
            elif child.is_named and child.type not in ("heredoc_start", "heredoc_end") and not joined:
                following.append(child)
        return text, following, silent

    def redirect(self, node: tree_sitter.Node, body: tree_sitter.Node | None) -> Text | None:
        """A redirection to or from a file: an act, or what is fed."""
        destination = node.child_by_field_name("destination")
        sign = next((text_of(child) for child in node.children if not child.is_named), "")
        if destination is None or sign in ("<&", "<&-", ">&-"):
            return None
        descriptor = node.child_by_field_name("descriptor")
        if sign == ">&" and descriptor is not None and text_of(descriptor) != "1":
            return None                                  # 2>&$x: only another descriptor can stand there
        joined_to = [child for child in node.named_children if child.start_byte >= destination.end_byte]
        expander = self.expander()
        paths: dict[Text, None] = {}
        while expander.pick < min(expander.widest, MOST_WORDS):
            path = expander.text(destination)
            if joined_to:                                # of "> a/$1/$2" the grammar takes the last digit for a word of its own
                path = next(iter(expander.adjoined([destination, *joined_to])), path)
            if sign != ">&" or not _DESCRIPTOR.fullmatch(path.render()):                          # >&"$1": what is known of $1 says which
                paths[path] = None
            expander.pick += 1
        fed = [self._directed(node, destination, sign, path, body) for path in paths]
        return next((text for text in fed if text is not None), None)

    def _directed(self, node: tree_sitter.Node, destination: tree_sitter.Node, sign: str, path: Text, body: tree_sitter.Node | None) -> Text | None:
        """What a redirection does to one of the files that it may name."""
        names = any(inner.type == "command_substitution" for inner in nodes(destination))         # > $(command): a file that it names
        if destination.type == "process_substitution" or (
            path.parts and isinstance(path.parts[0], Hole) and path.parts[0].name.startswith(OUTPUT_OF) and not names
        ):
            return path if sign == "<" else None         # < <(command), > >(command): no file
        located = on_device(joined(path, self.flow.cwd), None, self.flow.mounts)
        target = shown(located.render())
        if not is_file(target) or target.startswith("&"):
            return None
        nothing = body is None or text_of(body).strip() in _NOTHING
        silent = body is None or nothing or text_of(body).strip() in ("exec", "echo")
        if target.startswith(_SOCKETS):                  # bash connects there; a file of that name there is none
            self._connect(node, target, sends=sign != "<" and not silent)
            return Text.of(Hole("unknown", OUTPUT_OF + "network")) if sign == "<" else None
        if sign == "<":
            found = self.find_file(path)
            self.act(node, "filesystem", Action.READ, f"reads {target}", target)
            if self.host is None and is_fixed(target):
                self.tell(Need(kind="file", name=target, at=self.at(node)))
            return Text.of(Hole("unknown", STDIN_FILE), REPOSITORY + found if found is not None else path)
        if sign not in _WRITES:
            return None
        if nothing and sign in (">", ">|", "&>") and not _filled_next(node, destination):
            temporary = is_temporary(target) or self.is_made(target) or PROCESS in target        # x.$$: named after this very run
            self.act(
                node, "filesystem", Action.WRITE if temporary else Action.DELETE, f"empties {target}", target, destructive=not temporary
            )
        elif is_device(target) and sign not in (">>", "&>>"):
            self.act(node, "filesystem", Action.DELETE, f"overwrites the device {target}", target, destructive=True)
        else:
            self.act(node, "filesystem", Action.WRITE, f"{_WRITES[sign]} {target}", target)
        if sign not in (">>", "&>>"):
            self.flow.made |= {target}
        descriptor = node.child_by_field_name("descriptor")
        if descriptor is None or text_of(descriptor) == "1":
            self.writing.append((target, sign in (">>", "&>>")))
        return None

    def _connect(self, node: tree_sitter.Node, target: str, *, sends: bool) -> None:
        """A connection that a redirection opens."""
        address = target.split("/", 3)[3].replace("/", ":", 1)
        action = Action.WRITE if sends else Action.READ
        self.act(node, "network", action, f"sends something to {address}" if sends else f"connects to {address}", address)

    def act(
        self, node: tree_sitter.Node, resource: str, action: Action, what: str, target: str | None, *, destructive: bool = False
    ) -> None:
        """An act of the shell itself."""
        if self.host is not None and resource == "filesystem":
            resource = files_at(self.host)
        self.tell(Act(resource=resource, action=action, what=what, at=self.at(node), target=target, destructive=destructive,
                      condition=self.condition_now(), host=self.host, guards=self.guards_now()))


def _filled_next(node: tree_sitter.Node, destination: tree_sitter.Node) -> bool:
    """Whether one of the next two statements writes into the file that is emptied here: it is made anew."""
    statement = node.parent
    name = text_of(destination)
    for _ in range(2):
        statement = statement.next_named_sibling if statement is not None else None
        while statement is not None and statement.type == "comment":
            statement = statement.next_named_sibling
        if statement is not None and any(
                inner.type == "file_redirect" and ">" in text_of(inner) and (into := inner.child_by_field_name("destination")) is not None
                and text_of(into) == name for inner in nodes(statement)):
            return True
    return False


def _goes_on(command: str, text: Text) -> bool:
    """Whether a command that prints a text leaves its line open: ``echo -n``, ``printf`` without the end of a line."""
    if command.startswith("printf "):
        return bool(text.parts) and not text.ends_line
    return _OPEN_LINE.match(command) is not None
