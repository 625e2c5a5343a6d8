"""Patterns that several rules share: words that announce a target or characterise a number."""

from reader.lexicon import phrases, verbs
from reader.lexicon.rules import PatternRule

VERB = PatternRule(
    verbs.PROMISING,
    takes="培训妇女",
    leaves="妇女人数",
)
USE_VERBS = (
    r"(?:对照|依托|利用|用好|发挥|围绕|聚焦|(?<!有)针对|紧盯|根据|按照|通过|借助|执行)"  # precede the means of work
)
EVENT_VERB = PatternRule(
    rf"(?:{verbs.HOLDING})(?:[^,;]{{0,16}}|[^,;]{{0,40}}各)$",
    takes="举办",
    leaves="举办培训班,",
)
EVENT_UNITS = {"期", "场", "次", "场次", "班次", "轮", "轮次", "遍", "堂", "讲"}
MADE_BEFORE = PatternRule(
    rf"(?:{verbs.MAKING})(?:好|和|并|了)?[^,;、。]{{0,8}}$",
    takes="创建",
    leaves="创建示范点,",
)
# 为100名困难妇女进行康复训练, 给50户买保险: a light verb and what is done for the people.
BENEFICIARY = PatternRule(
    r"(?:[为给对向](?!了)|替|帮)(?:全[市县省区州旗镇乡])?[^,;。0-9]{0,8}$",
    takes="为",
    leaves="为了",
)
DONE_FOR = PatternRule(
    r"^(?:\d{1,2}(?:-\d{1,2})?周?岁(?:及?以[上下])?)?[^,;。0-9是]{0,24}?(?:进行|(?:[做买缴]|配(?!偶))(?=[一-龥]{2})|配[镜餐药]|接种|注射|筛查|体检"
    r"|给予|颁发|缴纳|代缴|投保|解决|治疗|治愈|康复|诊疗|诊治|义诊|手术|理发|讲解|辅导|授课"
    r"|讲课|监测|检测|测评|评估)(?!的|了|过|得|为|主|出|法|用|业|风|案|处[理罚]|处分|问责|批评|约谈|诫勉)",
    takes="困难家庭买保险",
    leaves="履职不力的专干进行约谈",
)
# 1.2万户居民将用上天然气: what the people or places will have
WILL_GAIN = PatternRule(
    r"^[^,;。0-9]{0,14}?(?:将|有望)(?:陆续|全部|逐步|免费|率先|都|一次性|因此){0,2}(?:用上|喝上|住[上进]|搬[进入迁离]|告别|享受|获得|获赠|得到|通上|通[水电气路车网公]"
    r"|领[到取]|接受|受益|拥有|迎来新|完成|实现|进行)",
    takes="居民将用上天然气",
    leaves="居民已用上天然气",
)
WISHED = PatternRule(
    r"^[^,;。]{0,8}(?:谋|撑起|排忧|解难|鼓劲|加油|点赞|代言|发声|鼓与呼|保驾护航)",
    takes="妇女谋幸福",
    leaves="妇女送岗位",
)
RATIO_WORDS = PatternRule(
    r"[一-龥]{2}率|率|比例|比重|占比|占|知晓度|满意度|覆盖|份额|%|‰|/10万",
    takes="女性占比",
    leaves="女性人数",
)
GROWTH = PatternRule(
    r"(?:增长|上升|增速|增幅|涨幅)(?:率|幅度)?(?:[为达到至在约]|保持|达到)?$",
    takes="比上年增长",
    leaves="比上年压减",
)
CAUSE = PatternRule(
    r"由于|随着|因为|因|鉴于|面对|虽然|尽管",
    takes="由于人数增长",
    leaves="人数增长",
)
PART_OF_YEAR = PatternRule(
    r"[^,;。]{0,6}?(?:[一二三1-3]季度|上半年|前[一二三四五六七八九十\d]{1,2}个?(?:季度|月))(?!前)",
    takes="一季度增长",
    leaves="一季度前增长",
)
AUTHORITY_STATES = PatternRule(
    rf"(?:[省市县区州旗党]委|中央|国务院|政府)(?:[^,;。]{{0,6}})(?:{phrases.STATING}|要求|指出)",
    takes="市委提出增长",
    leaves="全县增长",
)
BACKGROUND = PatternRule(
    r"(?:以上|左右)?的(?:成绩|背景|形势|情况|局面|态势|好成绩|速度|条件)",
    takes="的成绩来之不易",
    leaves="的目标",
)
SHARE_OF_GROUP = PatternRule(
    r"的(?!成绩|背景|形势|情况|局面|态势|好成绩)",
    takes="的妇女之家",
    leaves="的成绩",
)
RECEIVED = PatternRule(
    r"接听|接待|受理|收到|发生|来信|来访|咨询|浏览|阅读量|点击",
    takes="接待来访",
    leaves="走访家庭",
)
GOAL = PatternRule(
    rf"{phrases.GOALS}|计划",
    takes="全年任务数",
    leaves="妇女人数",
)  # 任务数:200例
EACH_DAY = PatternRule(
    r"每(?:天|日|周|次|班)$",
    takes="每天",
    leaves="每户",
)  # describes how something is done
MAINTAINED = PatternRule(
    r"巩固|保持|维持|稳定(?:在|住)|持续保持|继续保持",
    takes="参保率保持在",
    leaves="参训率达",
)
EXISTING = PatternRule(
    rf"(?:已(?:经)?|{phrases.LAST_YEAR}|原有|现有|前期|往年)[^,;。]{{0,8}}(?:的|有)?$",
    takes="现有的",
    leaves="新建的",
)
# 比去年增长8% restates the preceding number as an increase.
INCREASE = PatternRule(
    rf"^[^,;。]{{0,4}}(?:比|较)(?:{phrases.LAST_YEAR}|上一年|往年|同期)",
    takes="比上年增加",
    leaves="上年增加",
)
RUNNING = PatternRule(
    rf"{phrases.SUMMING}",
    takes="累计发放贷款",
    leaves="发放贷款",
)
LEVEL = PatternRule(
    r"保持|稳定|总数|总量|存量|保有|在册|拥有|达到|时限|期限|响应时间|(?:办理|办结|审批|处理|答复)(?:时间|周期)",
    takes="总数保持",
    leaves="新增",
)
FALLING = PatternRule(
    rf"{phrases.LOWERING}|减少|压减|压缩|缩短|缩小|控制在|降至|降到|压降",
    takes="积案减少10件",
    leaves="积案化解10件",
)
PREPARING = PatternRule(
    r"[^。;]{0,70}?目标[^。;,]{0,6}(?:做好|打好|打下|奠定|提供|创造|积累|储备|作好|准备)",
    takes="为实现目标做好准备",
    leaves="实现目标",
)
WORKING_GROUP = PatternRule(
    r"督查组|检查组|工作组|领导小组|专班|考核组|调研组|小组|督导组|指导组",
    takes="成立6个督查组",
    leaves="开展督导6次",
)
LEVELS = PatternRule(
    rf"{phrases.LEVELS_ABOVE_COUNTY}|全国|自治区级|自治州级|州级|县级|区级|乡级|镇级|村级|市、县|县\(区\)级|省、市",
    takes="市级示范点",
    leaves="示范点",
)
SCOPES = PatternRule(
    r"(?:[^,;。、的]{0,12}等[一二两三四五六七八九十\d]{1,3}个[^,;。力争]{1,10}(?=力争|到|在|要|,|$)"
    r"|其余\d{1,3}个[^,;。力争]{1,6}"
    r"|全[市县省区州国](?:妇联系统|各级妇联)?|城镇|城市|农村|城乡)",
    takes="全县表彰",
    leaves="表彰",
)
