"""Patterns for administrative units and for work that is done at several places."""

from reader.lexicon import phrases, verbs
from reader.lexicon.rules import PatternRule

ADMINISTRATIVE = PatternRule(
    rf"^(?:以上)?(?:{phrases.LEVELS_ABOVE_COUNTY}|少数民族|民族|贫困|边境|重点|试点|深度贫困|项目"
    rf"|示范)*(?:自治)?(?:{phrases.OFFICES}|{phrases.SETTLEMENTS}|县|市|区|旗|州|乡|镇|村|村民小组|行政村|成员单位"
    rf"|地级市|省|国家|地区|部委|片区|开发区|高新区|团体会员|部室)(?![级村土里内外域长民])"
    # 4个社区儿童之家 counts homes
    r"(?!(?:(?<=社区)|(?<=街道)|(?<=[村镇]))(?:[^,;。、0-9建设立开展有已均都的了是进推]{0,14}(?:之家|服务机构|养老机构|服务中心|卫生[室站院]|驿站|食堂|幼儿园|小学|活动室|服务[站点]|文化站)))",
    takes="乡镇为试点",
    leaves="乡土人才",
)
# Work done at counted places (开展) or things set up there. 建立的 is an attribute, 建立健全 is abstract.
AT_PLACES = PatternRule(
    rf"(?<!已)(?:{verbs.CARRYING_OUT}|(?:建立(?!健全|完善)|{verbs.SETTING_UP_AT})(?!的|了|过))",
    takes="开展督导",
    leaves="已开展督导",
)
