"""Catalogue rows as the engine uses them."""

from __future__ import annotations

from handover_generator.records import field, record

RESULTS = "results"
"""The part of the catalogue under which what a known call gives stands, of which nothing more is said."""


@record(frozen=True, slots=True, kw_only=True)
class When:
    """A case of a row that an argument decides. ``role``: as in ``ApiRow.target``; ``pattern``: fnmatch pattern over the
    literal text of the argument, or one of ``<unknown>`` (given but not literal), ``<missing>``, ``<true>``, ``<false>``, ``<given>``,
    ``<self>`` (the process itself).
    First case that holds wins; fields that are None keep the row's value.
    """

    role: tuple[str, ...]
    pattern: str
    do: str | None = None
    destructive: bool | None = None
    what: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class ApiRow:
    """What calling (or, without ``()``, touching) an access path does.

    ``do``: an action (read, write, delete, execute, send), or
      neutral      looked at and harmless;
      output       tells a person something (print, logging);
      confirm      asks a person and returns the answer (input, click.confirm);
      exit         ends the program (sys.exit);
      env          reads an environment variable named by ``target``;
      calls        calls the function given as ``target`` (Thread(target=), map, executor.submit);
      partial      returns the function given as ``target``, arguments bound;
      command      runs ``target`` as argv (list) or, with ``shell_if`` true or a plain string given to a shell function, as shell text;
      feeds        gives ``target`` to a program that was started before (Popen.communicate);
      program      runs the program named by ``target`` with the positional arguments as its words;
      shell        runs ``target`` as shell text;
      sql          executes ``target`` as SQL;
      code         executes ``target`` as code that cannot be seen (eval, exec);
      import       imports the module named by ``target``;
      aws          an AWS operation: service from the receiver's first argument, operation from the member name;
      transaction  what is inside is rolled back on failure (guard);
      lock         takes a lock (guard);
      flag         declares a command line option (argparse add_argument, click.option);
      register     makes its argument a handler (signals, routes); decorator forms included;
      django-command  runs the management command named by ``target``.
    ``resource``: catalogue resource; ``target``: roles tried in order, of the forms in ``model.roles``. At ``[]``, ``__setitem__()`` and
    ``__delitem__()`` the key is ``arg0``, at ``__setattr__()`` the member's name.
    ``saves``: roles naming the file of this machine that it writes besides, where it fetches something into one.
    ``everything_if``: what makes it hit everything: ``always``, ``no-filter``, or roles that are empty or not given (``arg0|query=empty``,
    ``arg0=missing``). ``host``: roles naming the remote host on which a ``command``, ``shell`` or ``sql`` runs.
    ``service``: a name for dependencies (postgresql, redis, s3). ``package``: its distribution's import root.
    """

    lib: str
    path: str
    do: str
    resource: str | None = None
    what: str = ""
    target: tuple[str, ...] = ()
    destructive: bool = False
    everything_if: str | None = None
    shell_if: tuple[str, ...] = ()
    cases: tuple[When, ...] = ()
    service: str | None = None
    stdin: tuple[str, ...] = ()
    cwd: tuple[str, ...] = ()
    host: tuple[str, ...] = ()
    saves: tuple[str, ...] = ()
    dialect: str | None = None
    returns: str | None = None
    examples: tuple[str, ...] = field(default=(), compare=False)
    near_misses: tuple[str, ...] = field(default=(), compare=False)

    @property
    def whole(self) -> bool:
        """Whether only the package as a whole is known to be harmless."""
        return self.do == "neutral" and self.lib != RESULTS and ("." not in self.path or self.path.endswith("**"))
