"""Writes whole numbers in Chinese numerals."""

DIGITS = "零一二三四五六七八九"


def chinese(n: int) -> str:
    """``n`` (1 to 999) as it is counted in Chinese: 十, 十一, 二十三, 一百零五. ValueError outside."""
    if not 1 <= n <= 999:
        raise ValueError(f"a part's number is 1 to 999, not {n}")
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")
