"""What a page of a list is asked for with; pages ask, services hand it to the store."""

from __future__ import annotations

from bot.store.listing import Condition, Listing

__all__ = ["Condition", "Listing"]
