"""E-mail: alerts to duty officers through the operator's own mail server."""
