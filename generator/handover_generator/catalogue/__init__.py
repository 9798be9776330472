"""What calls and commands do to the world: data in ``data/*.yml`` and its strict loader."""
