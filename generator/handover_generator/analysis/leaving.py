"""What leaves with a person: the scripts that get worse, whom to ask instead, what to ask while there is time."""
