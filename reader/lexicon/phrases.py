"""Alternations of synonyms that several patterns are composed of."""

AIMING = "力争|争取|确保"  # strives for: announces a target
AT_LEAST = "至少|不少于|不低于"  # a lower bound before a number
GOALS = "任务|目标|指标"  # goals
OFFICE_KINDS = "单位|部门|科室|处室|部室"  # offices and departments
OFFICES = "单位|部门"  # offices in general
LAST_YEAR = "去年|上年"  # last year
HOSTING = "主办|承办"  # hosts an event
RESPONSIBLE = f"{HOSTING}|牵头|责任|负责|完成"  # labels the office in charge
EXECUTING = "实施|完成"  # carries out the work
ASSISTING = "配合|协办|参与|协助"  # assists
TAKING_PART = "配合|协办|参与"  # the same, without 协助
FEDERATION = "妇联|妇女联合会"  # the women's federation
STATING = "提出|明确|确定"  # states a goal
PERIOD = "期间|时期"  # follows the name of a plan
AT_PRESENT = "目前|现在"  # now
LEVELS_ABOVE_COUNTY = "国家级|省级|市级"  # levels of recognition
SETTLEMENTS = "街道|社区"  # urban units
COMPLETING = "完成|办结"  # finishes a task
ACHIEVING = "完成|实现"  # reaches a goal
SUMMING = "累计|共计|合计|总计"  # introduces a sum
LOWERING = "降低|下降"  # falls to or by
TIME_LIMIT = "时限|时间|期限"  # deadline
REVIEWING = "回顾|总结"  # review of the past
NEXT = "明年|下一步|下半年|接下来|今后"  # the coming period
