"""``python -m handover_generator`` and the ``handover`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; never returns."""
    from handover_generator.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
