"""Questions in a parent's own words: answered from what trainers wrote, or passed on to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from dialogs.answers import answer_card, share_texts, wants_home
from dialogs.effects import Consent, ForwardToTrainer, Purpose
from dialogs.engine.entry import Entry
from dialogs.engine.events import Verb
from dialogs.engine.prompt import Choice, Prompt, ask, plain
from dialogs.engine.step import Again, Done, Go, Move, Open, Step
from dialogs.facts import Agreement, Facts
from dialogs.hotlines import PLACEHOLDER, spoken
from dialogs.language.danger import screen
from dialogs.language.questions import Decision, Match
from dialogs.language.questions_asking import asks
from dialogs.library import Faq
from dialogs.pin import read_pin
from dialogs.text import Text, Verbatim, _

MOST_CHOICES = 3
NEARLY_AS_LIKELY = 0.6
SHORTEST_QUESTION = 6
LONGEST_QUESTION = 1000


def door(facts: Facts, subject: str) -> Move:
    """Without words: asks for the question. With words: answers them, or offers to pass them on."""
    if not subject:
        return Go(WriteQuestion())
    return matched(subject, facts) or unanswered(subject, facts)


def human(facts: Facts, _subject: str) -> Move:
    return Go(WriteToTrainer())


def matched(words: str, facts: Facts) -> Move | None:
    """The answer, or a choice of up to three questions; None when nothing fits."""
    found = facts.library.questions.match(words)
    if found.decision is Decision.NONE:
        return None
    if found.decision is Decision.ANSWER:
        return answered(facts.library.faqs[found.matches[0].id], facts)
    return Go(ChooseQuestion(_likely(found.matches, words, facts), words[:LONGEST_QUESTION]))


def _likely(matches: Sequence[Match], words: str, facts: Facts) -> tuple[str, ...]:
    """Up to three ids; where the words touch a danger, past or feared, what lies close to it comes first."""
    near = matches[0].score * NEARLY_AS_LIKELY
    trigger = screen(words).trigger
    close = [match.id for match in matches if trigger and facts.library.faqs[match.id].trigger is trigger]
    ids = dict.fromkeys([*close, *(match.id for match in matches if match.score >= near)])
    return tuple(ids)[:MOST_CHOICES]


def courtesy(words: str, facts: Facts) -> Move | None:
    """Thanks and greetings are answered as such; a stranger is welcomed instead."""
    said = plain(words)
    if facts.agreement is Agreement.UNASKED or said.isdigit() or not facts.library.questions.match(words).small_talk:
        return None
    if "谢" in said:
        return Done((_("You are welcome. Write to me whenever something comes up."),))
    return Done((_("I am here. Write whatever is on your mind about the child or the elders, or “menu”."),))


def answered(faq: Faq, facts: Facts) -> Move:
    """The trainer's words; then, where a number in them needs it, the home town is asked once."""
    card = answer_card(faq, facts)
    if not wants_home(faq, facts):
        return Done((card,))
    lines = ",".join(name for name in PLACEHOLDER.findall(faq.answer) if name in facts.library.hotlines)
    return Open(Entry.HOME, subject=lines, say=(card,))


def unanswered(words: str, facts: Facts) -> Move:
    if not facts.agreed:
        return Done((_("I have no answer to that. Trainers can read it once you have agreed: write “start”."),))
    return Go(OfferTrainer(words[:LONGEST_QUESTION]))


def lost(words: str, misses: int, facts: Facts) -> Move:
    """Nothing understood: a person for what is plainly a question, and after two misses; else the menu's name."""
    said = plain(words)
    if read_pin(words) is not None:  # four digits may be a PIN, and nobody may be offered it
        return Done((_("I did not quite understand that. Please say it in other words, or write “menu”."),))
    asking = len(said) >= SHORTEST_QUESTION and asks(words)
    if facts.agreed and said and (asking or misses >= 2):
        return Go(OfferTrainer(words[:LONGEST_QUESTION]))
    return Done((_("I did not quite understand that. Please say it in other words, or write “menu”."),))


def chosen(verb: Verb, facts: Facts) -> Move:
    """A button under an answer."""
    faq = facts.library.faqs.get(verb.subject)
    if verb.verb == "human":
        return Open(Entry.HUMAN)
    if faq is None or (verb.verb != "now" and not faq.share):
        return Done((_("That answer has been rewritten. Please ask again."),))
    if verb.verb == "now" and faq.trigger:
        return Open(Entry.DANGER, subject=faq.trigger)
    return Done(share_texts(faq))


def passing_on_notice(facts: Facts) -> Text:
    """Who will read what she passes on."""
    operator = facts.around.operator.name or _("the operator")
    return spoken(facts.library.notice("consent_questions", facts.profile.language), facts, operator=operator)[0]


@dataclass(frozen=True)
class WriteQuestion(Step):
    """Open question; any words are the question."""

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("What would you like to know? Write it as you would say it."),
            choices=(Choice("back", _("Never mind")),),
            bare_numbers=True,
        )

    def chose(self, key: str, facts: Facts) -> Move:
        return Done((_("All right. Write to me whenever something comes up."),))

    def heard(self, words: str, facts: Facts) -> Move | None:
        return door(facts, words.strip()[:LONGEST_QUESTION]) if plain(words) else None


@dataclass(frozen=True)
class ChooseQuestion(Step):
    """Up to three likely questions, numbered, plus none of them."""

    is_offer: ClassVar[bool] = True

    ids: tuple[str, ...]
    words: str

    def ask(self, facts: Facts) -> Prompt:
        known = [facts.library.faqs[id] for id in self.ids if id in facts.library.faqs]
        choices = [Choice(str(number), Verbatim(faq.question)) for number, faq in enumerate(known, start=1)]
        choices.append(Choice("none", _("None of these"), ("都不是", "不是", "没有")))
        return ask(_("Do you mean one of these?"), choices=choices, listed=True)

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "none":
            return unanswered(self.words, facts)
        known = [facts.library.faqs[id] for id in self.ids if id in facts.library.faqs]
        return answered(known[int(key) - 1], facts)


@dataclass(frozen=True)
class OfferTrainer(Step):
    """Nothing fits: may her words go to a trainer?"""

    is_offer: ClassVar[bool] = True

    words: str

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("I have no good answer to that."),
            passing_on_notice(facts),
            choices=(
                Choice("pass_on", _("Give it to the trainer"), ("交给老师", "交", "好", "行")),
                Choice("keep", _("Don't pass it on"), ("不交", "不用", "不要", "算了")),
            ),
        )

    def chose(self, key: str, facts: Facts) -> Move:
        return passed_on(self.words) if key == "pass_on" else Done((_("All right, it stays between us."),))


@dataclass(frozen=True)
class WriteToTrainer(Step):
    """She wants a person: her next words go to a trainer."""

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("Write your question, and a trainer will read it."),
            passing_on_notice(facts),
            choices=(Choice("keep", _("Don't pass it on"), ("不交", "不用", "不要")),),
            bare_numbers=True,
        )

    def chose(self, key: str, facts: Facts) -> Move:
        return Done((_("All right, it stays between us."),))

    def heard(self, words: str, facts: Facts) -> Move | None:
        if len(plain(words)) < 2:
            return Again((_("Please write a little more, so that the trainer understands."),))
        return passed_on(words.strip()[:LONGEST_QUESTION])


def passed_on(words: str, file: str = "") -> Move:
    return Done(
        (_("I have given it to the trainer. The answer comes here as soon as there is one."),),
        (Consent(Purpose.PASS_ON, True), ForwardToTrainer(words, file)),
    )
