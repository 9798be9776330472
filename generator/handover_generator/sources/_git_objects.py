"""Many objects through one ``git cat-file --batch``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handover_generator.sources.git import GitRepository


def read_objects(repository: GitRepository, ids: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
    """Each id with the object's bytes, in the order given; None where the object is absent or damaged.

    Args:
        repository: an open repository.
        ids: full ids. No id is asked for twice: pass each once.
    """
    wanted = list(ids)
    while wanted:
        place = 0
        for place, content in enumerate(_batch(repository, wanted), start=1):
            yield wanted[place - 1], content
        # git gives up at an object it finds damaged; those after it are asked for again, without it.
        if place < len(wanted):
            yield wanted[place], None
        wanted = wanted[place + 1:]


def _batch(repository: GitRepository, wanted: list[str]) -> Iterator[bytes | None]:
    buffer = bytearray()
    with repository.stream("cat-file", "--batch", stdin="".join(f"{id_}\n" for id_ in wanted).encode("ascii")) as process:
        for block in process.blocks():
            buffer += block
            start = 0
            while (end := buffer.find(b"\n", start)) >= 0:
                words = buffer[start:end].split(b" ")
                if len(words) != 3:                      # "<id> missing"
                    yield None
                    start = end + 1
                    continue
                stop = end + 1 + int(words[2])
                if len(buffer) <= stop:
                    break
                yield bytes(buffer[end + 1:stop])
                start = stop + 1
            del buffer[:start]


def object_sizes(repository: GitRepository, ids: Iterable[str]) -> dict[str, int | None]:
    """The size of each object in bytes, None where it is absent."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    status, output, _ = repository.runner.run("cat-file", "--batch-check=%(objectname) %(objectsize)",
                                              stdin="".join(f"{id_}\n" for id_ in wanted).encode("ascii"))
    sizes: dict[str, int | None] = dict.fromkeys(wanted)
    for line in output.splitlines() if status == 0 else ():
        name, _, size = line.decode("ascii", "replace").partition(" ")
        if name in sizes and size.isdigit():
            sizes[name] = int(size)
    return sizes
