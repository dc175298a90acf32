"""Danger: the prepared reply, the three questions, and how it ends."""
