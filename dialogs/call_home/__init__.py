"""Calls home: reminders at an hour that suits both sides, and words to begin a call with."""
