"""What keeps Jiayin from starting."""


class CannotStart(Exception):
    """Jiayin cannot start; the message is one line that says why and what to do."""
