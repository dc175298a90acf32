"""A recording waits for a second pair of ears; parents hear what was released, and only while its words still stand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.i18n import Words
from bot.services.content.files import Placed, read_content
from bot.services.content.loading import read_library, take_in
from bot.services.scene import Setting, Shelf
from bot.services.staff.audit import Audit
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role
from bot.services.voices.voices import Key, VoiceError, Voices
from bot.services.workflow.remarks import Judge
from bot.services.workflow.workflow import Workflow
from bot.store import contents, preferences
from bot.store.database import Database
from bot.store.tables import audit_entry
from bot.store.voices import OUT, WAITING
from tests.fakes import SHANGHAI, FakeClock, real_library
from tests.sounds import length_of, tone

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CLOCK = FakeClock(NOW)
TIP: Key = ("tip", "behavior-listen-first")
GRAVE: Key = ("tip", "grave")
STARTER: Key = ("starter", "starter-0-3-nose")
FAQ: Key = ("faq", next(iter(real_library().faqs)))


def staff(number: int, *roles: Role) -> Signed:
    return Signed(number, f"老师{number}", frozenset(roles), False, "", NOW, "")


TRAINER, REVIEWER = staff(1, Role.TRAINER), staff(2, Role.REVIEWER)
CONTACT = staff(3, Role.FACTORY_CONTACT)


@pytest.fixture
async def voices(database: Database) -> Voices:
    records = [one for one in read_content().records if (one.kind, one.id) in {TIP, STARTER, FAQ}]
    tip = next(one for one in records if (one.kind, one.id) == TIP)
    grave = Placed("tip", "grave", {**tip.record, "id": "grave", "topic": "health"}, "", 1)
    await take_in(database, [*records, grave], NOW)
    return Voices(database, CLOCK, Words(), Audit(database, CLOCK))


async def made(voices: Voices, who: Signed = TRAINER, key: Key = TIP, seconds: float = 2) -> str:
    """The digest of a new recording of the words as they stand."""
    found = await voices.find(*key)
    assert found is not None
    return (await voices.take(who, key, found.digest, tone(seconds))).digest


async def refused(doing: Any) -> str:
    with pytest.raises(VoiceError) as raised:
        await doing
    return raised.value.words


async def heard(database: Database) -> frozenset[Key]:
    """What the bots may play."""
    return (await read_library(database, Words())).voices


async def version(database: Database) -> str | None:
    async with database.reading() as connection:
        return await contents.version(connection)


async def test_nobody_hears_a_recording_before_a_second_person_has_listened(voices: Voices, database: Database) -> None:
    before = await version(database)
    digest = await made(voices)
    assert (await heard(database), await voices.sound(*TIP)) == (frozenset(), None)
    assert await version(database) == before
    await voices.release(REVIEWER, TIP, digest)
    assert await heard(database) == {TIP}
    assert await version(database) != before
    sound = await voices.sound(*TIP)
    assert sound is not None
    assert (sound.mime, sound.seconds) == ("audio/mpeg", 2)
    assert abs(length_of(sound.content) - 2) < 0.25


async def test_of_words_for_a_call_what_is_said_first_and_then_is_read(voices: Voices, database: Database) -> None:
    found = await voices.find(*STARTER)
    assert found is not None
    starter = real_library().starters[STARTER[1]]
    assert found.words == f"{starter.opener}\n{starter.follow_up}"
    await voices.release(REVIEWER, STARTER, await made(voices, key=STARTER))
    assert await heard(database) == {STARTER}


async def test_an_answer_is_never_read_aloud(voices: Voices) -> None:
    assert await voices.find(*FAQ) is None
    assert await voices.find("tip", "no-such-tip") is None
    assert "不用念" in await refused(voices.take(TRAINER, FAQ, "", tone()))


async def test_who_recorded_it_does_not_release_it(voices: Voices, database: Database) -> None:
    digest = await made(voices, REVIEWER)
    assert "另一位同事" in await refused(voices.release(REVIEWER, TIP, digest))
    assert await heard(database) == frozenset()


async def test_in_a_small_team_one_person_may_but_never_for_health(voices: Voices, database: Database) -> None:
    row = {"key": "small_team", "value": True, "changed_at": NOW, "changed_name": ""}
    async with database.writing() as connection:
        await preferences.put(connection, row)
    await voices.release(REVIEWER, TIP, await made(voices, REVIEWER))
    assert await refused(voices.release(REVIEWER, GRAVE, await made(voices, REVIEWER, GRAVE)))
    assert await heard(database) == {TIP}


async def test_a_trainer_releases_nothing_and_a_factory_contact_records_nothing(voices: Voices) -> None:
    digest = await made(voices)
    assert "审核员" in await refused(voices.release(TRAINER, TIP, digest))
    assert "不能录音" in await refused(voices.take(CONTACT, TIP, "", tone()))
    await voices.release(REVIEWER, TIP, digest)
    assert "审核员" in await refused(voices.remove(TRAINER, TIP, OUT))


async def test_until_a_new_recording_is_released_parents_hear_the_old_one(voices: Voices) -> None:
    await voices.release(REVIEWER, TIP, await made(voices))
    await voices.keep_handle(*TIP, (await playing(voices)).digest, "telegram-1")
    second = await made(voices, seconds=4)
    assert (await playing(voices)).seconds == 2
    await voices.release(REVIEWER, TIP, second)
    assert (await playing(voices)).seconds == 4
    assert await voices.handle(*TIP) == ""  # Telegram has the old one under that name


async def playing(voices: Voices) -> Any:
    return await voices.sound(*TIP)


async def test_telegram_s_name_for_a_sound_is_kept_but_not_for_another_sound(voices: Voices) -> None:
    digest = await made(voices)
    await voices.release(REVIEWER, TIP, digest)
    await voices.keep_handle(*TIP, "of the one before", "telegram-0")
    assert await voices.handle(*TIP) == ""
    await voices.keep_handle(*TIP, digest, "telegram-1")
    assert await voices.handle(*TIP) == "telegram-1"
    assert await voices.handle(*STARTER) == ""


async def test_what_was_recorded_anew_meanwhile_is_listened_to_anew(voices: Voices) -> None:
    first = await made(voices)
    await made(voices, seconds=3)
    assert "再听一遍" in await refused(voices.release(REVIEWER, TIP, first))
    assert "再听一遍" in await refused(voices.release(REVIEWER, STARTER, first))


async def test_a_recording_whose_words_were_changed_is_heard_no_more(voices: Voices, database: Database) -> None:
    await voices.release(REVIEWER, TIP, await made(voices))
    waiting = await made(voices)
    await reworded(database)
    assert await heard(database) == frozenset()
    assert "重新念" in await refused(voices.release(REVIEWER, TIP, waiting))
    found = await voices.find(*TIP)
    assert found is not None
    assert found.out is not None
    assert not found.out.fits
    await voices.release(REVIEWER, TIP, await made(voices))
    assert await heard(database) == {TIP}


async def test_words_changed_while_she_read_are_read_anew(voices: Voices, database: Database) -> None:
    found = await voices.find(*TIP)
    assert found is not None
    await reworded(database)
    assert "照新的再念" in await refused(voices.take(TRAINER, TIP, found.digest, tone()))


async def reworded(database: Database) -> None:
    """The text of the tip becomes another one, and is published."""
    setting = Setting(CLOCK, SHANGHAI, Shelf(real_library()))
    workflow = Workflow(database, CLOCK, Judge(Words(), setting), Audit(database, CLOCK))
    record = dict(await workflow.record(*TIP))
    item = await workflow.find(*TIP)
    assert item is not None
    await workflow.save(TRAINER, *TIP, {**record, "text": f"{record['text']}慢慢来。"}, number=item.number)
    await workflow.submit(TRAINER, *TIP)
    await workflow.publish(REVIEWER, *TIP)


async def test_a_recording_taken_away_is_gone_for_everybody(voices: Voices, database: Database) -> None:
    await voices.release(REVIEWER, TIP, await made(voices))
    await made(voices)
    await voices.remove(TRAINER, TIP, WAITING)
    assert await heard(database) == {TIP}
    before = await version(database)
    await voices.remove(REVIEWER, TIP, OUT)
    assert await heard(database) == frozenset()
    assert await version(database) != before
    assert await voices.everything() == []
    assert "拿掉" in await refused(voices.remove(REVIEWER, TIP, OUT))


async def test_everything_that_was_done_is_in_the_log(voices: Voices, database: Database) -> None:
    await voices.release(REVIEWER, TIP, await made(voices))
    await voices.remove(REVIEWER, TIP, OUT)
    async with database.reading() as connection:
        rows = (await connection.execute(select(audit_entry).order_by(audit_entry.c.id))).all()
    assert [(row.act, row.account_id, row.subject) for row in rows] == [
        ("voice_recorded", 1, "/".join(TIP)),
        ("voice_released", 2, "/".join(TIP)),
        ("voice_removed", 2, "/".join(TIP)),
    ]


async def test_what_is_no_recording_is_refused_and_changes_nothing(voices: Voices) -> None:
    found = await voices.find(*TIP)
    assert found is not None
    assert "不是能读的录音" in await refused(voices.take(TRAINER, TIP, found.digest, b"PK a spreadsheet"))
    assert "26秒" in await refused(voices.take(TRAINER, TIP, found.digest, tone(26)))
    assert await voices.everything() == []
