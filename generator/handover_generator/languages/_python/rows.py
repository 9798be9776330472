"""Catalogue rows interpreted at a call: arguments take their roles, and acts, guards and needs come out."""

from __future__ import annotations

import ast
import fnmatch
from collections.abc import Iterator
from contextlib import contextmanager

from handover_generator.analysis.backups import BACKUP_NAME
from handover_generator.analysis.paths import is_file
from handover_generator.analysis.removals import asks_to_remove, is_more_than_asked, is_sent_again
from handover_generator.languages._python.addressees import addressees
from handover_generator.languages._python.conditions import only_a_link
from handover_generator.languages._python.frame import Arguments, Frame
from handover_generator.languages._python.hanging import with_hanging
from handover_generator.languages._python.made_anew import is_made_anew
from handover_generator.languages._python.moved_away import is_moved_away
from handover_generator.languages._python.requested import PREPARED, asked_in_data
from handover_generator.languages._python.rewritten import is_rewritten
from handover_generator.languages._python.roles import given
from handover_generator.languages._python.same_file import is_written_before
from handover_generator.languages._python.strings import repository_path
from handover_generator.languages._python.table_events import tables_made
from handover_generator.languages._python.truth import truth
from handover_generator.languages._python.value_texts import literal, texts_of
from handover_generator.languages._python.values import TOO_MANY, Api, Cls, Const, Func, Inst, Map, Partial, Seq, Str, Values
from handover_generator.languages._python.worker_tasks import named_task
from handover_generator.model.behaviour import IN_WORKER, Act, Action, Confidence, Guard, GuardKind, Need
from handover_generator.model.rows import ApiRow
from handover_generator.model.text import MOST_WORDS, Text
from handover_generator.records import record, replace
from handover_generator.regexes import regex

ACTIONS = {action.value: action for action in Action}
_TALKING = frozenset({"sql", "command", "shell"})
"""Kinds of rows, besides acts, that speak with the service they name."""
_PATHS = ("pathlib.", "django.conf.settings.", "importlib.resources.", "pkg_resources.")
"""Values from outside whose text is a path."""
_URLS = ("http://", "https://")
"""What reads a file by its name mostly takes an address, too."""
_HOLE = "\0"
"""Stands for what is known only in a run, where a text is compared with a pattern: only "*" is like it."""
_MARKER = regex(r"(?i)(?:[./_-](?:lock|lck|pid|sock|swp|pyc)|[._-]?(?:lock|pid)_?file|(?:^|[/{_])(?:lock|pid)_?(?:file|path|name)\}"
                r"|^\$\{(?:pid|lock)\})$")
"""Files that say that something runs, and what is made anew by itself."""
_GIVEN_QUERY = regex(r"\.QuerySet\(\)(?:\.\w+\(\))*\.\w+\Z")
_LISTS = regex(r"listdir|scandir|walk|iterdir|glob|exists|is_?file|is_?dir|stat\b|getsize|getmtime|disk_usage")
"""Rows that look at a folder, or whether something is there: no file is read, so none is needed."""
_MOVED = ("filesystem", "object-storage")
_HANDLE = regex(r"(?:\A|\.)(?:open|xopen|fdopen|urlopen|StringIO|BytesIO|TextIOWrapper|GzipFile|BZ2File|efetch|esearch)\(\)(?:@enter)?\Z"
                r"|\Asys\.(?:__)?std(?:in|out|err)(?:__)?(?:\.(?:buffer|raw|detach\(\)|fileno\(\)))*(?:@enter)?\Z")
_FILES_OF_ROWS = tuple(f"django.{package}.models.{kind}()." for package in ("db", "contrib.gis.db") for kind in ("FileField", "ImageField"))
_WRITES_ANEW = regex(r"writes (?:a|an)\b|makes a link\b")
_OF_ONE_RUN = regex(r"\$\{(?:uuid[1457]?|token_(?:hex|urlsafe)|getpid|hex|random|randint|time|temporary)\}")
"""What only things of this run have in their names."""
_BACKUP = regex(r"(?i)(?:\.bak|\.backup|\.orig|\.old|[._-]backup|_previous|backups?/|snapshots?/)(?:\W|$)")
_COPIES = regex(r"copies\b|writes an archive\b")
_RENAMES = frozenset({"rename", "renames", "replace"})
"""What is only called otherwise from then on is no copy, whatever the new name says."""
BUILDS = regex(r"(?:sqlalchemy|sqlmodel)\.(?:\w+\.)*(?:select|insert|update|delete)\Z")
"""What makes a statement, which is only run when somebody hands it to a session. Made while a module is imported, it is of whoever uses it."""


