"""How each kind of file starts scripts: one file a kind. ``names`` finds mentions, the kinds say what a mention on a line means."""
