"""``catalog-info.yaml`` (Backstage) as a third source of ownership: ``spec.owner`` for everything below the file's folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from handover_generator.errors import ConfigurationError
from handover_generator.model.location import Location
from handover_generator.model.ownership import OtherOwner
from handover_generator.model.source import SourceFile, Unread
from handover_generator.strict_yaml import Document, parse_all

NAMES = ("catalog-info.yaml", "catalog-info.yml")

# A Group or a User has no owner, and the owner of a Location says who registered it.
_KINDS = ("component", "resource", "api", "system", "domain")


def load(files: Mapping[str, SourceFile], paths: Sequence[str]) -> tuple[OtherOwner, ...]:
    """The owners that catalogue files name for each path; the nearest file above a path wins.

    Args:
        files: all listed files by path.
        paths: the scripts to look up.

    Returns:
        One value for each path that has an owner, sorted by path; owners as written (``group:default/payments``). Never raises.
    """
    stated: dict[str, tuple[tuple[str, ...], Location]] = {}
    for path in _catalogue_files(files):
        owners = _owners(files[path])
        if isinstance(owners, tuple) and owners[0]:
            stated.setdefault(_folder(path), owners)
    found = []
    for path in sorted(set(paths)):
        for parent in PurePosixPath(path).parents:
            hit = stated.get(str(parent))
            if hit:
                found.append(OtherOwner(path=path, owners=hit[0], at=hit[1], source="catalog-info"))
                break
    return tuple(found)


def unread(files: Mapping[str, SourceFile]) -> tuple[Unread, ...]:
    """The catalogue files that could not be understood, with the reason."""
    results = [(path, _owners(files[path])) for path in _catalogue_files(files)]
    return tuple(Unread(path, result) for path, result in results if isinstance(result, str))


def _catalogue_files(files: Mapping[str, SourceFile]) -> list[str]:
    return sorted(path for path in files if path.rsplit("/", 1)[-1] in NAMES)


def _folder(path: str) -> str:
    return str(PurePosixPath(path).parent)


def _owners(file: SourceFile) -> tuple[tuple[str, ...], Location] | str:
    """The owners a file names, with the line of the first; or why it could not be read."""
    if file.text is None:
        return "the owner in it is not known, because it could not be read as text"
    try:
        documents = parse_all(file.text, file.path)
    except ConfigurationError as error:
        return error.problems[0].split("\n", 1)[0].removeprefix(f"{file.path}:")
    found = [hit for document in documents if (hit := _owner(document)) is not None]
    # A component is the code itself; what else stands in the file is what the code offers or uses.
    components = [hit for hit in found if hit[0] == "component"]
    chosen = components or found
    owners = tuple(dict.fromkeys(owner for _, owner, _ in chosen))
    return owners, Location(file.path, chosen[0][2] if chosen else 0)


def _owner(document: Document) -> tuple[str, str, int] | None:
    data: Any = document.data
    if not isinstance(data, dict):
        return None
    kind, spec = data.get("kind"), data.get("spec")
    if not isinstance(kind, str) or kind.lower() not in _KINDS or not isinstance(spec, dict):
        return None
    owner = spec.get("owner")
    if not isinstance(owner, str) or not owner.strip():
        return None
    return kind.lower(), owner.strip(), document.place(("spec", "owner"))[0]
