"""What the program speaks of: frozen values and their small questions. Imports the standard library only."""
