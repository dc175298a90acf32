"""A long list opens fast."""

from __future__ import annotations

from statistics import median
from time import perf_counter

from bot.services.workflow.taking import take_files
from bot.store import workflow
from bot.store.database import Database
from bot.store.listing import Condition, Listing
from tests.content import shelf
from tests.store.rows import NOW


async def test_a_page_of_five_thousand_tips_is_there_before_a_thumb_is_lifted(database: Database) -> None:
    topics = ("call_home", "feelings", "safety", "health")
    records = {
        ("tip", f"tip-{number}"): {
            **shelf.tip(id=f"tip-{number}", topic=topics[number % 4], text=f"第{number}条：先叫他小名，再说一件小事。"),
            "review_due": "2027-11-01",
        }
        for number in range(5000)
    }
    async with database.writing() as connection:
        await take_files(connection, records, "1", NOW)
    wanted = (
        Listing(),
        Listing(skip=2500, sorts=(("title", False),)),
        Listing(words="小名 4321"),
        Listing(conditions=(Condition("topic", "is", "health"), Condition("bands", "contains", "6-9")), limit=100),
    )
    for listing in wanted:
        times = []
        for _once in range(5):
            start = perf_counter()
            async with database.reading() as connection:
                page = await workflow.listed(connection, "tip", listing)
                count = await workflow.counted(connection, "tip", listing)
            times.append(perf_counter() - start)
        assert 0 < len(page) <= listing.limit <= max(count, listing.limit)
        assert median(times) < 0.3, listing
