"""Commands that move data between hosts: curl and its kin, rsync, scp."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._commands_types import Circumstances, Told
from handover_generator.analysis.paths import is_file, joined, shown
from handover_generator.analysis.removals import asks_to_remove, is_more_than_asked, is_sent_again, ordered_in_body
from handover_generator.model.behaviour import Action, Need, Unknown
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_DATA = (
    "-d",
    "--data",
    "--data-raw",
    "--data-binary",
    "--data-urlencode",
    "--data-ascii",
    "-F",
    "--form",
    "--form-string",
    "--json",
)
_FORM = ("-d", "--data", "--data-urlencode", "-F", "--form", "--post-data")
_DATA_OF_WGET = ("--post-data", "--post-file", "--body-data", "--body-file")
_HOST = regex(r"(?:([a-z][a-z0-9+.-]*)://)?(?:[^/@\s]*@)?(\[[0-9a-f:]+\]|[^/:?#\s]+)", re.IGNORECASE)
# Hosts whose requests are better told by what they stand for: incoming chat webhooks and bots.
_CHAT = regex(r"hooks\.slack\.com|slack\.com/api/chat|discord(app)?\.com/api/webhooks|webhook\.office\.com|api\.telegram\.org/bot|"
              r"chat\.googleapis\.com|events\.pagerduty\.com|api\.opsgenie\.com", re.IGNORECASE)
_KNOWN_HOSTS = (("github.com", "github"), ("githubusercontent.com", "github"), ("gitlab.com", "gitlab"), ("bitbucket.org", "bitbucket"),
                ("docker.com", "docker hub"), ("docker.io", "docker hub"), ("pypi.org", "pypi"), ("npmjs.org", "npm"), ("slack.com", "slack"),
                ("storage.googleapis.com", "gcs"),
                ("169.254.169.254", "ec2 instance metadata"), ("metadata.google.internal", "gce instance metadata"))
_S3_HOST = regex(r"(?:\A|\.)s3(?:[.-][\w-]+)*\.amazonaws\.com\Z")
_ADDRESS = regex(r"(?:\w+://)?((?:[A-Za-z]|\$\{\w+\})(?:[\w.-]|\$\{\w+\})*):(\d{2,5})\b")
_SERVICE_WORDS = (("opensearch", "opensearch"), ("elastic", "elasticsearch"), ("postgres", "postgresql"), ("mysql", "mysql"), ("maria", "mariadb"),
                  ("redis", "redis"), ("mongo", "mongodb"), ("rabbit", "rabbitmq"), ("kafka", "kafka"), ("solr", "solr"), ("memcache", "memcached"))
_PORTS = {"5432": "postgresql", "3306": "mysql", "6379": "redis", "9200": "elasticsearch", "27017": "mongodb", "5672": "rabbitmq", "9092": "kafka",
          "8983": "solr", "11211": "memcached", "2181": "zookeeper"}
_URL = regex(r"\$\{[\w.-]*ur[il](?: or [\w.-]*ur[il])?\}(?:/\S*)?", re.IGNORECASE)
"""What a script calls an address, whatever stands there."""
_PORT = regex(r":\d+\Z")
_MAIL = regex(r"api\.mailgun\.net|api\.sendgrid\.com|api\.postmarkapp\.com|mandrillapp\.com/api", re.IGNORECASE)


def http(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """curl, wget, httpie: the method decides the action; -o, -O and plain wget write a file."""
    urls = [*parsed.texts("--url"), *parsed.operands]
    method = parsed.value("-X", "--request", "--method")
    verb = (method.with_defaults().literal or "").upper() if method is not None else ""
    only_then = (method is not None and method.literal is None) or any(map(_may_begin_with_options, urls))
    names = parsed.spec.settings
    if names.get("style") == "words":                # http POST url key=value
        first = (urls[0].literal or "").upper() if urls else ""
        if re.fullmatch(r"GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE", first):
            verb, urls = first, urls[1:]
        elif len(urls) > 1 and urls[0].literal is None and "://" in urls[1].render():
            only_then, urls = True, urls[1:]
        elif any("=" in url.render() and "://" not in url.render() for url in urls[1:]):
            verb = "POST"
        urls = urls[:1]
    uploads = [] if names.get("style") == "wget" else parsed.texts("-T") + parsed.texts("--upload-file")
    if not verb:
        data = {"wget": _DATA_OF_WGET, "download": ()}.get(names.get("style", ""), _DATA)
        has_data = parsed.has(data) and not parsed.has(("-G", "--get"))
        verb = "PUT" if uploads else "POST" if has_data else "HEAD" if parsed.has(("-I", "--head", "--spider")) else "GET"
    elif re.fullmatch(r"[A-Z]+", verb) is None:
        verb = "UNKNOWN"
    for upload in uploads:
        source = shown(joined(upload, circumstances.cwd).render())
        if is_file(source):
            told.act(circumstances, "filesystem", Action.READ, f"reads {source}", source)
    sent = "".join("?" + text.render() for option in _FORM for text in parsed.texts(option))
    bodies = [text.render() for option in (*_DATA, *_DATA_OF_WGET) for text in parsed.texts(option)]
    for url in urls[:6]:
        _request(url, verb, circumstances, told, sent + "".join(ordered_in_body(url.render(), body) for body in bodies))
    if only_then and urls:                           # -X "$1": GET as far as it can be seen
        why = "sends a request with a method that is known only when it runs"
        told.events.append(Unknown(kind="dynamic-command", at=circumstances.at, detail=why))
    _save(parsed, urls, circumstances, told)


def _may_begin_with_options(word: Text) -> bool:
    """Whether something that nobody could read stands right before an address: ``curl {}"{}"`` filled by a program."""
    return len(word.parts) > 1 and isinstance(first := word.parts[0], Hole) and first.kind == "unknown" and not first.name


def _request(url: Text, verb: str, circumstances: Circumstances, told: Told, sent: str) -> None:
    """``sent``: the form that is sent along, as it would stand in the address."""
    rendered = url.render()
    if rendered.startswith("file://"):
        return
    action = {"GET": Action.READ, "HEAD": Action.READ, "OPTIONS": Action.READ, "DELETE": Action.DELETE, "UNKNOWN": Action.WRITE}.get(
        verb, Action.WRITE
    )
    if verb == "GET" and is_more_than_asked(rendered):
        action = Action.WRITE
    resource = "http"
    if action is Action.WRITE and _CHAT.search(rendered):
        resource, action = "chat", Action.SEND
    elif action is Action.WRITE and _MAIL.search(rendered):
        resource, action = "email", Action.SEND
    elif rendered.startswith(("ftp://", "ftps://", "sftp://", "scp://")):
        resource = "remote-host"
    elif rendered.startswith(("smtp://", "smtps://")):
        resource, action = "email", Action.SEND
    whose = _HOST.match(rendered)
    if whose and not whose.group(2).startswith(("localhost", "127.", "[::1")) and "${" not in whose.group(2) and "." in whose.group(2):
        told.events.append(Need(kind="service", name=service_of(whose.group(2)), at=circumstances.at))
    if "${" in verb:
        verb = "request to"
    lost = resource == "http" and not is_sent_again(rendered) and (
        action is Action.DELETE or (action is Action.WRITE and asks_to_remove(rendered + sent, only_asked=verb == "GET")))
    told.act(circumstances, resource, action, f"{verb} {rendered}", rendered, destructive=lost)


def service_of(host: str) -> str:
    """The name of the service behind a host: what people call it where it is well known, else the host itself."""
    host = host.lower()
    if _S3_HOST.search(host):
        return "s3"
    return next((name for end, name in _KNOWN_HOSTS if host == end or host.endswith("." + end)), host)


def wait(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """Waiting for a port (dockerize -wait, wait-for-it): the service behind it is needed. What stands behind it is run then."""
    dashes = next((index for index, word in enumerate(parsed.rest) if word.literal == "--"), len(parsed.rest))
    behind = parsed.operands if parsed.spec.options_first else parsed.rest[dashes + 1:]
    named = parsed.operands[: len(parsed.operands) - len(behind)]
    if behind:
        told.events += commands.run(behind, replace(circumstances, depth=circumstances.depth + 1))
    for text in (*parsed.texts("-wait"), *parsed.texts("--wait"), *named, *parsed.texts("-h"), *parsed.texts("--host")):
        match = _ADDRESS.match(text.render())
        if match is None:
            continue
        host, port = match.group(1), match.group(2)
        told.act(circumstances, "network", Action.READ, f"waits for {host}:{port}", f"{host}:{port}")
        name = next((name for word, name in _SERVICE_WORDS if word in host.lower()), _PORTS.get(port))
        if name is not None:
            told.events.append(Need(kind="service", name=name, at=circumstances.at))


def _save(parsed: Parsed, urls: list[Text], circumstances: Circumstances, told: Told) -> None:
    style = parsed.spec.settings.get("style")
    out = parsed.value("-O", "--output-document") if style == "wget" else parsed.value("-o", "--output", "--out")      # wget -o: its log
    folder = parsed.value("-P", "--directory-prefix", "--output-dir", *(("-d", "--dir") if style == "download" else ()))
    if out is not None:
        target = shown(joined(out, circumstances.cwd).render())
        if is_file(target):
            told.act(circumstances, "filesystem", Action.WRITE, f"writes {target}", target)
        return
    by_name = (style in ("wget", "download") and not parsed.has(("--spider",))) or parsed.has(
        ("-O", "--remote-name", "--remote-name-all")
    )
    if by_name and urls:
        name = _last_part(urls[-1])
        path = joined(Text.of(folder, "/", name), circumstances.cwd) if folder is not None else joined(name, circumstances.cwd)
        told.act(circumstances, "filesystem", Action.WRITE, f"writes {shown(path.render())}", shown(path.render()))


def _last_part(url: Text) -> Text:
    """What stands behind the last slash of an address: ``planet-${1}.pbf``."""
    parts: list[str | Hole] = []
    for part in reversed(url.parts):
        if isinstance(part, str):
            _, slash, tail = (part if parts else part.rstrip("/")).rpartition("/")
            parts += [tail] if tail else []
            if slash:
                break
        else:
            parts.append(part)
    return Text(tuple(reversed(parts))) if parts else Text.of("index.html")


def _remote(operand: Text) -> tuple[str, str] | None:
    """(host, path) of ``user@host:path``; None for a path here."""
    rendered = operand.render()
    if rendered.startswith(("rsync://", "scp://", "sftp://")):
        host, _, path = rendered.partition("://")[2].partition("/")
        return _PORT.sub("", host.rpartition("@")[2]), path
    if _URL.fullmatch(rendered):                         # an address, whatever host it names: and no folder is called so
        return rendered, ""
    match = re.match(r"(?:[^/:@]*(?:\$\{[^}]*\})?[^/:@]*@)?((?:\$\{[^}]*\}|\[[^\]]*\]|[^/:{}])+):{1,2}(.*)\Z", rendered, re.DOTALL)
    if match is None or (len(match.group(1)) == 1 and match.group(1).isalpha()):
        return None
    return match.group(1), match.group(2)


def _place(away: tuple[str, str]) -> str:
    host, path = away
    return host if not path and _URL.fullmatch(host) else f"{host}:{path}"


def _is_one_file(sources: list[Text], target: Text) -> bool:
    """Whether one file is copied to a place of the same ending: there is nothing beside it that could go."""
    source, name = (posixpath.splitext(text.parts[-1] if text.parts and isinstance(text.parts[-1], str) else "")[1] for text in (sources[0], target))
    return len(sources) == 1 and bool(source) and "/" not in source and source == name


def transfer(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """rsync and scp: ``host:path`` on either side; --delete removes what the source lacks."""
    if len(parsed.operands) < 2 or parsed.has(("--list-only",)):
        for source in parsed.operands[:1]:               # rsync lists what is there
            here = _remote(source)
            if here is not None:
                told.act(circumstances, "remote-host", Action.READ, f"lists {here[0]}:{here[1]}", f"{here[0]}:{here[1]}", host=here[0])
            elif source.literal is None:                 # any number of words
                detail = f"{parsed.spec.settings.get('name', 'copies')} {shown(source.render())}"
                told.events.append(Unknown(kind="dynamic-command", at=circumstances.at, detail=detail))
        return
    more = len(parsed.operands) > 2 and parsed.operands[-1].render() == "${@}"       # behind a source and a target: options
    *sources, target = parsed.operands[:-1] if more else parsed.operands
    name = parsed.spec.settings.get("name", "copies")
    away = _remote(target)
    if away is not None:
        where = _place(away)
        told.act(circumstances, "remote-host", Action.WRITE, f"{name} to {where}", where, host=away[0])
    else:
        path = shown(joined(target, circumstances.cwd).render())
        told.act(circumstances, "filesystem", Action.WRITE, f"{name} to {path}", path)
        where = path
    for source in sources[:6]:
        here = _remote(source)
        if here is not None:
            told.act(circumstances, "remote-host", Action.READ, f"{name} from {_place(here)}", _place(here), host=here[0])
        else:
            path = shown(joined(source, circumstances.cwd).render())
            told.act(circumstances, "filesystem", Action.READ, f"reads {path}", path)
            if parsed.has(("--remove-source-files",)):
                told.act(circumstances, "filesystem", Action.DELETE, f"removes {path} once it is copied", path)
    if any(flag.startswith("--del") for flag in parsed.flags) and not _is_one_file(sources, target):
        told.act(
            circumstances,
            "remote-host" if away else "filesystem",
            Action.DELETE,
            f"removes from {where} what the source lacks",
            where,
            destructive=True,
            host=away[0] if away else None,
        )
