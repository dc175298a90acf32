"""Words on their way to a channel: pure functions from a prompt to what one API call shows."""
