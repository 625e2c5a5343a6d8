"""Rules for numbers that only announce what follows or how often something is told."""

from reader.clauses.contexts import QuantityContext
from reader.promises.conditions import NumberRule, after, all_of, before, bounded, earlier_in_sentence, none_of

GOOD_DEEDS = (
    r"(?:(?:重点|民生|惠民|为民|利民|便民|妇女|儿童|妇儿|年度|工作|大|具体|社会|服务|关爱|市级|县级|省级|政府|的)){0,4}"
    r"(?:实事|好事|大事|民[生心]工程|惠民工程|民生项目)"
)


def is_one(context: QuantityContext) -> bool:
    return context.quantity.value == 1 and context.quantity.upper is None


def is_range(context: QuantityContext) -> bool:
    return context.quantity.upper is not None


def list_follows(context: QuantityContext) -> bool:
    return context.line.flat[context.clause.end : context.clause.end + 1] == ":"


of_each = before(r"每(?!年|[一两二三四五半]年|季|个?月)|各(?!项|类|方|界|族)|至少|不少于|均|都要")

RULES = (
    # 办好11件实事: counts the list that follows; 每个妇联办好2件实事 and 办实事100件 are work.
    NumberRule(
        "list_count",
        all_of(
            after(rf"^{GOOD_DEEDS}"),
            none_of(bounded, of_each, is_range),
        ),
        "今年要办好[11件]实事",
        "每个妇联办好[2件]实事",
        measures=("件", "项", "个", "大", "大类"),
    ),
    # 重点抓好三件事。
    NumberRule(
        "list_count",
        all_of(before(r"(?:抓好|做好|办好|办成|干好|做成)$"), after(r"^事$"), none_of(bounded, of_each)),
        "今年要抓好[三件]事",
        "每个妇联办好[2件]事",
        measures=("件",),
    ),
    # 去年办了10件实事,今年要办12件。
    NumberRule(
        "list_count",
        all_of(
            before(r"(?:办|办好|办成|干好)$"), after(r"^$"), earlier_in_sentence(GOOD_DEEDS), none_of(bounded, of_each)
        ),
        "去年办了10件实事,今年要办[12件]",
        "去年办了10件实事,今年要办案[12件]",
        measures=("件",),
    ),
    NumberRule(
        "list_count",
        all_of(before(r"(?:实事|好事|大事)$"), after("^$"), list_follows, none_of(of_each)),
        "办好实事[6件]:一是",
        "办好实事[6件],培训妇女",
        measures=("件", "项"),
    ),
    # 公布民生实事项目40项
    NumberRule(
        "list_count",
        all_of(
            before(r"(?:确定|公布|产生|票决|发布|出炉|遴选)[^,;。]{0,24}(?:实事|好事)(?:项目)?(?:为|共|共计)?$"),
            after("^$"),
            none_of(of_each),
        ),
        "投票表决确定民生实事项目[40项]",
        "今年完成民生实事项目[40项]",
        measures=("件", "项", "个"),
    ),
    # 促进就业(3项): how many items stand below the heading
    NumberRule(
        "list_count",
        all_of(before(r"^[^()0-9]{0,20}\($"), after(r"^\)$")),
        "促进就业([3项])",
        "促进就业[3项]",
        measures=("项", "条", "件"),
    ),
    # 列入全市10件实事之一
    NumberRule(
        "list_count",
        all_of(
            before(r"(?:列入|列为|纳入|作为|确定为|成为|入选)[^,;。0-9]{0,16}$"),
            after(r"^[^,;。0-9]{0,10}(?:实事|好事|大事|工程|项目|任务|清单)"),
            none_of(bounded),
        ),
        "把儿童之家列入全市[10个]民生项目",
        "今年实施[10个]民生项目",
        measures=("件", "项", "个", "大"),
    ),
    # 每半年公布一次: how often something is told
    NumberRule(
        "how_often_told",
        all_of(
            is_one,
            before(
                r"每(?:个|一)?(?:半年|年|季度?|月|半月|周|旬|学期|两个?月)[^,;。0-9]{0,16}"
                r"(?:公布|公示|公开|通报|汇报|报告|报送|上报|反馈|报|发布|晾晒|通气|调度|统计|更新)[^,;。0-9]{0,8}$"
            ),
        ),
        "每半年公布[一次]进展情况",
        "每半年督导[一次]",
        measures=("次", "期", "份"),
    ),
)
