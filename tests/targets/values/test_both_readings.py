"""The same texts to the page's reading of a number and to the server's: they read the same."""

import json
import random
import shutil
import subprocess
from decimal import Decimal

import pytest

from fedwork.env import ROOT
from targets.models import Target
from targets.values.typed_numbers import UnreadableNumber, read_number

LOOSE = Target(code="L01", measure="level", unit="人次", decimals=6)
SCRIPT = """
import { readNumber } from "./static/pages/paste.js";
let text = "";
for await (const part of process.stdin) text += part;
console.log(JSON.stringify(JSON.parse(text).map((each) => readNumber(each, "人次"))));
"""
PIECES = [
    *"0123456789", *"１２３", "234", "567", ",", "，", ".", "．", " ", "\u00a0", "\u2009", "\u202f", "\u3000", "'",
    "\u200b", "\ufeff", "\u2060", "\u00ad", "+", "-", "−", "–", "①", "²", "½", "⑴", "⒈", "㎡", "Ⅻ", "〇", "٣", "𝟏", "%",
    "约", "人", "人次", "次", "\t", "\n", "\u2028", "\u0301", "e", "L",
]  # fmt: skip
REFUSED = ["12①", "5²", "12 34", "3 5", "1 2", "1①", "2²", "1\u20282", "1\u00a02", "12\u200934"]
GROUPED = [
    "1 234 567",
    "1\u00a0234\u00a0567",
    "1\u2009234\u2009567",
    "1\u202f234\u202f567",
    "1,234,567",
    "１，２３４，５６７",
]
INVISIBLE = ["\u200b1234567\ufeff", "12\u200b345\u206067"]


def read_by_page(texts):
    """What paste.js reads of each text."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node on this machine")
    command = [node, "--input-type=module", "-e", SCRIPT]
    answer = subprocess.run(
        command, input=json.dumps(texts), cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    return [None if text is None else Decimal(text) for text in json.loads(answer.stdout)]


def read_by_server(text):
    """The number, or None for blank and for what is refused."""
    try:
        return read_number(text, LOOSE)
    except UnreadableNumber:
        return None


def random_texts(count):
    choice = random.Random(12)
    return ["".join(choice.choices(PIECES, k=choice.randint(1, 8))) for _n in range(count)]


def test_what_was_typed_by_mistake_is_refused_by_both():
    for text in REFUSED:
        with pytest.raises(UnreadableNumber):
            read_number(text, LOOSE)
    assert read_by_page(REFUSED) == [None] * len(REFUSED)


def test_groups_of_three_and_what_nobody_sees_are_read_by_both():
    texts = GROUPED + INVISIBLE
    assert {read_by_server(text) for text in texts} == {Decimal(1234567)}
    assert set(read_by_page(texts)) == {Decimal(1234567)}


def test_the_same_texts_to_both():
    texts = random_texts(6000)
    by_page = read_by_page(texts)
    differing = [
        (text, shown, read_by_server(text))
        for text, shown in zip(texts, by_page, strict=True)
        if shown is not None and 0 <= shown == round(shown, 6) and shown != read_by_server(text)
    ]
    assert differing == []
    unseen = [text for text, shown in zip(texts, by_page, strict=True) if shown is None and read_by_server(text)]
    assert unseen == []
    assert sum(shown is not None for shown in by_page) > 500
