"""The replica of the story, written as a git repository."""
