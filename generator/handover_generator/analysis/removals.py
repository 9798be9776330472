"""Requests over HTTP whose address says that they take something away or start something, whatever their method: ``POST /admin/purge_history/...``,
``GET /job/deploy/build?token=...``, ``GET /solr/admin/collections?action=DELETE``, ``GET /solr/shop/update?stream.body=<delete>...``.
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
_ORDER = r"(?:<|%3c|\\?[{]\s*+['\"]|%7b(?:%20){0,4}(?:%22|%27))delete\b"
"""How an index is told to drop documents: in XML or in JSON, written out or as it stands in an address."""
_IS_ORDER = regex(r"\s*+(?:<\?xml[^>]*+>\s*+)?" + _ORDER, re.IGNORECASE)
_BODY = regex(r"[?&]stream\.(?:body|file|url)=", re.IGNORECASE)
"""How Solr is given a body in the address."""
_TAKES_ORDERS = regex(r"/(?:update|_bulk)(?:/\w{1,20}){0,2}(?=[?#]|\Z)", re.IGNORECASE)
_CARRIES_OUT = regex(r"[?&](?:commit|optimize)=true\b", re.IGNORECASE)
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
    if any(_IS_ORDER.match(address, body.end()) for body in _BODY.finditer(address)):
        return True
    named = _REMOVES_BY_WORD.search(address) is not None or (not only_asked and _REMOVES.search(address) is not None)
    return named and _COMES_BACK.search(address) is None


def is_more_than_asked(address: str) -> bool:
    """Whether an address says that whoever only asks for it changes something: a build is started, a collection deleted, a server restarted.

    Args:
        address: a URL that is asked for with GET, perhaps with holes such as ``${ROOM}``.
    """
    return any(pattern.search(address) for pattern in (_REMOVES_BY_WORD, _CHANGES_BY_WORD, _STARTS, _STARTS_WITH_TOKEN, _BODY)) or (
        _REMOVES_AT_END.search(address) is not None and _KEEPS_CODE.search(address) is None) or (
        _CARRIES_OUT.search(address) is not None and _TAKES_ORDERS.search(address) is not None)


def ordered_in_body(address: str, body: str) -> str:
    """What a body that is sent along orders, as it would stand in the address: ``?stream.body=<delete``; nothing where it deletes nothing.

    Args:
        address: where it is sent to. XML says by itself whom it is meant for, JSON only where an index takes its orders: a key of that name may be
            anything elsewhere.
        body: how the body begins, as it is written.
    """
    order = _IS_ORDER.match(body)
    return "?stream.body=<delete" if order is not None and ("<" in order[0] or _TAKES_ORDERS.search(address)) else ""
