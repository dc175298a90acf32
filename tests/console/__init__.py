"""The console, as those see it who work with it."""
