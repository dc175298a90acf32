"""Safeguarding cases: who is called, what is done step by step, and what is written down."""
