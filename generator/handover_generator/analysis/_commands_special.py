"""Commands whose operands have a grammar of their own: find, tar, dd, sed, awk, xargs, git push; and the table of all such.

Each function takes the engine, the parsed command, the circumstances and the list of events to add to.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from handover_generator.analysis._commands_awk import started_by
from handover_generator.analysis._commands_checkout import checkout
from handover_generator.analysis._commands_cloud import cloud
from handover_generator.analysis._commands_code import file_of_stdin, is_file_of_stdin
from handover_generator.analysis._commands_found import FOUND, MOST_FOLDERS, found_under, limits, names, only_name, worthless
from handover_generator.analysis._commands_migrations import migrate
from handover_generator.analysis._commands_mongo import jsdb
from handover_generator.analysis._commands_net import http, service_of, transfer, wait
from handover_generator.analysis._commands_openstack import openstack
from handover_generator.analysis._commands_parallel import parallel
from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._commands_redis import redis
from handover_generator.analysis._commands_session import session
from handover_generator.analysis._commands_signal import signal
from handover_generator.analysis._commands_types import Circumstances, Told
from handover_generator.analysis._commands_words import lines
from handover_generator.analysis.paths import is_device, is_file, is_on_disk, is_temporary, joined, shown
from handover_generator.model.behaviour import Act, Action, Guard, GuardKind, Need
from handover_generator.model.text import MOST_WORDS, Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

Special = Callable[["Commands", Parsed, Circumstances, Told], None]


_NARROWS = frozenset((
    "-name", "-iname", "-path", "-ipath", "-wholename", "-iwholename", "-regex", "-iregex", "-mtime", "-mmin", "-ctime", "-cmin", "-atime", "-amin",
    "-size", "-user", "-group", "-uid", "-gid", "-perm", "-empty", "-nouser", "-nogroup", "-links", "-inum", "-samefile", "-used", "-lname",
    "-ilname"))
"""Tests of find that leave out much of what lies there."""
_FIND_OPTION = regex(r"-[HLP]|-O\d*|(-D)")


def _find(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """find: where it starts, then tests and actions; -delete, -exec and their kin act on what is found."""
    words = parsed.rest                        # without a place to start from, the first test looks like an option
    starts: list[Text] = []
    index = 0
    while index < len(words) and (own := _FIND_OPTION.fullmatch(words[index].literal or "")):
        index += 2 if own.group(1) else 1
    while index < len(words) and not _expression(words[index]):
        starts.append(words[index])
        index += 1
    folders = [joined(start, circumstances.cwd) for start in starts] or [circumstances.cwd or Text.of(".")]
    shown_folders = [shown(folder.render()) for folder in folders]
    narrowed = False
    acted = False
    while index < len(words):
        word = words[index].literal or ""
        index += 1
        if word in _NARROWS or word.startswith("-newer"):
            narrowed = True
        elif word == "-delete" and _only_empty(words[:index]):
            acted = True
            for folder in shown_folders:
                told.act(circumstances, "filesystem", Action.DELETE, f"removes what is empty under {folder}", folder)
        elif word == "-delete":
            acted = True
            wanted = names(words[:index])
            nothing = worthless(words[: index - 1])
            passing = nothing is not None or (bool(wanted) and all(name is not None and is_temporary(name) for name in wanted))
            every = nothing or ("files found" if narrowed else "everything")
            for folder in shown_folders:
                target = folder if only_name(words[:index]) is None else shown(found_under(Text.of(folder), words[:index]).render())
                where = f"files found as {target}" if target != folder and nothing is None else f"{every} under {folder}"
                told.act(circumstances, "filesystem", Action.DELETE, f"removes {where}{limits(words[: index - 1])}",
                         target, destructive=not is_temporary(folder + "/") and not passing, everything=not narrowed)
        elif word in ("-exec", "-execdir", "-ok", "-okdir"):
            acted = True
            end = index
            while end < len(words) and words[end].literal not in (";", "+", "\\;"):
                end += 1
            inner = replace(circumstances, depth=circumstances.depth + 1)
            if word.startswith("-ok"):
                guard = Guard(kind=GuardKind.CONFIRM, at=circumstances.at, detail="find asks before each file")
                told.events.append(guard)
                inner = replace(inner, guards=(*inner.guards, guard))
            every_start = starts if 0 < len(starts) <= MOST_FOLDERS else starts[:1] or [Text.of(".")]
            found = [found_under(start, words[: index - 1]) for start in every_start]           # seen from where the command runs, too
            each = [commands.run([_put(part, one) for part in words[index:end]], inner) for one in found]
            done = tuple(dict.fromkeys(event for events in each for event in events))
            if worthless(words[: index - 1]) is not None:
                done = tuple(replace(event, destructive=False) if isinstance(event, Act) and event.resource == "filesystem" and event.destructive
                             and FOUND in (event.target or "") else event for event in done)
            limited = limits(words[: index - 1])
            done = tuple(replace(event, what=event.what + limited) if limited and isinstance(event, Act) and event.destructive and FOUND in (
                event.target or "") else event for event in done)
            told.events += [event for event in done if event not in told.events]
            index = end + 1
        elif word in ("-fprint", "-fprintf", "-fls") and index < len(words):
            target = shown(joined(words[index], circumstances.cwd).render())
            told.act(circumstances, "filesystem", Action.WRITE, f"writes the list to {target}", target)
    if not acted and circumstances.host:
        told.act(circumstances, "filesystem", Action.READ, f"looks for files under {shown_folders[0]}", shown_folders[0])


def _only_empty(words: Sequence[Text]) -> bool:
    """Whether nothing is found but what is empty: losing that loses nothing."""
    literal = [word.literal for word in words]
    return ("-empty" in literal and not {"-o", "-or", ",", "!", "-not"} & set(literal))


def _fd(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """fd: what follows -x or -X is a command that gets what is found."""
    words = parsed.rest
    index = next((index for index, word in enumerate(words) if word.literal in ("-x", "-X", "--exec", "--exec-batch")), len(words))
    found = Text.of(Hole("unknown", FOUND))
    command = [_put(word, found) for word in words[index + 1 :] if word.literal not in (";", "\\;")]
    if command:
        command += [found] if command == words[index + 1 :] else []
        told.events += commands.run(command, replace(circumstances, depth=circumstances.depth + 1))


def _expression(word: Text) -> bool:
    first = word.parts[0] if word.parts else ""
    return isinstance(first, str) and ((first.startswith(("-", "(", "!", "\\(", "\\!")) and len(first) > 1) or first in ("(", "!"))


def _put(word: Text, found: Text) -> Text:
    pieces: list[str | Hole | Text] = []
    for part in word.parts:
        if isinstance(part, str) and "{}" in part:
            for number, piece in enumerate(part.split("{}")):
                pieces += ([found] if number else []) + [piece]
        else:
            pieces.append(part)
    return Text.of(*pieces)


_TAR_TAKES = frozenset("fbCTXIgVNKFHL")
"""Letters of tar with a word behind them."""


def _tar(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """tar: the mode letter decides; old style ``tar xzf a.tar`` has letters without a dash."""
    operands = list(parsed.operands)
    flags = set(parsed.flags)
    archive = parsed.value("-f", "--file")
    folder = parsed.value("-C", "--directory")
    if operands and not flags & {"-c", "-x", "-t", "-r", "-u", "-A", "--create", "--extract", "--get", "--list", "--append", "--update"}:
        letters = operands[0].literal
        if letters and re.fullmatch(r"[A-Za-z]+", letters):
            operands.pop(0)
            flags |= {"-" + letter for letter in letters}
            for letter in letters:                       # the words behind them, in their order: tar cbf 512 a.tar b
                given = operands.pop(0) if letter in _TAR_TAKES and operands else None
                archive = given if letter == "f" else archive
                folder = given if letter == "C" else folder
    if archive is not None and archive.literal == "-":
        archive = None                   # to or from a pipe
    where = joined(folder, circumstances.cwd) if folder is not None else circumstances.cwd
    archive_path = shown(joined(archive, circumstances.cwd).render()) if archive is not None else None
    if flags & {"-x", "--extract", "--get"}:
        if "-O" in flags or "--to-stdout" in flags:
            return
        if archive_path and is_file(archive_path):
            told.act(circumstances, "filesystem", Action.READ, f"reads the archive {archive_path}", archive_path)
        target = shown(where.render()) if where is not None else "."
        told.act(circumstances, "filesystem", Action.WRITE, f"unpacks {archive_path or 'an archive'} into {target}", target)
    elif flags & {"-c", "-r", "-u", "-A", "--create", "--append", "--update"}:
        for operand in operands[:6]:
            source = shown(joined(operand, where).render())
            told.act(circumstances, "filesystem", Action.READ, f"reads {source}", source)
            if "--remove-files" in flags:
                told.act(circumstances, "filesystem", Action.DELETE, f"removes {source} once it is packed", source)
        if archive_path and is_file(archive_path):
            verb = "writes" if flags & {"-c", "--create"} else "adds to"
            told.act(circumstances, "filesystem", Action.WRITE, f"{verb} the archive {archive_path}", archive_path)
            told.events.append(Guard(kind=GuardKind.BACKUP, at=circumstances.at, strong=False,
                                     detail=f"packs {', '.join(o.render() for o in operands[:3])} into {archive_path}"))
    elif archive_path and is_file(archive_path):
        told.act(circumstances, "filesystem", Action.READ, f"lists the archive {archive_path}", archive_path)


def _dd(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """dd: if= and of=; writing to a device overwrites it."""
    for operand in parsed.operands:
        first = operand.parts[0] if operand.parts and isinstance(operand.parts[0], str) else ""
        name, _, rest = first.partition("=")
        target = shown(joined(Text.of(rest, *operand.parts[1:]), circumstances.cwd).render())
        if name == "if" and is_file(target) and target not in ("/dev/zero", "/dev/random", "/dev/urandom"):
            told.act(circumstances, "filesystem", Action.READ, f"reads {target}", target)
        elif name == "of" and is_file(target):
            device = is_device(target) or (target.startswith("/dev/") and not is_on_disk(target))
            told.act(circumstances, "filesystem", Action.DELETE if device else Action.WRITE,
                     f"overwrites the device {target}" if device else f"writes {target}", target, destructive=device, everything=device)


_REMOVES_LINES = regex(r"(?:[/|,#$]I?|^\d+)!?\s*d\s*(?:[;}].*)?\Z")


def _sed(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """sed: -i changes the files, with a suffix it keeps a copy; the w command writes another file."""
    scripted = any(flag in parsed.flags for flag in ("-e", "--expression", "-f", "--file"))
    script = parsed.value("-e", "--expression") if scripted else parsed.operands[0] if parsed.operands else None
    files = parsed.operands if scripted else parsed.operands[1:]
    suffix = next((flag for flag in parsed.flags if flag == "-i" or flag == "--in-place"), None)
    copies = parsed.value("-i", "--in-place")
    scripts = [*parsed.texts("-e"), *parsed.texts("--expression")] or ([script] if script is not None else [])
    removes = bool(scripts) and all(_REMOVES_LINES.search(each.render()) for each in scripts)
    for file in files:
        target = shown(joined(file, circumstances.cwd).render())
        if not is_file(target) or file.literal == "-":
            continue
        if suffix is None:
            told.act(circumstances, "filesystem", Action.READ, f"reads {target}", target)
            continue
        inner = circumstances
        if copies is not None and len(copies.literal or "") > 1:        # "-ie" is "-i -e" to all who write it
            guard = Guard(kind=GuardKind.BACKUP, at=circumstances.at, detail=f"keeps {target}{copies.literal}")
            told.events.append(guard)
            inner = replace(circumstances, guards=(*circumstances.guards, guard))
        told.act(inner, "filesystem", Action.WRITE, f"{'removes lines from' if removes else 'edits'} {target} in place", target)
    written = re.search(r"(?:^|[;}/\d])\s*w\s+([^\s;}]+)", (script.literal or "") if script is not None else "")
    if written and is_file(written.group(1)) and script is not None and re.search(r"/w\s|^w\s|\dw\s", script.literal or ""):
        told.act(circumstances, "filesystem", Action.WRITE, f"writes {written.group(1)}", written.group(1))


def _awk(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """awk: files are read; the program may redirect to files and call system()."""
    scripted = "-f" in parsed.flags
    program = None if scripted else parsed.operands[0].render() if parsed.operands else None
    inplace = (parsed.value("-i") or Text()).literal == "inplace"
    for file in parsed.operands if scripted else parsed.operands[1:]:
        target = shown(joined(file, circumstances.cwd).render())
        if is_file(target) and not re.match(r"[A-Za-z_]\w*=", target):
            action = Action.WRITE if inplace else Action.READ
            told.act(circumstances, "filesystem", action, f"{'edits' if inplace else 'reads'} {target}", target)
    if program:
        for target in re.findall(r"print[^;{}]*?>>?\s*\"([^\"]+)\"", program):
            if is_file(target):
                told.act(circumstances, "filesystem", Action.WRITE, f"writes {target}", target)
        told.events += [event for event in started_by(program, commands, circumstances.inside()) if event not in told.events]


def _xargs(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """xargs: the rest is a command that gets what stands on standard input as operands."""
    if not parsed.operands:
        return
    fed = _fed_words(circumstances.stdin, whole=parsed.has(("-0", "-d", "--null", "--delimiter", "-L", "-I", "-i", "--replace")))
    mark = parsed.value("-I", "-i", "--replace")
    first, *rest = parsed.operands
    if "-i" in parsed.flags or "--replace" in parsed.flags or mark is not None:
        swapped = (mark.literal if mark is not None else None) or "{}"
        ways = [[first, *(_swap(word, swapped, each) for word in rest)] for each in fed]
    else:
        ways = [[*parsed.operands, *fed]]
    for words in ways:
        told.events += [event for event in commands.run(words, circumstances.inside()) if event not in told.events]


def _fed_words(fed: Text | None, *, whole: bool) -> list[Text]:
    """The words on standard input, as far as they are known; ``whole``: each line is one."""
    words: list[Text] = []
    for line in lines(fed) if fed is not None else ():
        if is_file_of_stdin(line):
            words.append(Text.of(Hole("unknown", f"contents of {posixpath.basename(shown(file_of_stdin(line).render()))}")))
        elif line.literal is not None:
            words += [Text.of(word) for word in ([line.literal] if whole else line.literal.split()) if word]
        else:
            words.append(line)
    return words[:MOST_WORDS] or [Text.of(Hole("unknown", "input"))]


def _swap(word: Text, mark: str, by: Text) -> Text:
    pieces: list[str | Hole | Text] = []
    for part in word.parts:
        if isinstance(part, str) and mark in part:
            for number, piece in enumerate(part.split(mark)):
                pieces += ([by] if number else []) + [piece]
        else:
            pieces.append(part)
    return Text.of(*pieces)


_REMOTE = regex(r"(?:\w+://)?(?:[^@/]*@)?([\w-]+(?:\.[\w-]+)+)[:/]")
_FORGES = frozenset(("github", "gitlab", "bitbucket"))


def _remote(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """git clone, fetch, remote add: the forge behind an address is needed."""
    for operand in parsed.operands:
        address = _REMOTE.match(operand.with_defaults().render())
        name = service_of(address.group(1)) if address else None
        if name in _FORGES:
            told.events.append(Need(kind="service", name=name, at=circumstances.at))


def _push(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """git push: sends; --delete and ``:ref`` remove; --force can lose commits of others."""
    remote = shown(parsed.operands[0].render()) if parsed.operands else "the default remote"
    address = _REMOTE.match(remote)
    told.events.append(Need(kind="service", name=service_of(address.group(1)) if address else "git", at=circumstances.at))
    refs = [operand.render() for operand in parsed.operands[1:]]
    forced = parsed.has(("-f", "--force", "--mirror")) or any(ref.startswith("+") for ref in refs)
    removed = [ref.removeprefix(":") for ref in refs if ref.startswith(":") or parsed.has(("-d", "--delete"))]
    for ref in removed:
        told.act(circumstances, "vcs", Action.DELETE, f"removes {ref} from {remote}", f"{remote} {ref}", destructive=True)
    sent = [ref for ref in refs if ref not in removed and not ref.startswith(":")]
    if sent or not removed:
        named = " ".join(sent) or ("tags" if parsed.has(("--tags",)) else "")
        what = f"{'force-pushes' if forced else 'pushes'} {named or 'the current branch'} to {remote}"
        told.act(circumstances, "vcs", Action.SEND, what, f"{remote} {named}".strip(), destructive=forced)


SPECIALS: dict[str, Special] = {
    "find": _find, "fd": _fd, "tar": _tar, "dd": _dd, "sed": _sed, "awk": _awk, "xargs": _xargs, "push": _push, "remote": _remote, "redis": redis,
    "jsdb": jsdb, "http": http, "wait": wait, "transfer": transfer, "session": session, "cloud": cloud, "parallel": parallel,
    "migrate": migrate,
    "signal": signal, "openstack": openstack, "checkout": checkout,
}
