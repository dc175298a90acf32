"""The text of the week for a factory's group: by the season of the year first, then by the week of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

from dialogs.library import Library

_THURSDAY = 3


def weekly_text(library: Library, day: date) -> str:
    """What the group reads in the week of `day`, the same from Monday to Sunday; empty where nobody wrote anything.

    Of several seasons the one that began last comes first. As in the calendar, Thursday says what week it is.
    """
    thursday = day + timedelta(days=_THURSDAY - day.weekday())
    begun = [(start, season.name) for season in library.seasons if (start := season.began(thursday))]
    wanted = [(name, (thursday - start).days // 7 + 1) for start, name in sorted(begun, reverse=True)]
    texts = {(one.season, week): one.text for one in library.weekly for week in one.weeks}
    return next((texts[key] for key in (*wanted, ("", thursday.isocalendar().week)) if key in texts), "")
