"""Patterns that cut the name of what is counted out of the words next to its number."""

import re

from reader.lexicon import phrases, verbs
from reader.lexicon.places import AT_PLACES
from reader.lexicon.rules import PatternRule

# The last of these verbs precedes the name; the words before it say who, where and why.
OPENING = PatternRule(
    rf"{verbs.OPENING_NAME}|认定|评定|(?<!以)上报|刊发(?!表)|使|让|将|把", takes="创建示范基地", leaves="示范基地"
)
# If people are counted, the verb is part of the name: 培训妇女, 带动就业.
HEAD_COUNT_VERB = PatternRule(
    rf"(?:{verbs.COUNTING_HEADS}|帮扶|选派|引进|服务(?!员|中心|站|队)|(?<!妇)联系(?!人|方式|点|电话))",
    takes="培训妇女",
    leaves="服务中心",
)
# New buildings and additions are told from what exists: 新建, 改扩建 and 新增 are part of the name.
CONSTRUCTION_VERB = (
    r"(?:(?:新建|建成)[并、和]?(?:投用|投入使用|启用|开通)|新建|新改建|基本建成|改建|扩建|改扩建|新改扩建|改\(扩\)建|(?<!继)续建|迁建|重建|改造|提升改造|改造提升|提质改造|巩固提升|提档升级|提质升级|修缮|新增安装|新增|新辟|优化调整"
    r"|新?开工建设|新开工|开竣工|开工|竣工|新投放|扩容|提质扩能|提质扩容|提能升级)"
)
CONSTRUCTION = re.compile(
    rf"{CONSTRUCTION_VERB}(?:[、和及与或]?{CONSTRUCTION_VERB}|\((?:{CONSTRUCTION_VERB}|[改扩新迁、]+建?)\))*|新\([改扩、]+\)建|[建改]\([改新扩]\)建?成?"
)
# 开展培训, 完成任务: the noun behind such a verb says what is done.
LIGHT_OPENING = re.compile(
    r"^(?:组织开展|组织实施|启动实施|全面实施|深入实施|组织|开展|举办|实施|完成|实现|做好|抓好|办好|进行|推进|下达|落实|安排(?!就业)|提供|开发(?=[一-龥]{2})|达到|健全|完善|评出|选出|评选出)"
)
HEAD_COUNT_OPENING = re.compile(f"{HEAD_COUNT_VERB.pattern}|{OPENING.pattern}")
# Characters that begin a longer word are kept: 和谐, 到期, 在校, 对口, 共享, 新媒体, 再就业.
HOLIDAY = r"(?:春节|元旦|国庆|中秋|端午|暑假|寒假|“?(?:三八|六一)”?节?)(?:期间|前后|前夕)"
LEADING = re.compile(
    rf"^(?:[ 、,\t-]|我[市县省区州旗]|(?:[省市县]里?|上级|[省市县]妇联)(?:下达|分配|安排)?给我?[省市县区州](?:的)?|"
    rf"达到?(?=[一-龥]{{3,}}(?:率|比例|占比|比重))"
    rf"|(?:以|通过|采取)?多种?(?:渠道|形式|方式|途径)|(?:年度|工作|主要|总体)?目标[为是](?=.{{2}})|按照?[^,;。0-9]{{1,8}}(?:标准|要求)(?=.{{3}})|(?:以|通过|采取|采用|按照)[^,;。0-9]{{2,14}}?(?:的?(?:形式|方式|模式|办法|途径))(?=[一-龥“]{{2}})|将?于(?=[一-龥]{{2}})|"
    rf"\d+个?(?:乡镇|街道|社区|行政村|自然村|村|县区|县)(?:\([^()]{{1,6}}\))?(?=.{{3}})|口(?=的)|"
    rf"[市县区省镇乡村]里(?=(?:{OPENING.pattern}))|巩固(?=.{{4,}}(?:率|占比|比例))|“?十[一二三四五六]五”?(?:时期|期间|末)?(?=[一-龥]{{4}})|"
    rf"以[^,;。]{{1,4}}为单位|\d{{1,2}}[、.](?=[一-龥“])|[及与并](?!发症)|和(?![谐美睦])|{HOLIDAY}|其中|线上线下(?=覆盖|惠及|服务|培训)|目前|同时|此外|并且|将(?!军|来|要)|全年|年内|每年|今年|年度"
    rf"|[一二两三四五]年|累计|共(?![建享富同产青济性])|{phrases.AIMING}|要|务必|必须|使(?!用|命|馆|得)|到(?![期位岗场])|在(?![校册职岗园读线家编])|至少|不少于|全面"
    rf"|努力|计划(?!生育)|继续|深入|积极|扎实|大力|广泛|高质量(?!充分|就业|发展)|高标准(?!农田|基本农田)|常态化|着力|切实|有序|稳步|持续|主动|重点(?![村镇县人课项对群企行领学地区产工单岗场环水流疾病传监])"
    rf"|为|对(?!口|象|外)|以(?!工)|把(?![握关手控])|预计|预期|通过|结合|立足"
    rf"|(?:全[市县省区州旗])?(?:各级|各地|各|[我省市县区州旗镇乡村])?(?:妇联|妇儿工委|工会)(?:系统|组织|干部)?(?!组织$)(?=(?:计划)?(?:{OPENING.pattern}"
    rf"|{HEAD_COUNT_VERB.pattern}))|(?:联合|会同|协同|协调|邀请|依托|利用|借助|运用)[^,;。“]{{2,12}}?(?=(?:{OPENING.pattern}|{HEAD_COUNT_VERB.pattern}))"
    rf"|全[市县省区州旗]各?(?![类种项])|(?:新(?!发展|培养|招募|吸纳|引进|选聘|录用|招录)|再)(?=(?:{OPENING.pattern}|走访|慰问|资助|救助|培训))|再(?=增设|发展|新增)|{phrases.ACHIEVING}|推动)"
)
BOUND_BEFORE = PatternRule(
    r"(?:[≥≤<>=≧≦]|不(?:得|能|应|可|宜|会)?(?:少于|低于|高于|超过|多于|大于|小于|突破)|不下)$",
    takes="不少于",
    leaves="不少",
)
# 示范基地新建5个: the verb follows the name. 计划新建5个 has no name before it.
BUILT_BEHIND = (
    r"(?<=[一-龥”]{2})(?<!计划|重点|力争|确保|全[市县省区州]|争取|继续|组织|支持|推动|陆续|积极)"
    r"(?:新建|(?<![新改扩续迁重组搭兴构援筹])建)"
)
TRAILING_VERB = "|".join(
    "(?<!基本)建成" if verb == "建成" else verb for verb in verbs.TRAILING_NAME.split("|") if verb != "新建"
)
TRAILING = re.compile(
    rf"(?:{BOUND_BEFORE.pattern.removesuffix('$')}|/|超(?:额|出)?|逾|近|突破|[高大多]于|以[^,;。]{{1,10}}为单位|(?<!血)压|较|是|逐[步年]|{phrases.ACHIEVING}|做到|[新再]?打造|添"
    rf"|再建?|{BUILT_BEHIND}|(?<![月年日人户平])均达到?|达到?|{phrases.AIMING}|{phrases.AT_LEAST}|{phrases.LOWERING}|提[高升][到至]|下降到|降低到|降到"
    rf"|(?:下|上)?[降升]至|增加到|扩大到|控制在|保持在|稳定在|动态|提高|(?<!改造)(?<!巩固)提升|增长|不高于|不超过|为|约|近|在|到|至|超过|突破|再增加|以上"
    rf"|目标|(?:任务|目标|指标|计划|总)数?|(?<!社会)工作|的|名额|共|共计|累计|不得|要|(?<![名健])将|(?<![月年日人户平])均|各|都|分别|总数|接|总计|再|{TRAILING_VERB}"
    rf"|[一两三]?个?|(?<![同环])[较比](?:上年|去年|同期)?|[ ,、:(和“?]|(?<![惠普])及|(?<!合)并)$"
)
NAME_END = PatternRule(
    rf"^(?:[与为对向在到由从用]|进(?!城|出?口|修))|^(?:均|都(?!市))|(?<=.)\d{{1,2}}[.、](?=[一-龥])|(?<!合)并(?!发)|[,;。:\t]|\((?![^()]{{1,14}}\)[一-龥“])|…|的(?:进度|速度|规模|要求|标准|目标|任务)$"
    rf"|、(?=.{{0,30}}\d|(?:{verbs.PROMISING}))|以[“\"]|{phrases.ACHIEVING}|(?!提升(?:培训|行动|工程|计划|项目|改造|班|中心|站))(?:{verbs.ENDING_NAME})(?!(?<=发展)[一-龥]{{0,6}}?(?:中心|站|基地|案例|平台|项目|资金))"
    rf"|作为|(?:任务)?(?:纳入|列入)|致富|助推|助力(?!行动|计划|工程)|为试点"
    rf"|(?<![\d一二两三四五六七八九十][一-龥])(?:(?<![级型星类档化模岁月])(?<!级及)以上|左右|以内)|(?<![重主需纲])要(?![素求点])|发到|参训|作用|报(?:送)?[省市县区州旗镇乡]?[一-龥]{{0,4}}(?:政府|妇联|党委|办公室)",
    takes="妇女参加培训",
    leaves="示范基地",
)
# 1家国家级、10家省级、50家市级示范基地: the noun follows the last level only.
LEVEL = (
    rf"省市级|市县级|{phrases.LEVELS_ABOVE_COUNTY}|全国|自治区级|自治州级|州级|县级|区级|乡镇级|镇级|街道级|社区级|村级"
)
LEVEL_ONLY = PatternRule(rf"(?:{LEVEL})$", takes="市级", leaves="市级示范基地")
LEVELLED = PatternRule(
    rf"\d[一-龥]{{1,3}}?(?:{LEVEL})(?P<what>[^,;。、0-9]{{2,36}})", takes="50家市级示范基地", leaves="50家示范基地"
)
AGE_OF = re.compile(
    r"^\d{1,2}(?:-\d{1,2})?周?岁(?:及?以[上下])?的"
)  # 0-6岁儿童 keeps its age, 18岁以上的女性 needs none
# 为50万名女性提供职业能力服务: named by the service.
SERVICE_FOR_PEOPLE = PatternRule(
    rf"(?P<whom>[^,;。]{{1,24}}?)(?P<free>免费)?(?:{verbs.SERVING}"
    r"|做(?![工好])|(?:统一|集中)?(?:办理|购买|代?缴纳|赠送|捐赠|投保|配送(?!餐|单位|企业)))(?:\d{1,3}(?:天|次|小时|课时|个?月)的?|[一两]次)?(?P<what>[^,;。0-9]{2,36})",
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
LEADING_FILLER = re.compile(
    r"^(?:\+|\([段处座个条项]\)|及?以上|以内|左右|以下|目标|任务|工作(?![站室坊队者人组台])|的|及|等|和|一批|各类|口的)*"
)
OF_PLACE = PatternRule(r"^(?:其中)?[一-龥]{1,5}(?:自治)?[县市区镇乡州旗盟]$", takes="临江县", leaves="县妇联")
OF_PLACES = re.compile(
    r"(?<=[县区市镇乡村])\((?!社区\)[^建设配有至开均都推]{2,8}(?:机构|中心|组织|站|点))[县区市镇州旗街道社区、]{1,6}\)(?!“)"
)  # 县(市、区)
PART_ONLY = PatternRule(
    rf"^(?:其中)?(?:{phrases.LEVELS_ABOVE_COUNTY}|省市级|市县级|城市|农村|城镇|城乡|县级|区级|农牧区|街道级|社区级|男性|女性"
    rf"|第[一二三四五六七八九十]{{1,2}}[期批])?$",
    takes="其中城市",
    leaves="城市社区",
)
# 为残疾人家庭安装, 对高危人群开展检查: the people come first in the name, then what is done for them.
DONE_FOR_PEOPLE = PatternRule(
    r"^(?P<free>免费)?(?:为|给|向|对|面向|针对)(?:全[市县省区州旗国]|我[市县省区州])?(?P<whom>[^,;。为]{2,24}?)(?P<free2>免费)?"
    r"(?:发放|安装|开展|实施|提供|举办|进行|赠送|捐赠|配送|办理|购买|落实|给予|组织|(?=适配|追回|减免|配备|接种|改造))(?P<what>.*)$",
    takes="为残疾人家庭安装",
    leaves="为了发展",
)
# 在省级媒体发表稿件: where something is published is part of the name.
PUBLISHED = re.compile(
    r"(?:^|[,、])[在于](?P<where>[^,;。0-9]{3,18}?)(?:上|中)?(?P<what>(?:发表|刊发|刊登|刊播|播出|投放|推送|发布)[^,;。]{2,20})$"
)
ANYBODY = re.compile(r"(?:广大)?(?:妇女|群众|妇女群众|居民|市民|姐妹|干部群众|女性|家庭|妇女儿童|社会)?")
SCOPE_BEHIND = re.compile(r"(?<=[率例重])(?P<group>城乡|城镇|农村|城市|男女)$")  # 婚检率城乡均达
# A number's purpose: 300万元用于“两癌”救助.
PURPOSE = PatternRule(
    r"^(?:的?(?:专项)?(?:资金|经费))?(?:用于|用来|支持|实施|开展|建设)(?P<what>[^,;。0-9]{3,30})",
    takes="用于困难妇女救助",
    leaves="困难妇女救助",
)
# 30%以上的村至少建设1所具备条件的儿童之家: the share of those that have one.
DEED_OF_SHARE = re.compile(
    r"(?P<whom>[^,;。]{1,12}?)(?:至少|均|都|全部)?(?:(?P<deed>建设|建有|建立|建成|设有|设立|开设|配备|成立|组建)(?:至少|不少于)?"
    r"(?:(?:\d+|[一二两三])[个所处家名支间])?(?:[^,;。]{2,24}的)?(?P<what>[^,;。的]{2,16})|有(?P<number>[\d一二两三][^,;。]{2,16}))$"
)
SHARE = re.compile(r"^(?:\(含\))?(?:及?以上|左右|以内)?的")
# 市区学前入园率, and for the next group of people the same rate: its own group takes the place of 市区.
GROUP = (
    r"(?:全[市县省区州]|市区|城区|城市社区|农村社区|城市|城镇|农村|乡村|城乡|县\(市\)|乡镇|街道|小学(?!生)|初中(?!生)|高中(?!生)|幼儿园|男性|女性|市级|县级|乡级"
    r"|村级|镇级|省级|男童|女童|男生|女生|[东中西南北]部地区|[一-龥]{2}地区)"
)
GROUP_START = re.compile(rf"^{GROUP}(?!及|以上|、)")
PART_GROUP = PatternRule(
    rf"^(?:其中)?(?:{GROUP}|[一-龥()、]{{0,7}}(?:[县市区镇乡村州旗]|地区|学校|小学|中学|初中|高中|小学生|初中生|高中生|阶段|园|社区|单位|机关|企业|妇女|儿童"
    r"|女性|男性|人口|人员|干部|[期批季年]))$",
    takes="县(市)",
    leaves="居民消费价格",
)
EACH_REMAINDER = re.compile(r"^\([^()]{1,8}\)|[每各][^,;。]{0,8}(?:\([^()]{1,8}\))?$")
RATE_NOUN = PatternRule(
    r"率|比例|比重|占比|面$|度$|水平|覆盖|寿命|年限|[涨增降]幅|增速|指数|之比", takes="参保率", leaves="参保人数"
)
SENTENCE_WORDS = PatternRule(
    r"^(?:已有|现有|原有)的?$|[是们了吗呢]|^(?:由|在|与|向|为|通过|联合|依托|按照?|根据|坚持)",
    takes="她们的意见",
    leaves="妇女之家",
)  # part of a sentence, not a name
MODAL_VERB = re.compile(r"(?<=..)(?<![主重必需首])(?:要(?![求点素])|应|须|将)")
DIGIT = re.compile(r"\d")
LIST = re.compile(r"[、和与]|(?<![普惠涉])及")
AFTER_ANOTHER_NUMBER = PatternRule(r"\d[^\d,;:。、/]{0,4}[、/和及与]$", takes="25%和", leaves="25%的")
# 在原有18个的基础上, 由去年的26个: the starting value.
STARTING_VALUE = PatternRule(
    rf"在[^,;。]{{0,12}}基础上|[由从][^,;。]{{0,8}}\d[^,;。]*$|[由从](?:{phrases.LAST_YEAR}|{phrases.AT_PRESENT}"
    rf"|现有)?的?$",
    takes="在原有18个的基础上",
    leaves="新建18个",
)
RATE_OPENING = re.compile(
    rf"{phrases.AIMING}|(?:^|(?<=[,、]))[将把]|推动|实现|做到|使(?!用|命|馆|得)|让|努力|其中|全[市县省区州旗](?=[^,]{{4}})"
)
