"""Clients of an API whose package nobody modelled, known by what class or package are called: ``acme.BillingAPIClient(url).delete_user(7)``.

An organisation's own client is in no catalogue, and the scripts that use one do all their work through it. What its class is called says that
it speaks HTTP or sends mail, and the first word of a method mostly says what is asked for; rows under ``by_name`` in the catalogue hold those words.
Nothing more is known than names, which is what the effects then say of themselves.
"""

from __future__ import annotations

from handover_generator.model.rows import ApiRow
from handover_generator.regexes import regex

_API = ("by_name", "ApiClient", "()")
_MAIL = ("by_name", "MailClient", "()")
"""Paths under which the catalogue holds such clients."""
_LOGGER = ("logging", "getLogger", "()")
_ENTRIES = frozenset({"clients by name", "clients of mail by name"})
_NAMED = regex(r"(?:[A-Z]\w*)?(?:API|Api|REST|Rest|HTTP|Http)_?Client")
_MAILS = regex(r"(?:[A-Z]\w*)?(?:E?[Mm]ail|Mail(?:[Cc]himp|gun|jet)|Notify|Notifications?|SMTP|Smtp|SMS|Sms)_?(?:API|Api)?_?Client"
               r"|(?:[A-Z]\w*)?Mailer")
_ASKS = regex(r"\(\)\._{0,2}(?:requests?(?:_?session)?|http(?:_?(?:client|session))?)\.(get|head|options|post|put|patch|delete|request)\Z")
_OF_PACKAGE = regex(r"(?:Async)?(?:Client|Session|API|Api)")
_SPEAKS = regex(r"(?:\w+_)?(?:http|https|rest|api|sdk)|\w+(?:apiclient|restclient|_sdk|-sdk)")
"""Packages that are clients by what they are called themselves, and the plain names that their classes have then."""
_LOGS = regex(r"\._?(?:logger|log|logging|LOG|LOGGER|(?:get|set_?up|make|create|init|configure)_?(?:[lL]ogger|[lL]ogging)\(\)|Logger\(\))"
              r"\.(debug|info|warn|warning|error|exception|critical|fatal)\Z")
"""What an organisation's own package hands out for logging. One with a name beside that (``audit_logger``) may do more than log."""


def client_of(path: str) -> tuple[str, ...]:
    """Where in the catalogue a class stands that is a client by its name or that of its package (``kit_http.Client``); empty for any other."""
    name = path.rpartition(".")[2]
    if _MAILS.fullmatch(name) is not None:
        return _MAIL
    plain = _OF_PACKAGE.fullmatch(name) is not None and "()" not in path and _SPEAKS.fullmatch(path.partition(".")[0]) is not None
    return _API if plain or _NAMED.fullmatch(name) is not None else ()


def asked_over_http(path: str) -> tuple[str, ...]:
    """Where in the catalogue a method stands that is called of a member named after what speaks HTTP: ``self.requests.delete(url)`` in a class of
    a package that nobody modelled; empty for any other.
    """
    found = _ASKS.search(path) if ".request" in path or "http" in path else None
    return (*_API, found.group(1)) if found is not None else ()


def logged_by(path: str) -> tuple[str, ...]:
    """Where in the catalogue a method stands that tells a person something through a logger which a package hands out that nobody modelled:
    ``acme.setup_logging().warning``, ``acme.App().logger.info``; empty for any other.
    """
    found = _LOGS.search(path) if "og" in path or "LOG" in path else None
    return (*_LOGGER, found.group(1)) if found is not None else ()


def only_named(rows: tuple[ApiRow, ...]) -> bool:
    """Whether what is called is known by names alone."""
    return bool(rows) and rows[0].lib in _ENTRIES
