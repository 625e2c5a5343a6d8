"""Words that say one thing in many patterns, each list named once, for the patterns to be composed of."""

AIMING = "力争|争取|确保"  # 力争 and its like: the speaker wants it
AT_LEAST = "至少|不少于|不低于"  # a lower bound before a number
GOALS = "任务|目标|指标"  # what a plan calls its aims
OFFICE_KINDS = "单位|部门|科室|处室|部室"  # kinds of offices and their departments
OFFICES = "单位|部门"  # the most general words for an office
LAST_YEAR = "去年|上年"  # last year
HOSTING = "主办|承办"  # is in charge of an event
ASSISTING = "配合|协办|参与|协助"  # offices that assist
TAKING_PART = "配合|协办|参与"  # the same, without 协助
FEDERATION = "妇联|妇女联合会"  # the women's federation
STATING = "提出|明确|确定"  # what a document does with an aim
PERIOD = "期间|时期"  # behind the name of a plan
AT_PRESENT = "目前|现在"  # now
LEVELS_ABOVE_COUNTY = "国家级|省级|市级"  # levels at which things are recognised
SETTLEMENTS = "街道|社区"  # units in a city
ACHIEVING = "完成|实现"  # what was aimed at is reached
SUMMING = "累计|共计|合计|总计"  # a sum follows
LOWERING = "降低|下降"  # smaller is better
TIME_LIMIT = "时限|时间|期限"  # by when
REVIEWING = "回顾|总结"  # looks back
NEXT = "明年|下一步|下半年|接下来|今后"  # what comes after now
