"""Which files hold configuration, as their names tell."""

from __future__ import annotations

from handover_generator.analysis.folders import name_of, suffix_of
from handover_generator.regexes import regex

_TEMPLATE = regex(r"\.(?:template|tmpl|tpl|dist|default|in)\Z")      # "worker.conf.template" is a worker.conf to be filled in
_CONFIG = frozenset((".yml", ".yaml", ".toml", ".ini", ".cfg", ".conf", ".json", ".properties", ".xml", ".plist", ".j2", ".erb", ".config"))
_WITHOUT_SUFFIX = ("crontab", "supervisord")


def is_configuration(path: str) -> bool:
    """Whether a path is that of configuration, or of a template of it."""
    return suffix_of(_TEMPLATE.sub("", path)) in _CONFIG or name_of(path) in _WITHOUT_SUFFIX