@record(frozen=True, slots=True)
class _Case:
    """What a row does in one case. ``unread``: an argument that decides it was given and could not be read."""

    do: str
    what: str
    destructive: bool
    unread: bool = False


class Rows(Frame):
    """Interpretation of catalogue rows."""

    def call_row(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> Values | None:
        """Carry out one row. Gives the call's value where the row decides it, else None."""
        if row.resource == "filesystem" and receiver.path.startswith(_FILES_OF_ROWS) and self.lies_elsewhere(receiver, node):
            row = replace(row, resource="object-storage")
        first, *others = self._cases(row, receiver, arguments) if row.cases else [_Case(row.do, row.what, row.destructive)]
        for other in others:                   # a method that is "GET" or "DELETE": it may be either
            if other.do in ACTIONS:
                self._act(row, ACTIONS[other.do], other.what, other.destructive, node, receiver, arguments)
        if row.resource == "http" and (first.unread or any(other.unread for other in others)):
            self.unknown("dynamic-call", node, f"{receiver.path}() sends a request in a way that is known only when it runs")
        do, what, destructive = first.do, first.what, first.destructive
        if row.service and (do in ACTIONS or do in _TALKING):
            service = self.tools.aws_connection(receiver.path) if row.service == "aws" else row.service
            self.emit(Need(kind="service", name=service, at=self.at(node)))
        if do in ACTIONS:
            if receiver.site and BUILDS.match(receiver.path):
                with self.building(receiver.site):
                    self._act(row, ACTIONS[do], what, destructive, node, receiver, arguments)
                return None
            self._act(row, ACTIONS[do], what, destructive, node, receiver, arguments)
            if self.engine.on_tables:
                tables_made(self, receiver, node)
            return None
        special = getattr(self, "_do_" + do.replace("-", "_"), None)
        if special is None:
            return None
        result: Values | None = special(row, node, receiver, arguments)
        return result

    @contextmanager
    def building(self, site: str) -> Iterator[None]:
        """What is told inside is kept for whoever runs the statement that is made at ``site``."""
        events, self.events = self.events, {}
        try:
            yield
            self.engine.layer.put(None, self.engine.built, site, tuple(self.events))
        finally:
            self.events = events

    def _cases(self, row: ApiRow, receiver: Api, arguments: Arguments) -> list[_Case]:
        """What the row does, by the cases that its arguments decide; several where an argument may be one of several."""
        given = [self.role(case.role, receiver, arguments) for case in row.cases]
        several = next((values for values in given if values and len(values) > 1), None)
        if several is None:
            return [_case(row, given)]
        return list(dict.fromkeys(_case(row, [(value,) if values == several else values for values in given]) for value in several))

    def role(self, roles: tuple[str, ...], receiver: Api, arguments: Arguments) -> Values | None:
        """Values of the first role that is given."""
        return given(self, roles, receiver, arguments)

    def _everything(self, row: ApiRow, receiver: Api, arguments: Arguments) -> bool:
        """Whether nothing narrows what is hit."""
        rule = row.everything_if
        if rule is None:
            return False
        if rule == "always":
            return True
        if rule == "no-filter":
            # What is written narrows nothing. Which rows a query holds that somebody gave is not known.
            return not receiver.filtered and (row.do == "write" or not _narrowing(arguments)) and not (
                receiver.kin is None and _GIVEN_QUERY.search(receiver.path) is not None)
        roles, _, wanted = rule.partition("=")
        values = self.role(tuple(roles.split("|")), receiver, arguments)
        return values is None if wanted == "missing" else _empty(values)

    def _act(self, row: ApiRow, action: Action, what: str, destructive: bool, node: ast.AST, receiver: Api, arguments: Arguments) -> None:
        if row.resource is None:
            return
        targets = self.role(row.target, receiver, arguments)
        targets = addressees(self, targets) if row.resource == "email" else targets
        targets = self._class_names(targets) if row.resource not in ("filesystem", "http") else targets      # these are not called like a class
        if row.resource == "filesystem" and targets and all(isinstance(v, Api) and _HANDLE.search(v.path) for v in targets):
            return                             # what is open already was told where it was opened; a text in memory is no file
        everything = self._everything(row, receiver, arguments)
        what = "overwrites all rows" if everything and what == "changes rows" else what
        # As with UPDATE without WHERE: what stood in all rows before is lost.
        destructive = destructive or (everything and action is Action.WRITE and row.everything_if != "always")
        shown = texts_of(targets) if targets else []
        if row.resource == "vcs" and any(map(_is_option, shown)):        # repo.git.push("-u", "origin"): words of a command line
            operands = [text for values in arguments.positional for text in texts_of(values) if not _is_option(text)]
            shown = operands[:1] if action is Action.SEND else []
        if row.resource == "filesystem" and action is Action.READ and not _LISTS.search(row.path):
            self._needs_files(targets or (), node)
        if targets and TOO_MANY in targets:
            self.unknown("budget", node, "more targets than are listed")
        if destructive and what.startswith("empties ") and is_rewritten(node, self.function.node if self.function is not None else self.module.tree):
            destructive, what = False, "rewrites a file"
        if destructive and action is Action.DELETE and row.resource == "database" and _MADE_HERE.search(receiver.path) is not None:
            destructive, what = False, "deletes a row that it made"
        named: list[Text | None] = [*shown[:MOST_WORDS]] or [None]
        passing: set[Text | None] = {text for value in targets or () if is_passing((value,)) for text in texts_of((value,))}
        passing |= {None} if is_passing(targets) else set()
        for name in named:
            target = self.shown(name)
            if row.resource == "filesystem" and target is not None and action is not Action.DELETE and not is_file(target):
                continue
            own = self._own_file(row, action, what, target, node)
            address = (target or "") + (asked_in_data(arguments, target or "") if row.resource == "http" else "")
            done = Action.WRITE if row.resource == "http" and action is Action.READ and address and is_more_than_asked(address) else action
            again = row.resource == "http" and target is not None and is_sent_again(target)
            link = row.resource == "filesystem" and action is Action.DELETE and only_a_link(node, self.conditions)
            moved = destructive and not everything and action is Action.DELETE and row.resource in _MOVED and is_moved_away(self, node)
            lost = (destructive and not own and not again and not link and not moved and name not in passing) or (
                row.resource == "http" and done is Action.WRITE and address != "" and asks_to_remove(address, only_asked=action is Action.READ))
            resource = "http" if row.resource == "filesystem" and action is Action.READ and target and target.startswith(_URLS) else row.resource
            rows_lost = lost and row.resource == "database" and action is Action.DELETE
            said, along = with_hanging(self, row, receiver, what, target) if rows_lost else (what, ())
            self.emit(Act(resource=resource, action=done, what=said or f"{done.value}s {row.resource}", at=self.at(node), target=target,
                          destructive=lost, everything=everything, condition=self.condition, confidence=self.certainty, takes_along=along))
        if row.saves:
            self._saves(row, node, receiver, arguments)
        copied = row.resource == "filesystem" and action is Action.WRITE and (receiver.items or ("",))[-1] not in _RENAMES
        keeps = BACKUP_NAME if _COPIES.match(what) else _BACKUP
        if copied and any(keeps.search(text.render()) for text in shown):
            self.guard(Guard(kind=GuardKind.BACKUP, at=self.at(node), detail=f"{what}: {self.shown(shown[0])}"))
        if action in (Action.WRITE, Action.DELETE):
            self.after_write(row, receiver, arguments, node)
        if row.resource == "queue" and action in (Action.SEND, Action.WRITE):
            self.hand_over(row, node, arguments)

    def _own_file(self, row: ApiRow, action: Action, what: str, target: str | None, node: ast.AST) -> bool:
        """Whether a file that is removed or emptied was written anew by this program before, or another thing made for this run; such are noted."""
        if row.resource not in ("filesystem", "remote-host"):
            return row.resource is not None and self.of_this_run(row.resource, action, target)
        of_host = row.resource == "remote-host"
        copied = what.startswith("copies a file") and target is not None and "." in target.rpartition("/")[2].strip(".")    # else maybe a folder
        if action is Action.WRITE and ((copied and not of_host) or _WRITES_ANEW.match(what)):
            self._wrote(row.resource, target, node)
        if action is not Action.DELETE and not what.startswith("empties "):
            return of_host and self.of_this_run(row.resource, action, target)
        if target is not None and _is_certain(target) and self.engine.layer.new_files.has(_noted(row.resource, target), self.place, self.conditions):
            return True
        writes = [write for written, write in self.wrote if written == _noted(row.resource, target or "")]
        if writes and is_written_before(self, node, writes):
            return True
        beside = target is not None and _is_certain(target) and not target.startswith(("/", "~", "$"))
        return what == "deletes a file" and not of_host and beside and is_made_anew(self, node)

    def _wrote(self, resource: str, target: str | None, node: ast.AST) -> None:
        """Something was written anew."""
        self.wrote.append((_noted(resource, target or ""), node))
        if target is not None and _is_certain(target):
            self.engine.layer.new_files.add(_noted(resource, target), self.place, self.conditions)

    def of_this_run(self, resource: str, action: Action, target: str | None) -> bool:
        """Whether what is removed was made by this very run, as its name of chance says; what is made so is noted."""
        if target is None or _OF_ONE_RUN.search(target) is None:
            return False
        if action is Action.WRITE:
            self.engine.layer.new_files.add(f"{resource} {target}", self.place, self.conditions)
        return action is Action.DELETE and self.engine.layer.new_files.has(f"{resource} {target}", self.place, self.conditions)

    def _class_names(self, values: Values | None) -> Values | None:
        """Classes and rows by the names of the classes, functions by theirs. What a row holds, and what hangs on one of another application, is
        called like itself.
        """
        if values is None:
            return None
        outside = self.engine.kinds.is_outside
        return tuple(Str(Text.of(v.info.name)) if isinstance(v, (Cls, Inst, Func)) and v.info.name.isidentifier() else
                     Str(Text.of(v.model.name)) if isinstance(v, Api) and v.model is not None and not outside(v.model) and not _is_held(v) else v
                     for v in values)

    def _saves(self, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> None:
        """The file that something is fetched into; one that is open already was told where it was opened."""
        into = self.role(row.saves, receiver, arguments)
        for text in texts_of(into)[:MOST_WORDS] if into and not any(isinstance(v, Api) and _HANDLE.search(v.path) for v in into) else ():
            target = self.shown(text)
            self.emit(Act(resource="filesystem", action=Action.WRITE, what="writes a file", at=self.at(node), target=target,
                          condition=self.condition, confidence=self.certainty))
            self._wrote("filesystem", target, node)

    def _needs_files(self, targets: Values, node: ast.AST) -> None:
        """Files that are read by a fixed name. Of several that may be meant, those that are there; a key that something else was asked for
        (``section.get("in_file")``) is no name.
        """
        texts = texts_of(tuple(v for v in targets if isinstance(v, Str) or (isinstance(v, Api) and v.path.startswith(_PATHS))))
        there = [repository_path(text, self.tools.files) for text in texts]
        for file in there if any(there) else [self.plain(text).literal for text in texts]:
            if file and not file.startswith("/dev/") and "*" not in file:
                self.emit(Need(kind="file", name=file, at=self.at(node)))

    certainty = Confidence.RESOLVED

    def hand_over(self, row: ApiRow, node: ast.AST, arguments: Arguments) -> None:
        """Functions given to a queue, themselves or by name, run later, in the worker, with the arguments that follow them."""
        given = [*enumerate(arguments.every()), (0, named_task(self, arguments, node))]
        packed = row.path.endswith(_PACKED)
        for index, values in given:
            for value in values:
                if isinstance(value, (Func, Partial)):
                    self.conditions.append(IN_WORKER)
                    following = arguments.positional[index + 1:]
                    taken = worker_arguments(Arguments(following, arguments.keywords) if packed else arguments, by_place=packed)
                    if not packed and not taken.positional and not taken.keywords and index < len(arguments.positional):
                        taken = Arguments(following, {k: v for k, v in arguments.keywords.items() if k not in _QUEUE_WORDS})
                    self.call_value(value, taken, node, spawn=True)
                    self.conditions.pop()


_MADE_HERE = regex(r"\.a?create(?:_user|_superuser)?\(\)\.a?delete\Z")
"""How a row is deleted that the same program has just made: ``book = Book.objects.create()``, then ``book.delete()``."""
FIELD = "Field"
"""How the names of fields end."""


def _is_held(value: Api) -> bool:
    """Whether a value is what a row holds in a field, which is neither a row nor many."""
    return value.path.endswith(FIELD + "()") and not value.relation


_PACKED = ("send_task()", "signature()", "Signature()", "subtask()")
"""Ends of the paths of those that are given a task, then its arguments as one sequence and one dictionary."""
_QUEUE_WORDS = frozenset({"args", "kwargs", "job_timeout", "timeout", "queue_name", "countdown", "eta", "expires", "retry", "queue", "priority",
                          "job_id", "description", "result_ttl", "ttl", "failure_ttl", "depends_on", "at_front", "meta", "on_success", "on_failure"})


def worker_arguments(arguments: Arguments, *, by_place: bool = False) -> Arguments:
    """The arguments inside ``args=(...)`` and ``kwargs={...}`` of a call that queues a job. ``by_place``: they may stand without their names."""
    given = Arguments()
    for value in arguments.get(0 if by_place else len(arguments.positional), "args") or ():
        if isinstance(value, Seq):
            given.positional = list(value.items)
    for value in arguments.get(1 if by_place else len(arguments.positional), "kwargs") or ():
        if isinstance(value, Map):
            given.keywords = dict(value.entries)
    return given


_OWN_PROCESS = frozenset({"os.getpid()", "os.getpgrp()"})


def _case(row: ApiRow, given: list[Values | None]) -> _Case:
    """The first case of a row that holds; ``given``: what each case asks for."""
    for case, values in zip(row.cases, given, strict=True):
        if _holds(case.pattern, values):
            return _Case(case.do or row.do, case.what or row.what, row.destructive if case.destructive is None else case.destructive,
                         case.pattern == "<unknown>")
    return _Case(row.do, row.what, row.destructive)


def _holds(pattern: str, values: Values | None) -> bool:
    if pattern == "<missing>":
        return values is None
    if pattern == "<given>":
        return values is not None
    if values is None:
        return False
    if pattern == "<self>":                                 # to end itself is what a program may
        return bool(values) and all(isinstance(value, Api) and value.path in _OWN_PROCESS for value in values)
    if pattern in ("<true>", "<false>"):
        return truth(values) is (pattern == "<true>")
    text = literal(values)
    if text is None and len(values) == 1 and isinstance(values[0], Const) and isinstance(values[0].value, int):
        text = str(values[0].value)
    if text is None and len(values) == 1 and isinstance(values[0], Map) and values[0].entries:
        text = values[0].entries[0][0]                          # a command that is a document is called like its first key
    if text is None and len(values) == 1 and isinstance(prepared := values[0], Api) and prepared.path.endswith(PREPARED):
        text = prepared.made_with.literal if prepared.made_with is not None else None
    if pattern == "<unknown>":
        return text is None
    if text is None and len(values) == 1 and isinstance(known := values[0], Str) and "*" in pattern and "[!" not in pattern:
        text = "".join(part if isinstance(part, str) else _HOLE for part in known.text.parts)       # f"/{index}/_search" is "*/_search"
    if text is None and len(values) == 1 and isinstance(constant := values[0], Api) and (named := constant.path.rpartition(".")[2]).isupper():
        text = named                                            # signal.SIGKILL
    return text is not None and fnmatch.fnmatchcase(text, pattern)


def _empty(values: Values | None) -> bool:
    return values is None or (len(values) == 1 and isinstance(values[0], Map) and not values[0].entries and not values[0].rest)


def _narrowing(arguments: Arguments) -> bool:
    return bool(arguments.positional or arguments.keywords or arguments.keyword_rest)


def is_passing(values: Values | None) -> bool:
    """Whether a path was made by ``tempfile``, lies under a temporary folder, or only marks that something runs: losing it loses nothing."""
    if not values:
        return False
    for value in values:
        if isinstance(value, Api) and value.path.startswith("tempfile."):
            return True
        text = value.text if isinstance(value, Str) else value.made_with if isinstance(value, Api) else None
        if text is not None:
            head = text.parts[0] if text.parts else ""
            if isinstance(head, str) and head.startswith(("/tmp/", "/var/tmp/")):
                return True
            if _MARKER.search(text.render()):
                return True
            if any(hole.name.startswith(("tempfile", "mkdtemp", "mkstemp", "NamedTemporaryFile", "TemporaryDirectory")) for hole in text.holes):
                return True
    return False


def _is_option(text: Text) -> bool:
    return bool(text.parts) and isinstance(text.parts[0], str) and text.parts[0].startswith("-")


def _noted(resource: str, target: str) -> str:
    """How a thing that was written anew is remembered."""
    return target if resource == "filesystem" else f"{resource} {target}"


def _is_certain(target: str) -> bool:
    """Whether things of this name are the same: one that ends with what only a run knows may be any of a folder."""
    return not target.startswith("${?") and not target.endswith("}")
