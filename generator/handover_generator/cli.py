"""The command line: arguments, messages, exit codes; nothing else. Heavy imports live inside the commands."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from handover_generator import __version__
from handover_generator.errors import HandoverError, OutputError, UsageError

if TYPE_CHECKING:
    from handover_generator.model.findings import Findings
    from handover_generator.pipeline import Options

F = TypeVar("F", bound=Callable[..., Any])

# Full, read-only or forbidden: no mistake of ours.
_REFUSALS = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE, errno.EIO))

_EXIT_CODES = """
\b
Exit codes: 0 fine; 1 the gate is closed, or not allowed here; 2 wrong usage or
invalid configuration; 3 the repository cannot be read as asked; 70 we crashed.
"""


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code. No traceback reaches the user: a crash writes a report and says where."""
    try:
        result = main.main(args=list(arguments), prog_name="handover", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        click.echo("stopped", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except HandoverError as error:
        click.echo(f"handover: {_shown(str(error))}", err=True)
        return error.exit_code
    except BrokenPipeError:
        _close_quietly()
        return 0
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
        return 130
    except OSError as error:
        # tempfile tells "no folder takes temporary files" as a missing file.
        if error.errno not in _REFUSALS and "temporary directory" not in str(error):
            return _crashed(error, arguments)
        where = f" ({_shown(str(error.filename))})" if error.filename is not None else ""
        click.echo(f"handover: the system does not let us go on: {error.strerror or error}{where}; what was there before is unchanged", err=True)
        return OutputError.exit_code
    except Exception as error:  # the one place where everything is caught: the promise is "no traceback"
        return _crashed(error, arguments)
    return result if isinstance(result, int) else 0


def _shown(text: str) -> str:
    from handover_generator.textgate import to_console

    # The gate takes spaces off both ends; those at the beginning of a line say to what it belongs. A line that is quoted below a message is kept
    # as it is written, so that the column of the message fits.
    return "\n".join(to_console(line, multiline=True) if line.startswith("    ") else " " * (len(line) - len(line.lstrip(" "))) + to_console(line)
                     for line in text.split("\n"))


def _crashed(error: Exception, arguments: Sequence[str]) -> int:
    import platform
    import tempfile
    import traceback

    from handover_generator.textgate import redact

    text = (f"handover {__version__}, Python {platform.python_version()}, {platform.system()}\narguments: {list(arguments)}\n\n"
            + "".join(traceback.format_exception(error)))
    try:
        with tempfile.NamedTemporaryFile("w", prefix="handover-crash-", suffix=".txt", delete=False, encoding="utf-8",
                                         errors="backslashreplace") as report:
            report.write(redact(text))
        told = f"The report is in {report.name}: please attach it to an issue."
    except OSError:
        told = "The report could not be written; run it again with TMPDIR set to a folder with room."
    click.echo(f"handover: a mistake of ours ({type(error).__name__}); nothing was changed. {told}", err=True)
    return 70


class _Command(click.Command):
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            if "extra argument" in error.message and any(option.name == "root" for option in self.params):
                raise click.UsageError(f"{error.message}; the repository is named with --repo DIRECTORY", ctx) from None
            if isinstance(error, click.NoSuchOption) and ctx.info_name == "explain":
                raise click.UsageError(f"{error.format_message().rstrip('.')}; quote a command line with options of its own: "
                                       f"handover explain 'SCRIPT {error.option_name}'", ctx) from None
            raise


class _Commands(click.Group):
    command_class = _Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)           # in the order a newcomer meets them


@click.group(cls=_Commands, epilog=_EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="handover")
def main() -> None:
    """Hand-over documentation mined from a repository: what each script does to the world, where it may run, who still knows it, and what
    nobody wrote down. Nothing of the repository is ever executed.
    """


def _common(function: F) -> F:
    options = [
        click.option("--repo", "root", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="The repository (default: here)."),
        click.option("--at", metavar="REV", help="Analyse a commit instead of the work tree."),
        click.option("--config", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="One more ownership file."),
        click.option("--no-cache", is_flag=True, help="Neither read nor write the cache."),
        click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="With 2 or more, git's history is read while the code is."),
        click.option("--anonymise", is_flag=True, help="Numbers instead of names of people."),
        click.option("-q", "--quiet", is_flag=True, help="No progress and no notes."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


@contextmanager
def _working(quiet: bool) -> Iterator[tuple[Callable[[str], None], Callable[[str], None]]]:
    """Progress for a terminal, after a second of work; notes on stderr."""
    def note(text: str) -> None:
        if not quiet:
            click.echo(f"note: {_shown(text)}", err=True)

    if quiet or not sys.stderr.isatty():
        yield (lambda _: None), note
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("opening the repository") as status:
        yield (lambda text: status.update(_escape(text))), note


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape(_shown(text))


def _options(root: Path, at: str | None, config: Path | None, no_cache: bool, jobs: int, anonymise: bool, progress: Callable[[str], None],
             note: Callable[[str], None]) -> Options:
    from handover_generator.pipeline import Options

    return Options(root=root, at=at, cache=not no_cache, jobs=jobs, config=config, anonymise=anonymise, progress=progress, note=note)


def _analyse(common: dict[str, Any]) -> Findings:
    from handover_generator.pipeline import analyse

    quiet = common["quiet"]
    with _working(quiet) as (progress, note):
        findings = analyse(_options(common["root"], common["at"], common["config"], common["no_cache"], common["jobs"], common["anonymise"],
                                    progress, note))
    if not quiet:
        for text in findings.inventory.repository.notes:
            click.echo(f"note: {_shown(text)}", err=True)
    return findings


_FORMATS = "handover_generator.renderers.formats"
"""Its modules are called ``<command>_<name of the format>``, so that one is found without importing the others."""


def _render(command: str, name: str, subject: object) -> str:
    from handover_generator.model.rendering import Format
    from handover_generator.registry import member, modules

    if f"{command}_{name}" not in modules(_FORMATS):
        raise UsageError(f"'{name}' is no format of handover {command}", slug="unknown-format")
    text: str = member(_FORMATS, f"{command}_{name}", "FORMAT", Format).render(subject)
    return text


class _FormatOf(click.ParamType[str]):
    """A format name, checked against the registry only when one is given, so that --help stays quick."""

    name = "format"

    def __init__(self, command: str) -> None:
        self.command = command

    def names(self) -> list[str]:
        from handover_generator.registry import modules

        found = (module.partition("_") for module in modules(_FORMATS))
        return sorted(name for command, _, name in found if command == self.command)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in (names := self.names()):
            self.fail(f"'{value}' is not one of {', '.join(names)}.", param, ctx)
        return str(value)


@contextmanager
def _heard() -> Iterator[None]:
    """Printing to a reader that may have seen enough (head, less). The exit code stays what the answer is: "not allowed" is no 0."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _close_quietly()


def _close_quietly() -> None:
    """The null device in place of a pipe nobody reads keeps the interpreter's last flush quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _may_deliver(output: Path | None) -> None:
    """Tells before the long work that its result could not be written."""
    if output is not None:
        from handover_generator.writer import check_file

        check_file(output)


def _deliver(text: str, output: Path | None) -> None:
    if output is None:
        if text:                             # nothing to say is no byte at all: a bot posts what it is given
            with _heard():
                click.echo(text, nl=not text.endswith("\n"))
        return
    from handover_generator.writer import write_text

    write_text(output, text)


@main.command(short_help="Write the replica of the story and build its site: run this first.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("handover-demo"))
@click.option("-q", "--quiet", is_flag=True, help="No progress and no notes.")
def demo(folder: Path, quiet: bool) -> None:
    """Write the replica of the story as a git repository and build its site: the first thing to run."""
    from handover_generator.demo import write_replica
    from handover_generator.pipeline import Options, analyse
    from handover_generator.renderers.site import render_site
    from handover_generator.writer import write_site

    repository, site = folder / "pilots", folder / "site"
    with _working(quiet) as (progress, note):
        progress("writing the replica")
        write_replica(repository)
        findings = analyse(Options(root=repository, progress=progress, note=note))
        progress("building the site")
        write_site(render_site(findings), site)
    click.echo(f"The replica:  {repository}\nIts site:     {site / 'index.html'}\n\nOpen the site in a browser, then ask at the terminal:\n"
               f"  {_called()} explain scripts/reset_pilot.py --repo {repository} --in production")


def _called() -> str:
    """How this program is started here: its name if a terminal finds it by that, else the way it was called just now."""
    import shutil

    started = sys.argv[0]
    found = shutil.which("handover")
    known = found is not None and os.path.realpath(found) == os.path.realpath(started)
    return "handover" if known or not os.path.basename(started).startswith("handover") else started


@main.command(short_help="Draft handover/*.yml from what is found.")
@_common
def init(**common: Any) -> None:
    """Draft handover/*.yml from what is found. Existing files are never overwritten."""
    from handover_generator.renderers.drafts import draft_yaml
    from handover_generator.writer import write_text

    findings = _analyse(common)
    top = _top(common["root"])
    texts = draft_yaml(findings)
    if not texts:
        click.echo("Nothing to draft: handover/*.yml states people, environments and scripts already. Go on with: handover check")
        return
    for name, text in sorted(texts.items()):
        target = top / name
        if target.exists() or target.is_symlink():
            click.echo(f"kept      {name} (it exists)")
            continue
        write_text(target, text, within=top)
        click.echo(f"drafted   {name}")
    click.echo("Fill in what is marked TODO, then run: handover check")


def _top(root: Path) -> Path:
    from handover_generator.sources.git import open_repository

    with open_repository(root) as repository:
        if repository.work_tree is None:
            raise OutputError(f"{root} is a bare repository: there is no work tree to write drafts into; clone it first", slug="no-work-tree")
        return repository.work_tree


@main.command(short_help="Every script: its list, what it does, its owner.")
@_common
@click.option("--format", "form", type=_FormatOf("scan"), help="table, json or csv (default: table).")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead of the terminal.")
def scan(form: str | None, output: Path | None, **common: Any) -> None:
    """The inventory: every script, what it does, its worst gap."""
    _may_deliver(output)
    findings = _analyse(common)
    if form is None and output is None and sys.stdout.isatty():
        from handover_generator.renderers.terminal import print_inventory

        with _heard():
            print_inventory(findings)
        return
    _deliver(_render("scan", form or "table", findings), output)


@main.command(short_help="What SCRIPT would do and whether it may, or whom to ask in a folder.")
@_common
@click.argument("script")
@click.argument("command", nargs=-1, metavar="[COMMAND]")
@click.option("--in", "place", metavar="PLACE", help="The environment it would run in.")
@click.option("--trails", is_flag=True, help="All trails and everything that could not be read.")
@click.option("--format", "form", type=_FormatOf("explain"), default="text", help="text or json.")
def explain(script: str, command: tuple[str, ...], place: str | None, trails: bool, form: str, **common: Any) -> int:
    """What SCRIPT, or one COMMAND of it, would do, and whether it may run in PLACE. Exit 1 where it is not allowed.

    SCRIPT may be a command line, quoted: then the script that it starts is told. It may be a folder: then who knows its scripts is told, and whom to
    ask about each; or words that somebody said.
    """
    from handover_generator.pipeline import explanation
    from handover_generator.pipeline.asked import asked, folder_asked

    findings = _analyse(common)
    folder = None if command or place is not None else folder_asked(findings, script, common["root"])
    if folder is not None:
        _deliver(_render("folder", form, folder), None)
        return 0
    meant = asked(findings, script, command, root=common["root"])
    if meant.note is not None and not common["quiet"]:
        click.echo(f"note: {_shown(meant.note)}", err=True)
    told = explanation(findings, meant.path, place=place, trails=trails, command=meant.command, goes_to=meant.places)
    _deliver(_render("explain", form, told), None)
    return 1 if told.allowed is False else 0


@main.command(short_help="Build the site of a repository.")
@_common
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("handover-site"), help="Folder of the finished site.")
@click.option("--markdown", is_flag=True, help="Write the Markdown and mkdocs.yml instead, for a builder of your own.")
def build(output: Path, markdown: bool, **common: Any) -> None:
    """Build the site. It works from disk and loads nothing from outside."""
    from handover_generator.renderers.site import render_site
    from handover_generator.writer import check_output, write_site, write_sources

    check_output(Path(os.path.abspath(output)))        # before minutes of work end in a refusal
    findings = _analyse(common)
    with _working(common["quiet"]) as (progress, _):
        progress("building the site")
        (write_sources if markdown else write_site)(render_site(findings), output)
    click.echo(str(output / ("mkdocs.yml" if markdown else "index.html")))


@main.command(short_help="Build the site, serve it here, build again after each change.")
@_common
@click.option("--host", default="127.0.0.1", help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, help="Port to listen on.")
def serve(host: str, port: int, **common: Any) -> None:
    """Build the site and serve it here, again after each change."""
    from handover_generator.renderers.site import render_site
    from handover_generator.writer import serve_site

    root = common["root"]
    serve_site(lambda: render_site(_analyse(common)), [root], host, port)


@main.command(short_help="The gate for CI: gaps against policy and baseline.")
@_common
@click.option("--format", "form", type=_FormatOf("check"), default="text", help="text, json, sarif, github or gitlab.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to a file.")
@click.option("--fail-on", type=click.Choice(["note", "low", "medium", "high", "critical", "never"]),
              help="Lowest severity that closes the gate; never: no gap does.")
@click.option("--strict", is_flag=True, help="What could not be read closes the gate as well.")
@click.option("--baseline", type=click.Path(path_type=Path, dir_okay=False), help="Known gaps; only new ones close the gate.")
@click.option("--update-baseline", is_flag=True, help="Write the baseline file anew from what is found.")
def check(form: str, output: Path | None, fail_on: str | None, strict: bool, baseline: Path | None, update_baseline: bool, **common: Any) -> int:
    """Gaps against policy and baseline: the gate for CI. Exit 1 when it is closed."""
    from handover_generator.gate import load_baseline
    from handover_generator.pipeline import gate_of
    from handover_generator.writer import write_text

    _may_deliver(output)
    if baseline is not None and not update_baseline:
        load_baseline(baseline)              # what is wrong with it is told before the long work
    findings = _analyse(common)
    if update_baseline:
        from handover_generator.gate import baseline_of, baseline_text

        if baseline is None:
            raise UsageError("--update-baseline needs --baseline FILE to write to", slug="baseline-missing")
        known = baseline_of(findings)
        write_text(baseline, baseline_text(known))
        rest = len(findings.gaps) - len(known.entries)
        left_out = f"; {rest} that no baseline may hold stay" if rest else ""
        click.echo(f"wrote {baseline} with {len(known.entries)} gaps{left_out}", err=True)
        return 0
    report = gate_of(findings, fail_on=fail_on, strict=strict, baseline=baseline)
    _deliver(_render("check", form, report), output)
    return 1 if report.gate is not None and report.gate.closed else 0


@main.command(short_help="What a change does to effects, guards, places and text.")
@_common
@click.argument("base")
@click.argument("head", required=False)
@click.option("--format", "form", type=_FormatOf("review"), default="text", help="text, markdown or json.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
def review(base: str, head: str | None, form: str, output: Path | None, **common: Any) -> None:
    """What a change does to effects, guards, places, dependencies and text: HEAD (default: the work tree) against BASE."""
    from handover_generator.analysis.compare import compare
    from handover_generator.pipeline import texts_at

    _may_deliver(output)
    at = head or common["at"]
    before = _analyse({**common, "at": base})
    after = _analyse({**common, "at": at, "quiet": True})
    _deliver(_render("review", form, compare(before, after, texts_at(common["root"], at))), output)


@main.command(short_help="The leaving pack of PERSON: what goes, and what to ask.")
@_common
@click.argument("person")
@click.option("--format", "form", type=_FormatOf("leave"), help="text, markdown, html or json (default: text; markdown with --output).")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
def leave(person: str, form: str | None, output: Path | None, **common: Any) -> None:
    """The leaving pack of PERSON: what gets worse without them, worst first, with the questions to ask while they can be asked."""
    from handover_generator.pipeline import leaving

    _may_deliver(output)
    findings = _analyse(common)
    named = _analyse({**common, "anonymise": False, "quiet": True}) if common["anonymise"] else None
    form = form or ("text" if output is None else "markdown")
    _deliver(_render("leave", form, leaving(findings, person, named)), output)


@main.command(short_help="A header for SCRIPT, to copy and complete.")
@_common
@click.argument("script")
def draft(script: str, **common: Any) -> None:
    """A header for SCRIPT with mined facts filled in and what only people know left open. Nothing is written into the source."""
    from handover_generator.pipeline.asked import asked
    from handover_generator.renderers.drafts import draft_header

    findings = _analyse(common)
    path = asked(findings, script, root=common["root"]).path
    _deliver(draft_header(findings.inventory.by_path[path], findings), None)
