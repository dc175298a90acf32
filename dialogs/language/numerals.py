"""Numbers as people write them: 3, ３, 三, 十二, 二十七, 廿三, 一百零五, 两千."""

import unicodedata

_DIGITS = {
    char: value
    for value, chars in enumerate(
        ("零〇", "一壹", "二两俩贰", "三仨叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for char in chars
}
_TENS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_CONTRACTED = str.maketrans({"廿": "二十", "卅": "三十"})


def read_number(text: str) -> int | None:
    """The whole number a text consists of, up to 9999; None if it is anything else."""
    plain = unicodedata.normalize("NFKC", text).strip().translate(_CONTRACTED)
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if len(plain) > 1 and all(char in _DIGITS for char in plain):
        return _spelled(plain)
    return _composed(plain)


def _spelled(plain: str) -> int | None:
    """二〇二六: digit by digit, as years are read; a few are a list (三五, 一三五) unless a nought leads them."""
    if len(plain) < 4 and not plain.startswith(("零", "〇")):
        return None
    return int("".join(str(_DIGITS[char]) for char in plain))


def _composed(plain: str) -> int | None:
    total, digit, lowest, gap = 0, None, 10_000, False
    for char in plain:
        if char in "零〇" and plain not in "零〇":
            if digit is not None or gap:
                return None
            gap = True
        elif char in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[char]
        else:
            unit = _TENS.get(char, lowest)
            if unit >= lowest:
                return None
            # 十二 leaves out the one that 一百一十二 has.
            total += (1 if digit is None else digit) * unit
            digit, lowest, gap = None, unit, False
    return _with_last(total, digit, lowest, gap)


def _with_last(total: int, digit: int | None, lowest: int, gap: bool) -> int | None:
    if digit is None:
        return total if total and not gap else None
    # 一百五 is spoken for 150.
    return total + digit * (lowest // 10 if 100 <= lowest <= 1000 and not gap else 1)
