"""What the rules heard and what a text is like, weighed into one screening."""

from dataclasses import dataclass, replace

from dialogs.language.danger_context import Aspect, Level, Trigger, is_urgent
from dialogs.language.danger_likeness import Likeness

# Log odds, chosen on the development lines of benchmarks/understanding. So like danger that it is answered at once;
# like enough to ask; so unlike that a rule is doubted; so unlike that no rule is believed.
_ALARM, _ASK, _DOUBT, _HARMLESS = 2.0, -0.2, -1.0, -2.0
# A few characters say little: they must be more like it.
_FEW, _ASK_OF_FEW = 10, 0.5
# Where a rule says that it is past, feared, slight or from a film, it takes more to ask; least where life is at stake.
_ASK_ALTHOUGH, _ASK_ALTHOUGH_SLIGHT = 0.3, 2.5
# By so much another kind must be more like it than the one a rule names.
_NAMED_BETTER = 0.25
# So much more like a child's words than like anything a parent writes.
_A_CHILD_WRITES = 1.0


@dataclass(frozen=True)
class Screening:
    """What was heard; with `ask_back` (aspect MILD) ask whether there is danger now before any danger reply."""

    trigger: Trigger | None
    level: Level | None
    aspect: Aspect | None
    ask_back: bool

    @property
    def acts(self) -> bool:
        """Whether a danger reply or a question back follows."""
        return self.trigger is not None and (self.aspect is Aspect.PRESENT or self.ask_back)


CLEAR = Screening(None, None, None, False)


def weighed(heard: Screening, like: Likeness, plain: str, *, from_screen: bool) -> Screening:
    """The rules name what they know; likeness catches the rest, and doubts a rule that stands alone.

    What is happening now is answered as the rules say. `from_screen`: the rules took the text, cleaned to `plain`, for
    news or a film.
    """
    if heard.ask_back:
        return heard  # what the rules ask about was chosen with care, sign by sign
    if heard.acts:
        if is_urgent(plain):
            return heard
        return _doubted(heard, like) if like.danger < _DOUBT else _named(heard, like)
    if from_screen or heard.trigger is not None:
        return _asked(like) if like.danger >= _needed_although(heard, like) else heard
    if like.danger >= _ALARM:
        return Screening(_kind(like), like.level, Aspect.PRESENT, ask_back=False)
    return _asked(like) if like.danger >= (_ASK_OF_FEW if len(plain) <= _FEW else _ASK) else heard


def _doubted(heard: Screening, like: Likeness) -> Screening:
    """Nothing where it is plainly harmless; where life would be at stake it is asked, else an answer may follow."""
    if like.danger < _HARMLESS:
        return CLEAR
    return replace(heard, aspect=Aspect.MILD, ask_back=heard.level is Level.P0)


def _named(heard: Screening, like: Likeness) -> Screening:
    kind = _kind(like)
    milder = kind is Trigger.DROPOUT_CHILD_LABOUR and heard.level is Level.P0
    if heard.trigger is None or milder or like.kinds[kind] - like.kinds[heard.trigger] < _NAMED_BETTER:
        return heard
    return replace(heard, trigger=kind, level=min(heard.level or like.level, like.level))


def _needed_although(heard: Screening, like: Likeness) -> float:
    slight = like.level is not Level.P0 or (heard.aspect is Aspect.MILD and heard.level is not Level.P0)
    return _ASK_ALTHOUGH_SLIGHT if slight else _ASK_ALTHOUGH


def _asked(like: Likeness) -> Screening:
    return Screening(_kind(like), like.level, Aspect.MILD, ask_back=True)


def _kind(like: Likeness) -> Trigger:
    """What it is most like; that a child writes only where everything else is far less likely."""
    best, second = sorted(like.kinds, key=lambda kind: like.kinds[kind], reverse=True)[:2]
    if best is not Trigger.USER_IS_MINOR:
        return best
    return best if like.kinds[best] - like.kinds[second] >= _A_CHILD_WRITES else second
