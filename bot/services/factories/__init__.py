"""Factories: their register, the sheet of their facts, what is left to do before they open, their posters."""
