"""The web chat: a page for any phone's browser, and the routes behind it."""
