"""``python -m handover_generator`` and the ``handover`` command."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line; never returns."""
    _look_only_at_home()
    _open_closed_streams()
    try:
        from handover_generator.cli import run
    except KeyboardInterrupt:            # before anything was begun; later ones are told by the command line
        sys.exit(130)

    gc.set_threshold(2_000_000, 50, 1_000)      # what is read is needed to the end: looking for rubbish in it costs a third of a run
    code = run(sys.argv[1:])
    gc.freeze()          # the end comes anyway: no last search for rubbish among everything that was read
    sys.exit(code)


def _look_only_at_home() -> None:
    """Take the current folder off the import path, where ``python -m`` puts it first.

    It may be the analysed repository, and a ``yaml.py`` there must not be taken for the library: nothing of the repository ever runs.
    """
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    try:
        here = os.getcwd()
    except OSError:                      # it was deleted: nothing can be imported from it
        return
    sys.path[:] = [entry for entry in sys.path if os.path.isabs(entry) and (entry == home or os.path.abspath(entry) != here)]


def _open_closed_streams() -> None:
    """Give what a caller closed (``>&-``) a null device, or the next opened file would take its number and receive what is printed."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)        # takes the lowest free number, which is this one
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115  (lives as long as the program)


if __name__ == "__main__":
    main()
