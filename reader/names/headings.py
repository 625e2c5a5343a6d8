"""Headings that name nothing that is counted: 提升服务水平, 压实工作责任."""

from reader.lexicon.rules import PatternRule

_WORK = (
    "政治|思想|工作|服务|主体|领导|关键|重要|薄弱|政策|组织|干部|队伍|整体|责任|自身|统筹|协同|部门|大局|创新|法治|群众|实施"
    "|有效|长效|体制|运行|目标|任务|过程|全程|日常|跟踪|经费|资金|要素|舆论|正面|社会|各方|层层|专业"
)
_ABSTRACT = (
    "站位|水平|环节|责任|意识|认识|领导|监督|督导|督查|检查|考核|考评|作风|纪律|重点|关键|方式|方法|措施|举措|机制|能力|本领|素质|质量"
    "|效能|效率|成效|实效|合力|氛围|宣传|引导|力度|保障|管理|导向|协调|配合|协作|联动|统筹|落实|担当|使命|问题|短板|弱项|指导|调度"
    "|节点|要求|目标|任务|职责|分工|基础|关口|底线|要点|步伐|进度|路径|思路"
)
SLOGAN = PatternRule(
    r"(?:要|必须|进一步|切实|不断|全面|着力|牢牢|紧紧|坚决|持续|更加|再)*"
    r"(?:提高|提升|抓住|抓牢|抓好|抓实|压实|压紧|加强|强化|增强|突出|严格|严肃|统一|明确|落实|健全|完善|把握|坚持|聚焦|改进|转变|细化"
    r"|夯实|狠抓|营造|凝聚|形成|注重|紧盯|加快|加大|严明|把准|找准|补齐|守住|创新|优化|浓厚|靠实|扛牢|扛起)"
    rf"(?:{_WORK})*(?:{_ABSTRACT})",
    takes="压实工作责任",
    leaves="加强家庭教育指导",
    whole=True,
)


STAGE = PatternRule(
    r"(?:阶段|步骤|环节)(?:\([^()]*\))?$", takes="组织实施阶段(4月-11月)", leaves="学前教育阶段儿童资助"
)


def naming_part(heading: str) -> str:
    """``heading``, but nothing if it is a slogan or a stage of the work, which name nothing that is counted."""
    if STAGE.search(heading):
        return ""
    return "" if all(SLOGAN.fullmatch(part) for part in heading.split(",")) else heading
