"""Shell: parsing, values, and the walk that turns scripts into routines."""
