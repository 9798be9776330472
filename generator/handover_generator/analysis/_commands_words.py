"""Words and paths as they stand on command lines: texts to words, shells among them, paths as they are joined, told and judged."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Sequence

from handover_generator.analysis.remade import is_remade
from handover_generator.model.text import MORE, Hole, Text, straight
from handover_generator.records import replace
from handover_generator.regexes import regex

REPOSITORY = "//repository//"
"""Stands before a path known to lie in the repository, whatever the working directory. Never shown: ``shown`` takes it away."""
ASSIGNMENT = regex(r"[A-Za-z_]\w*\+?=")
"""How a word begins that gives a variable to the command behind it."""

OPTIONS_OF_SSH = frozenset({"-o", "-p", "-i", "-l", "-L", "-R", "-D", "-F", "-e", "-E", "-b", "-c", "-J", "-m", "-Q", "-S", "-W", "-w"})
"""Options of ssh that take a value: they stand before what is run there (``vagrant ssh -- -t "make"``)."""

_DOUBLED = regex(r"/{2,}")
_ADDRESS = regex(r"[a-z][a-z0-9+]{1,10}://")
_TEMPORARY = ("/tmp/", "/var/tmp/", "/dev/shm/", "/run/", "/var/run/", "/var/lock/")
_NAMED_TEMPORARY = (
    "${TMPDIR}", "${TMP}", "${TEMP}", "${TMP_DIR}", "${TEMP_DIR}", "${TEMPDIR}", "${tmpdir}", "${tmp_dir}", "${RUNNER_TEMP}", "${temporary")
_BELOW_TEMPORARY = regex(r"/\$\{temporary\}(?!/\.\.(?:/|\Z))(?:/|\Z)")
"""``$(pwd)/$(mktemp -d work.XXXX)``: nothing else is called so, wherever it lies."""
_MARKS = regex(r"(?i)(?<![a-z])(?:lock|pid)_?(?:file|path)\}?\Z")
"""Names of files that say that something runs."""
_DISKS = regex(r"/dev/(?:disk/|mapper/|block/|sd[a-z*?$\[]|hd[a-z*?$\[]|x?vd[a-z*?$\[]|nvme|mmcblk|md\d|dm-|nst?\d|st\d|\$)")
_ON_DISK = regex(r"/dev/(?:disk/by-[\w-]+/|(?:mapper|block)/|(?!disk/|mapper/|block/|\$))[^/]+/.")
_NAMED_DISK = regex(r"\$\{(?:\w+_)?(?:dev|device|disk|drive|blockdev|block_device|partition|sd_?card)s?(?:_(?:to_\w+|name|path|node|file))?\d*\}\d*",
                    re.IGNORECASE)
_NO_DISK = regex(r"image|img|iso|dump|backup|log|file|null|random|zero|out", re.IGNORECASE)
_PASSING = (".pid", ".lock", ".lockfile", ".lck", ".tmp", ".swp", ".log.gz", ".sock", ".cid")
_NO_FILES = frozenset({"/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty", "/dev/stdin", "-", ""})


_SHELLS = frozenset(("bash", "sh", "ash", "dash", "zsh", "ksh"))
_GIVES_TEXT = regex(r"-[a-zA-Z]*c")
_CONSOLES = frozenset(("psql", "mysql", "mariadb", "mongo", "mongosh"))
_GIVEN = ("-c", "-e", "-f", "-l", "-V", "--command", "--eval", "--execute", "--file", "--list", "--version", "--help")
"""Options with which a console is told what to do."""


def is_open(word: Text) -> bool:
    """Whether a word stands for any number of words, options among them: ``"$@"`` of which nothing is known."""
    return word == MORE or (len(word.parts) == 1 and isinstance(hole := word.parts[0], Hole) and hole.kind == "argument" and hole.name in ("@", "*"))


def start_of(word: Text) -> str:
    """The text that a word begins with; '' where that is not known."""
    return word.parts[0] if word.parts and isinstance(word.parts[0], str) else ""


def simple_words(text: Text) -> list[Text] | None:
    """The words of a text that needs no shell to be read (no quotes around holes, no operators); None where it does."""
    pieces: list[Text] = []
    current: list[str | Hole] = []
    for part in text.parts:
        if isinstance(part, Hole):
            current.append(part)
            continue
        if re.search(r"[;|&<>()$`\"'\\\n#*?\[{}=~!]", part):
            return None
        chunks = re.split(r"([ \t]+)", part)
        for chunk in chunks:
            if chunk.strip():
                current.append(chunk)
            elif chunk and current:
                pieces.append(Text.of(*current))
                current = []
    if current:
        pieces.append(Text.of(*current))
    return pieces


def with_suffix(path: Text, suffix: str) -> Text:
    """A path with another suffix: ``a.txt`` for ``a.in``."""
    last = path.parts[-1] if path.parts else ""
    if not isinstance(last, str):
        return Text.of(path, suffix)
    return Text.of(*path.parts[:-1], posixpath.splitext(last)[0] + suffix)


def lines(text: Text) -> list[Text]:
    """The lines of a text."""
    found: list[list[str | Hole]] = [[]]
    for part in text.parts:
        first, *others = part.split("\n") if isinstance(part, str) else (part,)
        found[-1].append(first)
        found += [[other] for other in others]
    return [Text.of(*pieces) for pieces in found]


def split_literal(text: str) -> list[Text]:
    """A literal command text as words; [] where its quotes do not close."""
    try:
        return [Text.of(word) for word in shlex.split(text)]
    except ValueError:
        return []


def inner_shell(words: Sequence[Text]) -> Sequence[Text]:
    """The shell among the words of a command, with the text that it is given: ``wrap -a b bash -c 'rm x'``; () where there is none."""
    for index in range(len(words) - 2):
        name = (words[index].literal or "").rpartition("/")[2]
        if name in _SHELLS and _GIVES_TEXT.fullmatch(words[index + 1].literal or "") is not None:
            return words[index:]
    return ()


def opens_shell(words: Sequence[Text]) -> bool:
    """Whether a command is an interactive shell, of the system or of a database: what a person does there cannot be seen."""
    literals = [word.literal or word.render() for word in words if word.literal != "--"]
    if not literals:
        return False
    name = posixpath.basename(literals[0])
    if name in _SHELLS and "-s" in literals[1:]:         # what follows it are arguments of what is read
        literals = literals[:literals.index("-s") + 1]
    if name in _SHELLS:
        return all(word.startswith("-") and word not in ("--version", "--help") and (word.startswith("--") or "c" not in word)
                   for word in literals[1:])
    return name in _CONSOLES and not any(word.startswith(_GIVEN) or word.endswith((".js", ".sql")) for word in literals[1:])


def remote_words(texts: list[Text]) -> list[Text]:
    """The words of a command for another host, without what gives it another account: ``ssh web1 'sudo bash -s'`` opens a shell there."""
    words = [word for text in texts for word in simple_words(text) or [text]]
    while len(words) > 1 and words[0].literal in ("sudo", "doas", "exec", "--"):
        words = words[1:]
    return words


def is_file(text: str) -> bool:
    """Whether a path names something other than the terminal or nothing."""
    return text not in _NO_FILES and not text.startswith("/dev/fd/")


def shown(text: str) -> str:
    """A path as told to people: relative to the repository where it lies there."""
    return straight((text.replace(REPOSITORY + "/", "").replace(REPOSITORY, "") or ".") if REPOSITORY in text else text)


def joined(path: Text, cwd: Text | None) -> Text:
    """``path`` seen from the working directory ``cwd`` (None: not known, the path stays as it is)."""
    start = start_of(path)
    if cwd is None or not path or start.startswith(("/", "~")) or (path.parts and isinstance(path.parts[0], Hole)):
        return normal(path)
    if path.literal == "-" or _ADDRESS.match(start) is not None:
        return path                                      # what is read or printed, and what lies at an address: in no folder
    return normal(Text.of(cwd, "/", path))


def normal(path: Text) -> Text:
    """A path without ``./``, ``//`` and, where literal, ``..``."""
    literal = path.literal
    if literal is None:
        first = path.parts[0] if path.parts else ""
        if isinstance(first, str) and first.startswith("./"):
            return normal(Text.of(first[2:], *path.parts[1:]))
        doubled = [part for part in path.parts if isinstance(part, str) and "//" in part]
        if doubled and not any("://" in part or REPOSITORY in part for part in doubled):
            return replace(path, parts=tuple(_DOUBLED.sub("/", part) if isinstance(part, str) else part for part in path.parts))
        return path
    if literal.startswith(REPOSITORY):
        inner = posixpath.normpath(literal[len(REPOSITORY) :].lstrip("/") or ".")
        return Text.of(REPOSITORY + ("" if inner == "." else inner))
    if "://" in literal or not literal:
        return path
    ends = "/" if literal.endswith("/") and len(literal) > 1 else ""
    clean = posixpath.normpath(literal)
    return Text.of(clean.replace("//", "/", 1) + ends if clean != "/" else clean)


def is_on_disk(path: str) -> bool:
    """Whether a path is one of a file on a disk, told by the name of the disk: what is written there is written into the file."""
    return _DISKS.match(path) is not None and _ON_DISK.match(path) is not None


def is_device(path: str) -> bool:
    """Whether a path is a disk or a part of one, by its place or by what its variable is called: what is written there is written over."""
    if _DISKS.match(path) is not None:
        return not is_on_disk(path)
    return _NAMED_DISK.fullmatch(path) is not None and _NO_DISK.search(path) is None


def is_temporary(path: str) -> bool:
    """Whether what lies at ``path`` was made to be thrown away: temporary folders, caches, compiled and lock files."""
    if path.startswith((*_TEMPORARY, *_NAMED_TEMPORARY)) or _BELOW_TEMPORARY.search(path) is not None:
        return True
    return path.rstrip("/*").endswith(_PASSING) or _MARKS.search(path) is not None or is_remade(path)


def behind_options(words: Sequence[Text], takes: frozenset[str]) -> list[Text]:
    """The words from the first on that is no option, nor the value of one in ``takes``."""
    index = 0
    while index < len(words) and start_of(words[index]).startswith("-"):
        index += 2 if words[index].literal in takes else 1
    return list(words[index:])
