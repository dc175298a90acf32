"""The web chat, its routes and its page."""
