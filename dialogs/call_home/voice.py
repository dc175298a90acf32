"""One sentence she can say into the phone herself when there is no time for a call."""

from __future__ import annotations

from dialogs.calendar.bands import Band
from dialogs.call_home.times import the_child
from dialogs.facts import CallTarget, Facts
from dialogs.text import Text, _

_LITTLE: tuple[Text, ...] = (
    _("“Sweetheart, a kiss for you! I am working today. When I am done I sing to you.”"),
    _("“Guess who is thinking of you right now? Me! Show granny how you laugh.”"),
)
_PUPIL: tuple[Text, ...] = (
    _("“I have to work late today. Keep the funniest thing of your day for me, I want to hear it.”"),
    _("“I cannot call today, but I think of you. Sleep well, and tell me tomorrow what you had for supper.”"),
)
_TEENAGER: tuple[Text, ...] = (
    _("“Busy day here, so just this: you crossed my mind. No need to answer.”"),
    _("“I get off late today. If anything is on your mind, send me a word, I will see it.”"),
)
_ELDERS: tuple[Text, ...] = (
    _("“I have to work late and call another day. Thank you for all you do at home.”"),
    _("“I cannot call today. Do rest a little yourself, you have been busy all day.”"),
)
_BY_BAND: dict[Band, tuple[Text, ...]] = {
    Band.FROM_0: _LITTLE,
    Band.FROM_3: _LITTLE,
    Band.FROM_6: _PUPIL,
    Band.FROM_9: _PUPIL,
    Band.FROM_12: _TEENAGER,
    Band.FROM_15: _TEENAGER,
}


def own_voice(target: CallTarget, facts: Facts) -> tuple[Text, ...]:
    """That it is fine, and words for a voice message of her own; they change from day to day."""
    child = the_child(target, facts)
    sentences = _BY_BAND[child.band] if child else _ELDERS
    return (
        _("All right, not today. You can send a voice message in your own voice:"),
        sentences[facts.today.toordinal() % len(sentences)],
    )
