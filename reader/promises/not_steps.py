"""Words that look like a dated step but are none: datelines, meetings that were held, headings, links."""

import re

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule

NOT_STEPS = (
    ("stage", PatternRule(r"^[^,;。]{0,10}阶段(?:\([^()]*\))?$", takes="集中攻坚阶段", leaves="集中攻坚")),
    ("validity", PatternRule(r"有效期|起(?:正式)?(?:生效|施行)", takes="自6月1日起施行", leaves="6月1日前施行")),
    (
        "definition",
        PatternRule(
            r"^[^,;。]{0,16}(?:是|为)(?!期|了|主|重|全)",
            takes="2025年是收官之年",
            leaves="为期三年",
        ),
    ),
    (
        "signature",
        PatternRule(
            rf"^[^,;。]{{2,24}}(?:{phrases.FEDERATION}|妇儿工委|委员会|办公室|政府) ?20\d\d年\d{{1,2}}月\d{{1,2}}日$",
            takes="清河市妇联2020年3月5日",
            leaves="清河市妇联2020年3月5日前完成",
        ),
    ),
    ("newspaper", PatternRule(r"^[^,;。0-9]{0,10}[报网社台][^,;。0-9]{0,4}讯", takes="本报讯", leaves="通讯")),
    (
        "dateline",
        PatternRule(
            r"\d日(?:讯|消息|(?:专|来)?电(?![话视影子商力教]))",
            takes="3月8日电",
            leaves="3月8日电视播出",
        ),
    ),
    (
        "years",
        PatternRule(r"\(20\d\d年?(?:-+|~|至|到)20\d\d年?\)$", takes="总体目标(2021-2023年)", leaves="总体目标(2023年)"),
    ),
    (
        "congress",
        PatternRule(
            r"^-*[^,;。]{0,60}(?:会议?|大会)上$", takes="--2月3日在市人民代表大会第四次会议上", leaves="会上通过"
        ),
    ),
    (
        "beginning",
        PatternRule(
            r"^[^,;。]{0,12}[从自][^,;。]{2,14}(?:开始|起)(?:施行|实施)?$", takes="我市从4月开始", leaves="4月开始施工"
        ),
    ),
    (
        "period",
        PatternRule(
            r"^[“\"]?十[一二三四五六]五[”\"]?(?:时期|期间)?,?[^,;。]{0,24}(?:目标|任务|要求|思想是|考虑|地位|思路|以下目标任务)$",
            takes="“十五五”时期的主要目标任务",
            leaves="“十五五”时期建成体系",
        ),
    ),
    ("title", PatternRule(r"(?:情况|一览|任务|分解)表$|备注$", takes="实事完成情况表", leaves="完成情况上报")),
    (
        "spirit",
        PatternRule(r"全面(?:贯彻|学习|推行)|围绕全面|为全面", takes="全面贯彻落实精神", leaves="全面落实规划任务"),
    ),
    (
        "hour",
        PatternRule(
            r"^[^,;。]{0,14}\d[日号](?:上午|下午|晚上?|凌晨|中午)",
            takes="5月9日上午",
            leaves="5月9日前",
        ),
    ),
    (
        "cutoff",
        PatternRule(
            r"截止(?:时间|日期|日|期限)|征求意见|公示期|意见反馈|反馈意见|逾期|有效期限",
            takes="报名截止时间为5月20日",
            leaves="5月20日前完成报名",
        ),
    ),
    (
        "general",
        PatternRule(
            r"^[^,;。\d]{0,8}(?:全面|圆满|按时|如期|按期|顺利)[^,;。\d]{0,8}完成(?:好|了)?(?:[^,;。\d]{0,10}(?:各项|上级|下达|交办|既定|年度|全年|本职|工作))+[^,;。\d]{0,6}(?:任务|目标|指标)?$",
            takes="全面完成上级下达的各项任务",
            leaves="全面完成换届任务",
        ),
    ),
    (
        "byline",
        PatternRule(
            r"(?<!小)(?:记者|通讯员)(?![站节团证])[^,;。]{0,40}|发自[一-龥]{2,6}\d",
            takes="记者王某报道7月28日",
            leaves="7月28日前培训小记者",
        ),
    ),
    (
        "stamp",
        PatternRule(
            r"^[^,;。0-9]{2,10}[报网台] ?20\d\d年\d{1,2}月\d{1,2}日$"
            r"|^20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d|日?(?:之?前|以前|起|至|到|-))"
            r"|(?:公布|发布|施行|实施|印发|成文|更新)(?:日期|时间)[】\]:]",
            takes="2023-05-14清河日报",
            leaves="2023-05-14前建成",
        ),
    ),
    (
        "announcement",
        PatternRule(
            r"^现将|(?:情况|名单|结果)(?:\([^()]*\))?(?:予以|进行)?(?:公示|通报|公布|报告|汇报)(?:如下)?$"
            r"|(?:表|情况|一览)\([^()]*\)$|^一图|图解|速览",
            takes="现将1-6月进展情况予以公示",
            leaves="6月底前公示评选结果",
        ),
    ),
    # 3月10日,县妇联召开会议: who met is named, so it is told. A plan names the meeting: 3月8日前召开会议.
    (
        "event",
        PatternRule(
            r"\d[日号],?(?!之?前|以前|起|至|到|前后)[^,;。将拟要]{0,30}?(?:妇联|妇儿工委|政府|[省市县区州]委|办公室|委员会"
            r"|[省市县区州]人大|会议|大会|(?<![年月日])会)[^,;。将拟要]{0,30}?(?:召开|举行|举办了|发布|通报|传来|获悉|闭幕|开幕|在[^,;。]{2,12}召开)",
            takes="3月10日,清河县妇联召开执委会议",
            leaves="3月10日前清河县妇联召开执委会议",
        ),
    ),
    (
        "basis",
        PatternRule(
            r"^在?[^,;。]*的?基础上$|^(?:紧扣|紧紧围绕|围绕|聚焦|对标|瞄准)[^,;。]*(?:目标|任务|要求|部署)$",
            takes="在全面落实规划目标的基础上",
            leaves="在此基础上全面落实规划目标",
        ),
    ),
    (
        "report_of_year",
        PatternRule(
            r"20\d\d年[^,;。完成制定编]{0,16}(?:工作报告|工作要点|公报|讲话)$",
            takes="学习2024年政府工作报告",
            leaves="2024年完成政府工作报告起草",
        ),
    ),
    ("meaning", PatternRule(r"是[^,;。]{0,40}之年$", takes="2020年将是收官之年", leaves="2020年是最后一年")),
)
NOT_STEP = re.compile("|".join(rule.pattern for _, rule in NOT_STEPS))
