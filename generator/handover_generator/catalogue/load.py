"""The whole catalogue: our own data files and a repository's ``handover/effects.yml`` on top."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from handover_generator import strict_yaml
from handover_generator.catalogue import _beside, _data, _kept, commands
from handover_generator.catalogue._compile import compile_tables
from handover_generator.catalogue._format import Entry, read_entries
from handover_generator.catalogue.apis import ApiCatalogue, Tables
from handover_generator.errors import ConfigurationError
from handover_generator.records import record


@record(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What calls (``apis``) and command lines (``commands``) do to the world. ``digest`` names the data they were made from."""

    apis: ApiCatalogue
    commands: commands.CommandRows
    digest: str


def data_texts(prefix: str) -> dict[str, str]:
    """Our own data files whose name starts with ``prefix`` (``py_``, ``cmd_``): name, as messages give it, to text, sorted."""
    return {f"catalogue/data/{name}": text for name, text in _data.texts(prefix).items()}


def load_catalogue(extra: Mapping[str, str] | None = None, *, cache_get: Callable[[str], bytes | None] | None = None,
                   cache_put: Callable[[str, bytes], None] | None = None) -> Catalogue:
    """Load everything.

    Args:
        extra: a repository's own catalogue files, path to text; their rows go before ours. API and command rows may be mixed.
        cache_get: gives the bytes kept under a key, or None. What was compiled is kept so where it cannot lie beside the program, because
            reading the YAML strictly costs twenty times more than reading that. Other states of this program must not share keys.
        cache_put: keeps bytes under a key.

    Raises:
        ConfigurationError: every mistake of every file, each with its place.
    """
    extra = dict(extra or {})
    ours, command_texts = data_texts("py_"), data_texts("cmd_")
    digest = _digest({**ours, **command_texts, **extra})
    known = _kept.read(_beside.read(digest)) if not extra else None
    if known is None and cache_get:
        known = _kept.read(cache_get(digest))
    if known is not None:
        return Catalogue(apis=ApiCatalogue(known.tables), commands=commands.by_name(known.commands), digest=digest)
    problems: list[str] = []
    tables = None
    try:
        tables = _compiled(ours, extra)
    except ConfigurationError as error:
        problems.extend(error.problems)
    rows = None
    try:
        rows = commands.load({**command_texts, **extra})
    except ConfigurationError as error:
        problems.extend(problem for problem in error.problems if problem not in problems)
    if problems or tables is None or rows is None:
        raise ConfigurationError(problems, slug="invalid-catalogue")
    data = _kept.write(_kept.Kept(tables=tables, commands=rows.rows))
    if (extra or not _beside.write(digest, data)) and cache_put:
        cache_put(digest, data)
    return Catalogue(apis=ApiCatalogue(tables), commands=rows, digest=digest)


def load_apis(ours: Mapping[str, str], extra: Mapping[str, str] | None = None) -> ApiCatalogue:
    """The API part alone, of data files given as path to text; ``extra`` and errors as for ``load_catalogue``."""
    return ApiCatalogue(_compiled(ours, dict(extra or {})))


def load_entries(ours: Mapping[str, str], extra: Mapping[str, str] | None = None) -> tuple[list[Entry], list[str]]:
    """The entries of all files and the mistakes found while reading them one by one."""
    problems: list[str] = []
    entries: list[Entry] = []
    for own, texts in ((False, ours), (True, extra or {})):
        for source in sorted(texts):
            try:
                document = strict_yaml.parse(texts[source], source)
            except ConfigurationError as error:
                problems.extend(error.problems)
                continue
            entries.extend(read_entries(document, problems, own=own))
    return entries, problems


def _compiled(ours: Mapping[str, str], extra: Mapping[str, str]) -> Tables:
    entries, problems = load_entries(ours, extra)
    seen: dict[str, Entry] = {}
    for entry in entries:
        first = None if entry.own else seen.setdefault(entry.lib, entry)
        if first is not None and (first.document is not entry.document or first.at != entry.at):
            line, _ = first.document.place(first.at)
            problems.append(entry.document.problem((*entry.at, "lib"),
                                                   f"'{entry.lib}' has an entry already at {first.document.source}:{line}"))
    tables = compile_tables(entries, problems)
    if problems:
        raise ConfigurationError(_in_order(problems), slug="invalid-catalogue")
    return tables


def _in_order(problems: list[str]) -> list[str]:
    """By file (as first met), line and column; each once."""
    def place(problem: str) -> tuple[int, int, int]:
        source, line, column = problem.split(": ", 1)[0].rsplit(":", 2)
        return sources.index(source), int(line), int(column)

    problems = list(dict.fromkeys(problems))
    sources = [problem.split(": ", 1)[0].rsplit(":", 2)[0] for problem in problems]
    return sorted(problems, key=place)


def _digest(texts: Mapping[str, str]) -> str:
    hashed = hashlib.sha256()
    for source in sorted(texts):
        for part in (source, texts[source]):
            hashed.update(part.encode(errors="surrogatepass") + b"\0")
    return hashed.hexdigest()[:32]
