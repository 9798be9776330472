"""A thin MkDocs plugin: adds the hand-over pages to a site that exists already.

```yaml
plugins:
  - search
  - handover: {repo: ., prefix: handover}
```
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from handover_generator.errors import HandoverError
from handover_generator.regexes import regex
from handover_generator.renderers import site

_LINK = regex(r'href="((?:\.\./)*[a-z0-9/-]+)\.html(#[^"]*)?"')
_PREFIX = regex(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)*\Z")


class HandoverConfig(Config):  # type: ignore[no-untyped-call]
    """Settings of the plugin in mkdocs.yml."""

    repo = config_options.Optional(config_options.Dir(exists=True))
    prefix = config_options.Type(str, default="handover")
    enabled = config_options.Type(bool, default=True)


class HandoverPlugin(BasePlugin[HandoverConfig]):  # type: ignore[no-untyped-call]
    """Analyses the repository and adds its pages below ``prefix``."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig | None:
        """Name our style and script, put the hubs into a navigation that lists pages, watch the ownership files."""
        if not self.config.enabled:
            return None
        if not _PREFIX.match(self.config.prefix):
            raise PluginError(
                f"handover: prefix {self.config.prefix!r} must be lower-case letters, digits, '-' and '/', such as 'handover'"
            )
        config.extra_css.append(self._below(site.STYLE))
        config.extra_javascript.append(self._below(site.SCRIPT))
        if config.nav is not None and self.config.prefix + "/" not in repr(config.nav):
            config.nav.append({"Hand-over": [{title: self._below(hub)} for title, hub in site.navigation()]})
        statements = self._root(config) / "handover"
        if statements.is_dir():
            config.watch.append(str(statements))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files | None:
        """Add our pages and assets. Links between them are relative, so MkDocs needs to know nothing of them."""
        if not self.config.enabled:
            return None
        from handover_generator import pipeline

        try:
            findings = pipeline.analyse(pipeline.Options(root=self._root(config)))
        except HandoverError as error:
            raise PluginError(f"handover: {error}") from error
        hubs = {hub for _, hub in site.navigation()}
        for path, text in site.render_pages(findings).items():
            # Only hubs may stand in the navigation: with thousands of scripts it would make up most of every page.
            level = InclusionLevel.UNDEFINED if path in hubs else InclusionLevel.NOT_IN_NAV
            files.append(File.generated(config, self._below(path), content=text, inclusion=level))
        for path, content in site.assets().items():
            if path != site.SHIM or "material/offline" in config.plugins or "offline" in config.plugins:    # which alone may ask for it
                files.append(File.generated(config, self._below(path), content=content))
        return files

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Our links end in ``.html``; a site with directory addresses needs them to end in ``/``."""
        origin = page.file.src_uri
        if not self.config.enabled or not config.use_directory_urls or not origin.startswith(self.config.prefix + "/"):
            return None

        def directory(found: re.Match[str]) -> str:
            target = files.get_file_from_path(posixpath.normpath(posixpath.join(posixpath.dirname(origin), found[1] + ".md")))
            return found[0] if target is None else f'href="{target.url_relative_to(page.file)}{found[2] or ""}"'

        return _LINK.sub(directory, html)

    def _below(self, path: str) -> str:
        return f"{self.config.prefix}/{path}"

    def _root(self, config: MkDocsConfig) -> Path:
        path: Any = self.config.repo or Path(config.config_file_path or ".").parent
        return Path(path)
