"""Pure analysis: behaviours walked into effects, commands and SQL understood, knowledge, copies, comparison."""
