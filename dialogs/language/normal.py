"""One plain form for whatever people type, dictate or paste, so that patterns need to know only one spelling."""

import re
import unicodedata
from string import ascii_lowercase, ascii_uppercase

from dialogs.language.traditional import SIMPLIFIED, TRADITIONAL

LONGEST = 2000

# Control and format characters, zero-width and direction marks, variation selectors, lone surrogates, tags.
# White space among the controls (\t \n \v \f \r \x1c-\x1f \x85) stays: it is folded to a space below.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_PLAIN = str.maketrans(TRADITIONAL + ascii_uppercase, SIMPLIFIED + ascii_lowercase)


def normalise(text: str) -> str:
    """Visible, half-width, simplified, lower-case (ASCII) text with single spaces, at most `LONGEST` characters."""
    visible = _INVISIBLE.sub("", text[:LONGEST])
    folded = " ".join(unicodedata.normalize("NFKC", visible).translate(_PLAIN).split())
    return folded[:LONGEST].rstrip()
