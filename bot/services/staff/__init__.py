"""The people who work with the console: who they are, what they may do, and what is written down of it."""
