"""A local server that builds the site again when the repository changes: MkDocs' own, over our builds."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from handover_generator.errors import HandoverError, OutputError
from handover_generator.private_folder import PrivateFolder
from handover_generator.writer import build_folder
from handover_generator.writer._swap import exchange


def serve_site(build: Callable[[], Mapping[str, str | bytes]], watch: list[Path], host: str = "127.0.0.1", port: int = 8000) -> None:
    """Build, serve on ``http://host:port/`` and build again after each change below ``watch``, until interrupted.

    A build that fails because of a mistake in somebody's file is told on stderr, and the last good site stays. Changes
    inside ``.git`` count only where the checked-out commit moves.

    Args:
        build: gives the site's sources; runs in this process.
        watch: folders whose changes cause a build.
        host: address to listen on; anything but the local one shows the site to others.
        port: TCP port.

    Raises:
        OutputError: the port cannot be used, or the first build failed.
        HandoverError: whatever the first ``build`` raises.
    """
    from mkdocs.livereload import LiveReloadServer

    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    with PrivateFolder("serve-") as name:
        folder = Path(name)
        root = folder / "site"
        shutil.move(build_folder(build(), folder / "source-0"), root)
        count = 0

        def again() -> None:
            nonlocal count
            count += 1
            source = folder / f"source-{count}"
            try:
                exchange(build_folder(build(), source), root, folder / "aside")
            except HandoverError as error:
                print(f"not built again: {error}", file=sys.stderr)
            finally:
                shutil.rmtree(source, ignore_errors=True)

        try:
            server = LiveReloadServer(builder=again, host=host, port=port, root=str(root))
        except OSError as error:
            raise OutputError(f"cannot serve on {host}:{port}: {error.strerror or error}; choose another --port", slug="serve") from error
        changes = threading.Thread(target=_poll, args=(server, tuple(watch)), daemon=True)
        print(f"Serving on {server.url} (Ctrl-C ends it)", file=sys.stderr)
        changes.start()
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except OSError as error:
            raise OutputError(f"cannot serve on {host}:{port}: {error.strerror or error}; choose another --port", slug="serve") from error
        except KeyboardInterrupt:
            print("stopped", file=sys.stderr)
        finally:
            server.shutdown()


def _poll(server: object, folders: tuple[Path, ...]) -> None:
    """Ask for a build when anything below the folders changes.

    Our own look instead of the server's watcher: that one reports every object git writes below ``.git``, and follows
    links out of the tree.
    """
    last = snapshot(folders)
    condition = server._rebuild_cond  # type: ignore[attr-defined]
    while not server._shutdown:  # type: ignore[attr-defined]
        threading.Event().wait(1.0)
        now = snapshot(folders)
        if now != last:
            last = now
            with condition:
                server._want_rebuild = True  # type: ignore[attr-defined]
                condition.notify_all()


def snapshot(folders: tuple[Path, ...]) -> int:
    """One number over names, sizes and times of all files; of ``.git`` only HEAD, its log and the packed references count."""
    seen = []
    for folder in folders:
        for where, names, files in os.walk(folder):
            names[:] = sorted(name for name in names if name != ".git" and not os.path.islink(os.path.join(where, name)))
            seen += [_stat(os.path.join(where, name)) for name in sorted(files)]
        seen += [_stat(str(folder / ".git" / name)) for name in ("HEAD", "logs/HEAD", "packed-refs")]
    return hash(tuple(seen))


def _stat(path: str) -> tuple[str, int, int]:
    try:
        found = os.lstat(path)
    except OSError:
        return path, -1, -1
    return path, found.st_size, found.st_mtime_ns
