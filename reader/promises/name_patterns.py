"""Patterns that cut the name of what is counted out of the words next to its number."""

import re

from reader.lexicon import phrases, verbs
from reader.lexicon.places import AT_PLACES
from reader.lexicon.rules import PatternRule

# The last of these verbs precedes the name; the words before it say who, where and why.
OPENING = PatternRule(
    rf"{verbs.OPENING_NAME}|(?<!以)上报|刊发(?!表)|使|让|将|把", takes="创建示范基地", leaves="示范基地"
)
# If people are counted, the verb is part of the name: 培训妇女, 带动就业.
HEAD_COUNT_VERB = PatternRule(rf"(?:{verbs.COUNTING_HEADS}|服务(?!员|中心|站|队))", takes="培训妇女", leaves="服务中心")
HEAD_COUNT_OPENING = re.compile(f"{HEAD_COUNT_VERB.pattern}|{OPENING.pattern}")
# Characters that begin a longer word are kept: 和谐, 到期, 在校, 对口, 共享, 新媒体, 再就业.
LEADING = re.compile(
    rf"^(?:[ 、,及与并\t]|和(?![谐美睦])|其中|目前|同时|此外|并且|全年|年内|每年|今年|年度|[一二两三四五]年|累计"
    rf"|共(?![建享富同产青])|{phrases.AIMING}|要|务必|必须|到(?![期位岗场])|在(?![校册职岗园读线])|至少|不少于|全面"
    rf"|努力|计划|继续|深入|积极|扎实|大力|广泛|为|对(?!口|象)|以(?!工)|把(?![握关手控])|预计|预期|通过|结合|立足"
    rf"|全[市县省区州旗]各?|[新再](?=(?:{OPENING.pattern}))|{phrases.ACHIEVING}|推动)"
)
BOUND_BEFORE = PatternRule(
    r"(?:[≥≤<>=≧≦]|不(?:得|能|应|可|宜|会)?(?:少于|低于|高于|超过|多于|大于|小于|突破)|不下)$",
    takes="不少于",
    leaves="不少",
)
TRAILING = re.compile(
    rf"(?:{BOUND_BEFORE.pattern.removesuffix('$')}|/|(?<!血)压|较|是|逐[步年]|{phrases.ACHIEVING}|做到|[新再]?打造|添"
    rf"|[新再]建?|均?达到?|{phrases.AIMING}|{phrases.AT_LEAST}|{phrases.LOWERING}|提高到|提升到|下降到|降低到|降到"
    rf"|降至|增加到|扩大到|控制在|保持在|稳定在|动态|提高|提升|增长|不高于|不超过|为|约|近|在|到|至|超过|突破|以上"
    rf"|目标|任务|工作|的|数|共|共计|累计|不得|要|均|各|都|分别|总数|接|总计|再|{verbs.TRAILING_NAME}"
    rf"|[一两三]?个?|[ ,、:(和及“”?])$"
)
NAME_END = PatternRule(
    rf"^[与为对向在到进由从用]|^[均都]|(?<!合)并|[,;。:(\t]|…|的(?:进度|速度|规模|要求|标准|目标|任务)$"
    rf"|、(?=.{{0,30}}\d|(?:{verbs.PROMISING}))|以[“\"]|{phrases.ACHIEVING}|{verbs.ENDING_NAME}|作为|致富|为试点"
    rf"|以上|左右|以内|要|发到|参训|作用",
    takes="妇女参加培训",
    leaves="示范基地",
)
# 1家国家级、10家省级、50家市级示范基地: the noun follows the last level only.
LEVEL = rf"{phrases.LEVELS_ABOVE_COUNTY}|全国|自治区级|自治州级|州级|县级|区级|乡镇级|镇级|街道级|社区级|村级"
LEVEL_ONLY = PatternRule(rf"(?:{LEVEL})$", takes="市级", leaves="市级示范基地")
LEVELLED = PatternRule(
    rf"\d[一-龥]{{1,3}}?(?:{LEVEL})(?P<what>[^,;。、0-9]{{2,24}})", takes="50家市级示范基地", leaves="50家示范基地"
)
AGE_GROUP = re.compile(r"^\d{1,2}(?:-\d{1,2})?周?岁(?:及?以[上下])?的?")  # qualifies the people
# 为50万名女性提供职业能力服务: named by the service.
SERVICE_FOR_PEOPLE = PatternRule(
    rf"(?P<whom>[^,;。]{{1,24}}?)(?P<free>免费)?(?:{verbs.SERVING}"
    r"|做(?![工好]))(?P<what>[^,;。0-9]{2,24})",
    takes="女性提供职业能力服务",
    leaves="女性职业能力服务",
)
# 在5个乡镇建立妇女议事会: the townships are counted.
DONE_AT_PLACES = PatternRule(
    rf"(?P<place>[^,;。、]{{1,14}}?)(?:全部|均|都)?(?P<what>(?:{AT_PLACES.pattern})[^,;。]{{2,24}})",
    takes="乡镇建立妇女议事会",
    leaves="乡镇妇女议事会",
)
LIGHT_VERB = re.compile(r"^(?:开展|进行|实施)")
# 每学期至少组织: the words after the unit are the action.
BEHIND_EACH = re.compile(
    rf"(?<=..)(?:{phrases.AT_LEAST}|(?<!妇联)(?<!群团)(?<!社会)(?<!基层)组织|开展|举办|均|都要).*$"
)
LEADING_FILLER = re.compile(r"^(?:\+|及?以上|以内|左右|以下|目标|任务|工作|的|及|等|和|一批)*")
OF_PLACE = PatternRule(r"^(?:其中)?[一-龥]{1,5}(?:自治)?[县市区镇乡州旗盟]$", takes="临江县", leaves="县妇联")
OF_PLACES = re.compile(r"(?<=[县区市镇乡村])\([县区市镇州旗街道社区、]{1,6}\)")  # 县(市、区)
PART_ONLY = PatternRule(
    rf"^(?:其中)?(?:{phrases.LEVELS_ABOVE_COUNTY}|城市|农村|城镇|城乡|县级|区级|农牧区|街道级|社区级|男性|女性"
    rf"|第[一二三四五六七八九十]{{1,2}}[期批])?$",
    takes="其中城市",
    leaves="城市社区",
)
EACH_REMAINDER = re.compile(r"^\([^()]{1,8}\)|[每各][^,;。]{0,8}(?:\([^()]{1,8}\))?$")
RATE_NOUN = PatternRule(r"率|比例|比重|占比|面$|度$|水平|覆盖|寿命|年限", takes="参保率", leaves="参保人数")
SENTENCE_WORDS = PatternRule(
    r"^(?:已有|现有|原有)的?$|[是们了吗呢]|^(?:由|在|与|向|为|通过|联合|依托|按照?|根据|坚持)",
    takes="她们的意见",
    leaves="妇女之家",
)  # part of a sentence, not a name
MODAL_VERB = re.compile(r"(?<=..)(?<![主重必需首])(?:要(?![求点素])|应|须|将)")
DIGIT = re.compile(r"\d")
LIST = re.compile(r"[、和及与]")
AFTER_ANOTHER_NUMBER = PatternRule(r"\d[^\d,;:。、/]{0,4}[、/和及与]$", takes="25%和", leaves="25%的")
# 在原有18个的基础上, 由去年的26个: the starting value.
STARTING_VALUE = PatternRule(
    rf"在[^,;。]{{0,12}}基础上|[由从][^,;。]{{0,8}}\d[^,;。]*$|[由从](?:{phrases.LAST_YEAR}|{phrases.AT_PRESENT}"
    rf"|现有)?的?$",
    takes="在原有18个的基础上",
    leaves="新建18个",
)
RATE_OPENING = re.compile(rf"{phrases.AIMING}|推动|实现|做到|使|让|努力|其中|全[市县省区州旗](?=[^,]{{4}})")
