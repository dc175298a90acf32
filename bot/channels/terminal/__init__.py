"""The terminal as a channel: line in, replies out, choices numbered."""
