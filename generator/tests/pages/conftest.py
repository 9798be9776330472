"""The site of the replica, built once, and a browser to look at it."""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handover_generator import pipeline
from handover_generator.demo import write_replica
from handover_generator.model.findings import Findings
from handover_generator.renderers.site import render_site
from handover_generator.writer import write_site


@pytest.fixture(scope="session")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """What the program makes of the replica."""
    folder = tmp_path_factory.mktemp("replica") / "pilots"
    write_replica(folder)
    return pipeline.analyse(pipeline.Options(root=folder, cache=False, today="2026-11-23"))


@pytest.fixture(scope="session")
def site(findings: Findings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished site."""
    folder = tmp_path_factory.mktemp("site") / "pilots"
    write_site(render_site(findings), folder)
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The site's address on this machine."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="session")
def dom(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Opens an address in a headless browser that can reach nobody but this machine; gives the page as it stands at the end."""
    browser = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip("no Chromium here")
    profile = tmp_path_factory.mktemp("profile")

    def open_it(address: str, *options: str, seconds: int = 8) -> str:
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
                   "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                   f"--virtual-time-budget={seconds * 1000}", "--dump-dom", *options, address]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return open_it
