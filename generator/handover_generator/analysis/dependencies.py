"""What a script depends on, from what the walk found: by kind, without what it makes itself, and with services named as exactly as they can be."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Container, Sequence

from handover_generator.analysis.services import services_of
from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import Action, Need
from handover_generator.model.inventory import Dependencies, Effect
from handover_generator.records import replace
from handover_generator.regexes import regex

_SECRET = regex(r"(?i)(?:^|_)(?:password|passwd|pwd|pass|secret|token|api_?key|access_?key|private_?key|credentials?|auth)(?:_|$)|_key$")
_MOST_FAR = 40
"""So many scripts of which one is started count for a script that something else lies between."""
_EXISTS = regex(r"(?<!not )\b\w[^()]* exists\b")
# A forge is what a push to it needs; that it is spoken to with git says nothing more.
_FORGES = frozenset(("github", "gitlab", "bitbucket"))


def dependencies_of(walked: Walked, path: str, is_declared: Callable[[str], bool | None],
                    stated: frozenset[str] = frozenset(), files: Container[str] = (), scripts: Container[str] = ()) -> Dependencies:
    """Dependencies by kind.

    Args:
        walked: what the walk from the script's entries found.
        path: the script; it is no dependency of itself.
        is_declared: whether some manifest names an import root; None where there is no manifest.
        stated: services that compose files and settings name (``services.stated_services``).
        files: paths of the repository; what is named from the script's own folder is told by its path.
        scripts: paths of the scripts.
    """
    kinds: dict[str, list[Need]] = {}
    for need in walked.needs:
        kinds.setdefault(need.kind, []).append(need)
    environment = kinds.get("env", [])
    secrets = [*kinds.get("secret", []), *(need for need in environment if _SECRET.search(need.name))]
    packages = kinds.get("package", [])
    return Dependencies(
        packages=tuple(packages), binaries=tuple(kinds.get("binary", ())), env=tuple(environment),
        services=_exact(services_of(walked.effects, kinds.get("service", ()), is_declared, stated)),
        files=_located([need for need in kinds.get("file", ()) if not _made_before(need, walked.effects)], files),
        scripts=_started([*kinds.get("script", ()), *_loaded(kinds.get("loaded", ()), path, scripts)], path),
        secrets=tuple(sorted(secrets, key=lambda need: (need.name, need.at))),
        undeclared=tuple(need for need in packages if is_declared(need.name) is False))


def _loaded(needs: Sequence[Need], path: str, scripts: Container[str]) -> list[Need]:
    """The scripts among what is loaded or run by a name that is computed. What another script does so that this one starts, that one tells itself;
    and of many that something else may start for many others, none is this one's.
    """
    far = Counter(need.at for need in needs)
    return [need for need in needs if need.name in scripts and (
        need.at.path == path or (need.at.path not in scripts and far[need.at] <= _MOST_FAR))]


def _started(needs: Sequence[Need], path: str) -> tuple[Need, ...]:
    """Each script once that is run or loaded, but for the script itself."""
    found: dict[str, Need] = {}
    for need in needs:
        if need.name != path:
            found.setdefault(need.name, replace(need, kind="script"))
    return tuple(sorted(found.values(), key=lambda need: (need.name, need.at)))


def _located(needs: Sequence[Need], files: Container[str]) -> tuple[Need, ...]:
    """Each file once, under the path it has in the repository: people start such a script in its own folder."""
    found: dict[str, Need] = {}
    for need in needs:
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(need.at.path), need.name))
        name = beside if need.name not in files and beside in files else need.name
        found.setdefault(name, need if name == need.name else replace(need, name=name))
    return tuple(found[name] for name in sorted(found))


def _exact(services: Sequence[Need]) -> tuple[Need, ...]:
    names = {need.name for need in services}
    return tuple(need for need in services if not (need.name == "git" and names & _FORGES))


def _made_before(need: Need, effects: Sequence[Effect]) -> bool:
    """Whether the script writes the file before it reads it, or reads it only where it is there already and writes it: then it depends on nobody
    else for it. A file of the machine was there before.
    """
    if need.name.startswith("/"):
        return False
    own = [effect for effect in effects if effect.target == need.name and effect.resource == "filesystem" and effect.at.path == need.at.path]
    written = [effect for effect in own if effect.action is Action.WRITE]
    asked = any(effect.action is Action.READ and _EXISTS.search(effect.condition or "") for effect in own)
    return any(asked or (effect.at.line < need.at.line and (len(effect.via) < 2 or effect.via[-1].line < need.at.line)) for effect in written)
