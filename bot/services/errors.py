"""What a person at the desk has to know: why Jiayin does not start, or why a message does not go out."""


class CannotStart(Exception):
    """Jiayin cannot start; the message is one line that says why and what to do."""


class Unreachable(Exception):
    """There is no way to the person now; nothing was kept of what was to be sent."""
