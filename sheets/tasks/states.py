"""The states of a task, as offices write them."""

import re

from sheets.office.labels.text import letters, plain_label

STATE_WORDS = {"not_started": "未启动", "under_way": "推进中", "done": "已完成", "behind": "滞后"}
_NOT = "(?:尚未|还未|暂未|未|没有|没)"
_BEGIN = "(?:启动|开展|开始|实施|动工|推进|进行)"
_GO = "(?:推进|进行|开展|实施|落实|办理|推动)"
# Whole words only: 基本完成 and 部分完成 may be done or not, and are asked.
_PATTERNS = {
    "not_started": re.compile(f"{_NOT}{_BEGIN}"),
    "under_way": re.compile(f"(?:正在|正|在|持续|有序|稳步|按计划|按序时|正常){_GO}(?:中)?|{_GO}(?:之)?中"),
    "done": re.compile("(?:已经|已|全部|全面|如期|按期|按时|提前)*(?:完成|办结|结束|完结|完毕)(?:了)?|完成100%|100%"),
    "behind": re.compile("(?:进度|进展|推进)?(?:较|比较|有所|严重)?(?:滞后|落后|缓慢|较慢|偏慢)"),
}


def read_state(text: str) -> str | None:
    """The code of the state that a text names; None for a text that names none, or not surely."""
    plain = letters(plain_label(text))
    if not plain:
        return None
    return next((code for code, pattern in _PATTERNS.items() if pattern.fullmatch(plain)), None)


def format_state(code: str) -> str:
    """The word of a state, "" for none."""
    return STATE_WORDS.get(code, "")
