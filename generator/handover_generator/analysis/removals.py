"""Requests over HTTP whose address says that they take something away or start something, whatever their method: ``POST /admin/purge_history/...``,
``GET /job/deploy/build?token=...``, ``GET /solr/admin/collections?action=DELETE``.
"""

from __future__ import annotations

import re

from handover_generator.regexes import regex

_REMOVES = regex(r"/(?:[\w.${}-]*[-_])?(?:delete|purge|destroy|wipe|erase|truncate)(?:[-_][\w.-]+)?(?=[/?#]|\Z)", re.IGNORECASE)
_ASKED = r"[?&](?:action|command|cmd|op|operation|method)="
_REMOVES_BY_WORD = regex(_ASKED + r"(?:wb|[\w-]*[._-])?(?:delete|purge|destroy|wipe|erase|truncate|drop|unload|remove)", re.IGNORECASE)
_CHANGES_BY_WORD = regex(
    _ASKED + r"(?:create|add|set|update|modify|move|swap|rename|split|merge|reload|restore|rollback|backup|replicate|rebalance|migrate|upgrade|start|"
             r"stop|restart|reboot|run|execute|trigger|build|deploy|enable|disable|abort|cancel|(?:full|delta)-import)", re.IGNORECASE)
_END = r"/?(?=[?#]|\Z)"
_REMOVES_AT_END = regex(r"/(?:[\w.${}-]*[-_])?(?:delete|purge|destroy|wipe|erase|truncate)" + _END, re.IGNORECASE)
_STARTS = regex(
    r"/(?:buildwithparameters|buildbytoken/\S*|job/\S+/build|[\w-]+/trigger|_?(?:redeploy|restart|reboot|shutdown|safe-?restart|quiet-?down))" + _END,
    re.IGNORECASE)
_STARTS_WITH_TOKEN = regex(
    r"/(?:build|deploy|run|start|stop|trigger|hook|webhook|rebuild|publish|sync|update|refresh)/?[?](?:\S*&)?[\w.-]*token=",
    re.IGNORECASE)
_KEEPS_CODE = regex(r"//(?:[\w.-]*\.)?(?:git(?:hub|lab)\w*|bitbucket|sourceforge)\.", re.IGNORECASE)
# What a cache forgets it gets again; a right that is taken away can be given again.
_COMES_BACK = regex(r"cache|cdn|fastly|cloudflare|akamai|varnish|token|session|cookie|login", re.IGNORECASE)


WORDS = ("action", "command", "cmd", "op", "operation", "method")
"""Parts of a request that say in a word what is to be done, be it in the address or in what is sent along: ``{"method": "host.delete"}``."""


def is_sent_again(address: str) -> bool:
    """Whether what lies at an address is the last state that a job has pushed: the metrics of a Pushgateway, which its next run pushes again."""
    return "/metrics/job/" in address or "/metrics/job@base64/" in address


def asks_to_remove(address: str, *, only_asked: bool = False) -> bool:
    """Whether an address names the removal of something that may be lost.

    Args:
        address: a URL, perhaps with holes such as ``${ROOM}``.
        only_asked: whether it is asked for with GET; then a page of that name says nothing, ``?action=delete`` does.
    """
    named = _REMOVES_BY_WORD.search(address) is not None or (not only_asked and _REMOVES.search(address) is not None)
    return named and _COMES_BACK.search(address) is None


def is_more_than_asked(address: str) -> bool:
    """Whether an address says that whoever only asks for it changes something: a build is started, a collection deleted, a server restarted.

    Args:
        address: a URL that is asked for with GET, perhaps with holes such as ``${ROOM}``.
    """
    return any(pattern.search(address) for pattern in (_REMOVES_BY_WORD, _CHANGES_BY_WORD, _STARTS, _STARTS_WITH_TOKEN)) or (
        _REMOVES_AT_END.search(address) is not None and _KEEPS_CODE.search(address) is None)
