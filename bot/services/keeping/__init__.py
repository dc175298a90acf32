"""Backups, putting them back, and the wishes that a backup must not undo."""
