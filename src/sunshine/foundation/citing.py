"""Citations of articles, as the tables and docstrings write them: 条例 第二十三条、第三十一条第六项."""

from __future__ import annotations

import re

DIGITS, TENS = "零一二三四五六七八九", {"十": 10, "百": 100, "千": 1000}
NUMERAL = f"[{DIGITS}{''.join(TENS)}]+"
ARTICLE = re.compile(rf"第({NUMERAL})条(?:第({NUMERAL})款)?(?:第({NUMERAL})项)?")
NUMERALS = re.compile(NUMERAL)
OURS = "条例"  # how 《信访工作条例》 is cited
_NAMED = re.compile(rf"(?:(\w*(?:条例|法|典|办法|规定))》?\s*)?第({NUMERAL})条")


def number(numeral: str) -> int:
    """二十三 is 23."""
    total = digit = 0
    for sign in numeral:
        if sign in TENS:
            total, digit = total + (digit or 1) * TENS[sign], 0
        else:
            digit = DIGITS.index(sign)
    return total + digit


def articles(text: str) -> set[int]:
    """The articles of 《信访工作条例》 that a text cites. Where no law is named, the one named before is meant."""
    found: set[int] = set()
    ours, last, end = True, 0, 0
    for cited in _NAMED.finditer(text):
        name, here = cited[1], number(cited[2])
        if name:
            ours = name == OURS or name.endswith("信访工作条例")
        if ours:
            through = text[end : cited.start()].endswith("至") and last
            found |= set(range(last, here)) | {here} if through else {here}
        last, end = here, cited.end()
    return found
