"""Plain bots to measure against."""
