"""The language that dialogs are written in: prompts, steps, moves, and the one order of meaning."""
