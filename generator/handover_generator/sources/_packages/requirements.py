"""requirements*.txt, constraints, Pipfile-less pip installs in Dockerfiles and CI, conda environments."""

from __future__ import annotations

import re
import shlex

from handover_generator.regexes import regex
from handover_generator.sources._packages._found import Found

_FILE = regex(r"(?:.*[-_.])?(?:requirements?|constraints?|reqs|deps|dependencies)(?:[-_.].*)?\.(?:txt|in|pip)\Z", re.IGNORECASE)
_FOLDER = regex(r"(?:\A|/)(?:requirements?|reqs|deps|constraints)/[^/]+\.(?:txt|in|pip)\Z", re.IGNORECASE)
_INSTALL = regex(r"\b(?:pip[\d.]*|uv\s+pip|uv|pipx|poetry|pdm|conda|mamba|micromamba)\s+(?:install|add)\s+([^\n&|;`)]*)")
_APT = regex(r"\b(?:apt-get|apt|apk|yum|dnf)\b[^\n&|;]*?\b(?:install|add)\s+([^\n&|;`)]*)")
_NO_LIBRARY = frozenset(("dev", "dbg", "doc", "minimal", "venv", "distutils", "all", "full", "software-properties", "pkg-resources",
                         "examples"))
_TAKES_VALUE = frozenset(("-r", "--requirement", "-c", "--constraint", "-t", "--target", "-i", "--index-url", "--extra-index-url", "-f",
                          "--find-links", "--prefix",
                          "--root", "--python", "-n", "--name", "--group", "-p", "--src", "--cache-dir", "--log", "--proxy", "--timeout",
                          "--retries"))


def is_requirements(path: str) -> bool:
    """Whether a path is a list of requirements by its name."""
    return bool(_FILE.match(path.rpartition("/")[2]) or _FOLDER.search(path))


def read_requirements(path: str, text: str) -> Found:
    """A requirements or constraints file; continued lines are joined, options left out."""
    found = Found(path)
    number = 1
    for logical in re.split(r"(?<!\\)\n", text):
        line = re.sub(r"\\\n", " ", logical)
        line = re.sub(r"(?:\A|\s)#.*\Z", "", line).strip()
        if line.startswith(("-e ", "--editable ", "--editable=")):
            line = re.split(r"[ =]", line, maxsplit=1)[1].strip()
        if line and not line.startswith("-"):
            found.require(re.split(r"\s--", line, maxsplit=1)[0], number)
        number += logical.count("\n") + 1
    return found


def read_installs(path: str, text: str) -> Found:
    """``pip install NAME`` and ``apt-get install python3-NAME`` in a Dockerfile, Makefile, CI file or shell script."""
    found = Found(path)
    if "install" not in text and " add " not in text:
        return found
    joined = re.sub(r"\\\r?\n", "\\\u2028", text)         # continued lines stay one line, and line numbers can still be counted
    for pattern in (_INSTALL, _APT):
        for match in pattern.finditer(joined):
            line_start = joined.rfind("\n", 0, match.start()) + 1
            if joined[line_start:match.start()].lstrip().startswith("#"):
                continue
            for word in _operands(match.group(1).replace("\\\u2028", " ")):
                upto = joined[:max(joined.find(word, match.start(1)), match.start())]
                _note(found, word, upto.count("\n") + upto.count("\u2028") + 1, apt=pattern is _APT)
    return found


def _note(found: Found, word: str, line: int, *, apt: bool) -> None:
    if not apt:
        found.require(word, line)
    elif word.startswith(("python3-", "python-", "py3-")):
        name = re.sub(r"\A(?:python3?|py3)-", "", re.split(r"[=<>]", word)[0])
        if name not in _NO_LIBRARY:
            found.distributions.append((name, line))


def _operands(text: str) -> list[str]:
    try:
        words = shlex.split(text, comments=True)
    except ValueError:
        words = text.split()
    kept: list[str] = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = word in _TAKES_VALUE
        elif "$" not in word and "{" not in word and "<" not in word[:1]:
            kept.append(word.strip("'\"[],"))
    return kept


def read_conda(path: str, text: str) -> Found:
    """``environment.yml`` of conda: the list items below ``dependencies:`` and the inner ``pip:``."""
    found = Found(path)
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(r"\S", line) and not line.startswith(("-", "#")):
            inside = line.startswith("dependencies:")
        item = re.match(r"\s*-\s+['\"]?([^\s'\"#:][^'\"#]*)", line)
        if inside and item and not item.group(1).rstrip().endswith(":"):
            found.require(re.sub(r"\A[\w-]+::", "", item.group(1).strip()), number)
    return found
