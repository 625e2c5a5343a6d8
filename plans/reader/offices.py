"""Which offices lead and which assist, in all the ways in which plans name them."""

import re
from dataclasses import dataclass

from plans.reader.head import split_names

LEADS = r"(?:牵头|责任|负责|主办|承办|实施|完成|主责|落实|主体)(?:单位|部门|科室|处室|部室|股室|机构|主体)?|牵头"
ASSISTS = r"(?:配合|协办|参与|协助|参加|协同)(?:单位|部门|科室|处室|部室|股室|机构)?"
LABELLED = re.compile(
    rf"(?P<lead>(?:{LEADS})(?:及|和|、)?(?:责任|实施)?(?:单位|部门)?)[::](?P<leads>[^。;!?::\n]*?(?=(?:{ASSISTS}|{LEADS})[::]|[。;!?\n]|[))](?![^((]*[))])|完成时|$))"
    rf"|(?P<assist>{ASSISTS})[::](?P<assists>[^。;!?::\n]*?(?=(?:{ASSISTS}|{LEADS})[::]|[。;!?\n]|[))](?![^((]*[))])|完成时|$))"
)
BY = re.compile(
    r"由(?P<leads>[^,。;:()()]{2,60}?)(?:牵头|负责|主办|承办|组织实施)(?:[^,。;]{0,10})?(?:,(?P<assists>[^。;:()()]{2,80}?)(?:配合|协助|参与|协办))?"
)
BRACKETED = re.compile(
    r"[((](?P<leads>[^。;:()()]{2,80}?)(?:牵头|负责|主办|承办)(?:[,、;](?P<assists>[^。:()()]{2,120}?)(?:配合|协助|参与|协办|按职责分工负责))?[))]"
)
REST = re.compile(r"(?:等)?(?:按职责分工|按照职责分工|分别|共同|按职责|具体|等|等部门|等单位)+$")
NAME = re.compile(r"[一-龥A-Za-z0-9“”()()、·/]{2,40}")
NO_OFFICE = re.compile(r"^(?:专人|各自|他们|谁|自己|主要领导|一把手|党委|[一二三]名|.{0,6}同志)$")


@dataclass(frozen=True)
class Offices:
    lead: tuple[str, ...] = ()
    assisting: tuple[str, ...] = ()


def offices(flat: str) -> Offices:
    """The offices named in ``flat``, each once, in order."""
    lead: list[str] = []
    assisting: list[str] = []
    for pattern in (LABELLED, BRACKETED, BY):
        for hit in pattern.finditer(flat):
            lead += _names(hit["leads"])
            assisting += _names(hit["assists"])
    leading = tuple(dict.fromkeys(lead))
    return Offices(leading, tuple(name for name in dict.fromkeys(assisting) if name not in leading))


def _names(listed: str | None) -> list[str]:
    names = (
        REST.sub("", name.strip(" ,、;()"))
        for name in split_names((listed or "").replace("\t", "、").replace(" ", "、"))
    )
    return [name for name in names if NAME.fullmatch(name) and not NO_OFFICE.match(name)]
