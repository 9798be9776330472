"""Files as their languages read them. What a file says of itself is kept from run to run; its syntax tree is made when somebody follows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from handover_generator.model.parts import Parts
from handover_generator.model.source import Claims, Module, SourceFile, Unread
from handover_generator.model.tracing import Language
from handover_generator.pipeline._memory import Memory
from handover_generator.records import replace

# As it is stored: state and module, or for a file that could not be read the reason.
_KIND = dict[str, tuple[str, Module | str]]
_HEADERS = dict[str, tuple[str, Claims]]


class Modules(Mapping[str, Module | Unread]):
    """Path to module, with its syntax tree; ``facts`` has the same without trees, for those who look at every file."""

    def __init__(self, files: Mapping[str, SourceFile], languages: tuple[Language, ...], memory: Memory) -> None:
        kept: Mapping[str, tuple[str, Module | str]] = memory.recall("modules", "", _KIND) or {}
        self.facts: dict[str, Module | Unread] = {}
        self._files = files
        self._memory = memory
        self._whole: dict[str, Module | Unread] = {}
        self._languages: dict[str, Language] = {}
        states: dict[str, tuple[str, Module | str]] = {}
        for path, file in files.items():
            language = next((one for one in languages if one.claims(file)), None) if file.text is not None else None
            if language is None:
                continue
            self._languages[path] = language
            state = f"{language.name} {file.blob}"
            known = kept.get(path)
            if known is not None and known[0] == state:
                self.facts[path] = Unread(path, known[1]) if isinstance(known[1], str) else known[1]
            else:
                whole = self._whole[path] = language.read(file)
                self.facts[path] = replace(whole, tree=None) if isinstance(whole, Module) else whole
            fact = self.facts[path]
            states[path] = state, fact.reason if isinstance(fact, Unread) else fact
        memory.keep_rows("modules", "", states, kept)

    def headers(self, paths: Iterable[str]) -> dict[str, Claims]:
        """What each of these files says of itself; of what no language reads, nothing."""
        kept: Mapping[str, tuple[str, Claims]] = self._memory.recall("headers", "", _HEADERS) or {}
        states: dict[str, tuple[str, Claims]] = {}
        for path in paths:
            if isinstance(self.facts.get(path), Module):
                language = self._languages[path]
                state, known = f"{language.name} {self._files[path].blob}", kept.get(path)
                if known is not None and known[0] == state:
                    states[path] = known
                elif isinstance(module := self[path], Module):
                    states[path] = state, language.header(self._files[path], module)
        self._memory.keep_rows("headers", "", states, kept)
        return {path: claims for path, (_, claims) in states.items()}

    def parts(self, path: str) -> Parts | None:
        """The parts of a file whose language reads files in parts."""
        module = self[path] if path in self.facts else None
        return self._languages[path].parts(self._files[path], module) if isinstance(module, Module) else None

    def __getitem__(self, path: str) -> Module | Unread:
        if path not in self._whole:
            self._whole[path] = self._languages[path].read(self._files[path])
        return self._whole[path]

    def __contains__(self, path: object) -> bool:
        return path in self.facts

    def __iter__(self) -> Iterator[str]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)
