"""In which table the rows of a model stand, so that what Python calls ``Order`` and SQL calls ``shop_order`` is seen to be one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handover_generator.model.source import Module, SourceFile, Unread
from handover_generator.regexes import regex

_OF_MODELS = regex(r"(?:/models)?/[^/]+\.py\Z")
_LABELLED = regex(r"(?m)^[ \t]+label\s*=\s*(?:[\"']([\w-]+)[\"']\s*$)?")
_OF_DJANGO = {
    "User": "auth_user", "Group": "auth_group", "Permission": "auth_permission", "Session": "django_session", "Site": "django_site",
    "ContentType": "django_content_type", "LogEntry": "django_admin_log",
}
"""Models that come with Django (``django.contrib``), where the repository has no class of that name."""


def application_of(path: str, files: Mapping[str, SourceFile]) -> str:
    """What Django calls the application that a file of models belongs to: as its ``apps.py`` says in so many words, else by its folder; "" where
    neither is certain.
    """
    folder = _OF_MODELS.sub("", path)
    if folder == path:
        return ""
    apps = files.get(f"{folder}/apps.py")
    said = _LABELLED.findall(apps.text or "") if apps is not None else []
    return said[0] if len(said) == 1 else "" if said else folder.rpartition("/")[2]


def tables_of(modules: Iterable[Module | Unread], files: Mapping[str, SourceFile]) -> dict[str, str]:
    """Model to table, of models whose name means one table in this repository.

    Args:
        modules: as their languages read them.
        files: all files, by path; applications say in ``apps.py`` what they are called.
    """
    found: dict[str, set[str]] = {}
    django = False
    for module in modules:
        if not isinstance(module, Module):
            continue
        for kept in module.tables:
            label = "" if kept.table else kept.label or application_of(module.path, files)
            found.setdefault(kept.model, set()).add(kept.table or (f"{label}_{kept.model.lower()}" if label else ""))
            django = django or not kept.table
    if django:
        for model, table in _OF_DJANGO.items():
            found.setdefault(model, {table})
    return {model: table for model, tables in found.items() if len(tables) == 1 and (table := next(iter(tables)))}
