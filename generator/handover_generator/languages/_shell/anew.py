"""What is removed only to be written anew: no more is lost than where it is written over."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import tree_sitter

from handover_generator.languages._shell.parse import nodes, text_of
from handover_generator.regexes import regex

_MOST_STEPS = 12
_STEPS = frozenset({"command", "redirected_statement", "pipeline", "list", "subshell", "negated_command"})
_BUILT = regex(
    r"(?!/)(?:(?:\S*/)?(?:_?build|builddir|build[-_.][\w.-]+|[\w-]+[-_]build|cmake-build(?:-\w+)?)"
    r"|(?:[\w.-]+/)*(?:release|debug|dist|_site|(?:\*|[\w.-]+)\.egg-info))/?\*?")
"""What people call the folders of what they build; a whole path is somebody's own."""
_BUILDS = regex(
    r"(?:sudo\s+)?(?:[\w./$\"{}-]*/)?(?:cmake|meson|ninja|qmake\d*|scons|configure|make|gmake|bazel|cargo|gradlew?|mvnw?|sphinx-build|mkdocs|jekyll|pyinstaller"
    r"|hugo|webpack|python[\d.]*\s+(?:\S*setup\.py|-m\s+build)|(?:npm|yarn|pnpm|poetry|flit|hatch|go|vite|uv)\s+(?:run\s+)?build)\b")
_MOST_STATEMENTS = 2               # so soon after it
_SIMPLE = frozenset({"command", "redirected_statement", "pipeline", "list"})
_PUTS = frozenset({"cp", "mv", "ln", "install"})
_OUTPUT = {"wget": ("-O",), "curl": ("-o",), "pg_dump": ("-f", "--file"), "pg_dumpall": ("-f", "--file"), "openssl": ("-out",), "pandoc": ("-o",),
           "genisoimage": ("-o",), "mkisofs": ("-o",), "xorriso": ("-o",), "gcc": ("-o",), "g++": ("-o",), "cc": ("-o",), "clang": ("-o",)}
"""The options that name the file that is written; what comes is written over what was there, in either way."""
_PACKS = frozenset({"zip", "7z", "7za", "tar", "gtar", "bsdtar"})
_CREATES = regex(r"-?[A-Za-z]*c[A-Za-z]*f|-f|--file")
_AROUND = frozenset({"list", "if_statement", "redirected_statement"})


def written_next(node: tree_sitter.Node, name: str) -> bool:
    """Whether one of the next two statements writes the file ``name``, which is removed by the command ``node``: ``rm -f a; echo b > a``.

    Args:
        node: a command, or what it stands in.
        name: the file as written, without quotes.
    """
    seen = 0
    current: tree_sitter.Node | None = node
    while current is not None and seen < _MOST_STATEMENTS:
        following = current.next_named_sibling
        if following is None:
            current = current.parent if current.parent is not None and current.parent.type in _AROUND else None
            continue
        if following.type == "comment":
            current = following
            continue
        if following.type not in _SIMPLE:                # else, another test, a loop: whether it runs is not certain
            return False
        if any(_writes(inner, name) for inner in nodes(following)):
            return True
        current, seen = following, seen + 1
    return False


def built_next(node: tree_sitter.Node) -> bool:
    """Whether all that a command removes are folders that the statements behind it build: ``rm -rf build; mkdir build; cd build; cmake ..``."""
    names = [bare(text_of(child)) for child in node.named_children if child.type not in ("command_name", "file_redirect")]
    removed = [name for name in names if not name.startswith("-") and name not in ("rm", "sudo")]
    if not removed or not all(map(_BUILT.fullmatch, removed)):
        return False
    seen = 0
    current: tree_sitter.Node | None = node
    while current is not None and seen < _MOST_STEPS:
        following = current.next_named_sibling
        if following is None:
            current = current.parent if current.parent is not None and current.parent.type in _AROUND else None
            continue
        current, seen = following, seen + 1
        if following.type in _STEPS and any(_BUILDS.match(text_of(inner)) for inner in nodes(following) if inner.type == "command"):
            return True
    return False


def _writes(node: tree_sitter.Node, name: str) -> bool:
    if node.type == "file_redirect":
        into = node.child_by_field_name("destination")
        return into is not None and bare(text_of(into)) == name and any(text_of(child) in (">", ">|") for child in node.children)
    if node.type != "command":
        return False
    words = [bare(text_of(child)) for child in node.named_children if child.type not in ("file_redirect", "herestring_redirect")]
    words = words[1:] if words[:1] == ["sudo"] else words
    if words[:1] and words[0] in _OUTPUT:
        return any((option in _OUTPUT[words[0]] and file == name) or file in [f"{one}={name}" for one in _OUTPUT[words[0]]]
                   for option, file in pairwise(words))
    if words[:1] and words[0] in _PACKS:
        return _packs(words, name)
    if len(words) < 3 or words[0] not in _PUTS:
        return False
    if words[-1] == name:
        return True
    folder, _, own = name.rpartition("/")                # "cp x /etc/cron.d/" writes /etc/cron.d/x
    return bool(folder and own) and words[-1].rstrip("/") == folder and any(
        not word.startswith("-") and word.rpartition("/")[2] == own for word in words[1:-1])


def _packs(words: Sequence[str], name: str) -> bool:
    """Whether an archive of that name is made: ``zip -r a.zip a``, ``7z a a.7z a``, ``tar czf a.tgz a``."""
    if words[0].endswith("tar"):
        creates = any(word == "--create" or (word[:2] != "--" and "c" in word) for word in words[1:3])
        return creates and any(_CREATES.fullmatch(option) is not None and file == name for option, file in pairwise(words))
    operands = [word for word in words[1:] if not word.startswith("-")]
    return operands[:1] == [name] if words[0] == "zip" else operands[:2] == ["a", name]


def bare(word: str) -> str:
    """A word without the quotes around it."""
    return word[1:-1] if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'" else word


_NO_LOSS = (" is a link", " holds nothing")


def only_links(node: tree_sitter.Node, conditions: Sequence[str]) -> bool:
    """Whether all that a command removes was found to be a link, or a file that holds nothing, just before: ``[ -L current ] && rm current``."""
    tested = {_unbraced(part.removesuffix(ending)) for condition in conditions if " or " not in condition
              for part in condition.split(" and ") for ending in _NO_LOSS if part.endswith(ending)}
    if not tested:
        return False
    names = [bare(text_of(child)) for child in node.named_children if child.type not in ("command_name", "file_redirect")]
    removed = [name for name in names if not name.startswith("-")]
    return bool(removed) and all(_unbraced(name) in tested for name in removed)


def _unbraced(name: str) -> str:
    return name.replace("{", "").replace("}", "").strip("\"'")
