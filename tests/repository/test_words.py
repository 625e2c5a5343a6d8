"""Pages use one Chinese word for one thing: the table at the end of the glossary."""

import re

import pytest

from fedwork.env import ROOT
from tools import messages

ROW = re.compile(r"^\| (\S+) \| (\S+) \| [^|]+ \|$", re.MULTILINE)


def read_table():
    """{word that is not used: the word for it}"""
    section = (ROOT / "docs/glossary.md").read_text("utf-8").partition("## One word for one thing")[2]
    return {wrong: word for word, others in ROW.findall(section) if word != "use" for wrong in others.split("、")}


def find_wrong_words(texts, table):
    """(text, wrong word, right word) of each text that has a word that is not used."""
    return [(text, wrong, word) for text in texts for wrong, word in table.items() if wrong in text]


def read_translations():
    for path in messages.catalogues():
        for message in messages.read(path):
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            yield from (each for each in strings if message.id)


def test_the_catalogues_use_one_word_for_one_thing():
    assert find_wrong_words(read_translations(), read_table()) == []


@pytest.mark.parametrize(
    "text, wrong", [("提交报表", "提交"), ("报送截止日", "报送"), ("报表已通过", "已通过"), ("请你填写", "你")]
)
def test_a_wrong_word_is_found(text, wrong):
    assert [found[1] for found in find_wrong_words([text], read_table())] == [wrong]


def test_words_that_only_look_alike_are_left_alone():
    assert find_wrong_words(["部分数据未通过校核。", "您好", "开始审核"], read_table()) == []


# Half-width punctuation beside Chinese, words of programmers, and sentences that a translator would write.
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”）][,;:?!(]|\)[\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?!txt)|\.\.\.")
NOT_FOR_PEOPLE = re.compile(r"脚本|接口|参数|字段|表单|默认|(?<!任)何人|此间|未作|不管文件名")


def find_unfit(texts):
    """The texts with such punctuation or words, placeholders aside."""
    plain = ((text, re.sub(r"%\(\w+\)[sd]|\{\w*\}", "1", text)) for text in texts)
    return [text for text, said in plain if HALF_WIDTH.search(said) or NOT_FOR_PEOPLE.search(said)]


def test_the_catalogues_are_written_for_people_in_chinese_punctuation():
    assert find_unfit(read_translations()) == []


BETWEEN_WORDS = re.compile(r"[%}]\}[,:;](?=[\s<{]|$)")


def test_templates_put_no_half_width_punctuation_between_words():
    """A comma outside of the translated words stays half-width in Chinese."""
    found = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = re.sub(r"{% blocktranslate.*?(?={% endblocktranslate)", "", path.read_text("utf-8"), flags=re.DOTALL)
        spoken = re.sub(r'aria-label="[^"]*"', "", text)  # what is only heard has no width
        found += [(path.name, each.group()) for each in BETWEEN_WORDS.finditer(spoken)]
    assert found == []


@pytest.mark.parametrize("text", ["公式出错(%(text)s)。", "请重试.", "该接口不可用。", "正在读取...", "单位:%(unit)s"])
def test_what_is_unfit_is_found(text):
    assert find_unfit([text]) == [text]
