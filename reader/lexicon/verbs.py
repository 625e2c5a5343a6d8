"""The verbs that the reader looks for, each listed once together with its uses.

A use is the name of one decision, for example ``promise``: may this verb announce a target? The constants below are
the alternations of all verbs of one use; patterns are composed of them. To add a verb, add it to a row of
``TABLE``.
"""

TABLE = (
    # Set up, build
    ("创建", "promise make begin done act each task name place_at trail"),
    ("新建 配备", "promise make act each task name place_at trail"),
    ("建设", "promise make act_on step each task name place_at"),
    ("建成", "promise make done act step decide all each name place_at trail attribute"),
    ("建立", "promise make begin done act step all each task text name"),
    ("组建", "promise make begin done act step decide each task name place_at"),
    ("成立", "promise make done act step decide task name place_at end"),
    ("打造", "promise make begin done act each task name"),
    ("设立", "promise make done act each task name place_at"),
    ("安装", "promise task name place_at"),
    ("设置", "each name place_at"),
    ("开通", "done step task"),
    ("布设", "place_at"),
    ("挂牌", "step decide place_at"),
    ("投放 增设 增配", "promise place_at"),
    ("推出", "promise make act name"),
    ("推行", "promise carry_out"),
    ("推广", "promise step task name carry_out"),
    ("建", "promise agent"),
    ("建有 设 有", "each"),
    ("再建 新成立", "name"),
    ("新建成", "make"),
    ("整合 加装 新打 升级 维修 种植 绿化 添置 购买 购置 采购", "promise"),
    ("办好", "hold"),
    ("开设", "promise hold act task name place_at"),
    ("开办", "promise hold name place_at"),
    ("孵化 改造 扩建 改建 挖掘", "promise make"),
    ("揭牌 上线 投入使用", "step"),
    ("搭建 构建 开发", "task"),
    ("竣工", "step decide"),
    # Hold, organise
    ("举办", "promise hold make begin done act step each agent task text name attribute"),
    ("召开", "promise hold make begin act step decide task text name"),
    (
        "开展",
        "promise hold make begin done act step each agent task text name carry_out dated end activity serve attribute",
    ),
    ("组织", "promise hold make step agent task text name dated mobilize attribute"),
    ("举行", "promise hold act each name activity"),
    ("承办", "promise hold"),
    ("主办 协办 演出 巡演 展示 展播 讲 晒", "promise"),
    ("组织开展", "task name"),
    ("组织举办", "name"),
    ("实施", "promise step task text name carry_out activity serve"),
    ("进行", "carry_out dated end serve"),
    ("启动", "promise begin step decide end activity"),
    ("动员 引导", "promise task name mobilize"),
    ("部署 对接", "step"),
    ("联合 协调 宣传", "task"),
    ("宣讲", "promise task"),
    # Train, help, serve
    ("促进", "end"),
    ("发动 号召 带领", "mobilize"),
    ("给予", "serve"),
    ("培训", "promise make begin done act_on step each agent member task heads"),
    ("培育", "promise make begin done act_on each task name"),
    ("培养", "promise make act_on task name heads"),
    ("培树", "promise make each name"),
    ("扶持", "promise make begin done act task name heads"),
    ("帮扶", "promise make done act_on task"),
    ("帮助", "promise act heads"),
    ("资助 救助", "promise make done act_on task name heads"),
    ("慰问 走访", "promise make done act member task name heads"),
    (
        "回访 关注 援助 受益 流转 阅读 就业 创业 增收 促成 签约 引进 爱心 送 赠送 减免 奖补 补助 支持 捐赠 储备",
        "promise",
    ),
    ("家访 谈心", "promise member"),
    ("服务", "promise act_on task"),
    ("关爱 学习 指导", "promise task"),
    ("参与 参加", "promise task end"),
    ("带动", "promise done act name heads end"),
    ("吸纳", "promise done act name heads"),
    ("惠及", "promise done heads"),
    ("转移", "promise heads"),
    ("转移就业 保障 维护", "task"),
    ("解决", "promise task"),
    ("输出 输转", "promise task name heads"),
    ("轮训", "promise step member task"),
    ("结对", "promise make task name heads"),
    ("联系", "make each name"),
    ("配送", "promise name"),
    # Select, commend
    ("评选", "promise make begin done act step each agent task name heads attribute"),
    ("评选表彰", "make name"),
    ("表彰", "promise make step task name heads"),
    ("表彰奖励 新招募", "name"),
    ("命名", "promise make task name attribute"),
    ("选树", "promise make act each task name"),
    ("评出 选出 评选出", "name"),
    ("揭晓", "promise task name"),
    ("推荐", "promise make act each agent task name trail"),
    ("推选 遴选 选取", "promise make"),
    ("选送", "each agent name heads"),
    ("选派", "promise make act task mobilize"),
    ("选拔 评 选 树 培 创 办 表扬 奖励 聘请 聘任 录用 采用 派出 派驻 注册", "promise"),
    ("寻找 认定", "promise make task"),
    ("申报", "promise make step task name"),
    ("争创 创成", "promise make name"),
    ("招募", "promise make act name heads"),
    ("确定", "promise make each"),
    # Provide, raise funds
    ("发放", "promise make begin done act step task name heads serve"),
    ("新发放 新增发放 新吸纳", "name"),
    ("新增", "promise make act task name heads"),
    ("筹集", "promise act name heads"),
    ("募集", "promise task name"),
    ("争取", "promise act task name heads"),
    ("投入", "promise act step"),
    ("提供", "promise act name end serve"),
    ("资金 安排", "promise"),
    ("征集", "promise make act"),
    # Write, publish
    ("制作", "promise make act name"),
    ("编印 形成", "promise make step name"),
    ("编写 拍摄", "promise make"),
    ("编发 发表", "name"),
    ("编制 修订", "step task"),
    ("印发", "promise make step decide task name"),
    ("印制 推送 订阅 刊发 播出 录制 建档 办理 组成", "promise"),
    ("发布", "promise make step task name"),
    ("撰写", "promise name"),
    ("制定", "begin step task name"),
    ("出台", "begin step decide all task"),
    ("颁布", "decide"),
    ("公布 汇报 通报 报", "step"),
    ("报送", "promise step each name"),
    ("上报", "promise step"),
    ("提交", "step name"),
    # Examine, correct
    ("检查 督查", "promise step member task"),
    ("督导 体检", "promise member"),
    ("调研 排查", "promise member task"),
    ("筛查 接种", "promise task"),
    ("评估 考核", "step member task"),
    ("监测 整改", "task"),
    ("验收 总结 换届", "step"),
    ("整治 清理 化解 调处 试点", "promise"),
    # Achieve
    ("完成", "promise make begin done act step decide all each agent task name dated"),
    ("实现", "promise done act step decide all task name"),
    ("达到", "promise each task name"),
    ("达标 到位", "step all"),
    ("覆盖", "promise done all"),
    ("全覆盖 结束", "step"),
    ("落实", "promise step all task text serve"),
    ("收官", "all"),
    ("确保", "promise task name"),
    ("力争", "promise name"),
    ("做到", "name"),
    ("做好", "task text dated"),
    ("抓好", "task text dated trail"),
    ("搞好", "task"),
    ("推动", "task text name end activity"),
    ("推进", "step task text dated activity"),
    # Raise, lower, keep
    ("发展", "promise make done end"),
    ("扩大 完善", "promise task text"),
    ("改善", "promise"),
    ("提升", "promise task end"),
    ("提高", "promise task"),
    ("增加 保持 稳定 降低 减少 下降 控制 缩小 压减 压缩 压降 削减 延长", "promise"),
    ("深化 健全 加强 强化", "task text"),
    ("拓展 巩固 优化 畅通 配合", "task"),
    ("巩固提升 改造提升", "name"),
    ("坚持 围绕 依托 发挥 紧紧", "text"),
)


def _either(use: str) -> str:
    """The alternation of the verbs of ``use``, longest first, so that 组织开展 is not matched as 组织."""
    verbs = [verb for row, uses in TABLE if use in uses.split() for verb in row.split()]
    return "|".join(sorted(verbs, key=len, reverse=True))


PROMISING = _either("promise")  # may announce the number of its clause as a target: 培训妇女500人
HOLDING = _either("hold")  # events, where 一 may be a count: 举办一期培训班
MAKING = _either("make")  # directly before a Chinese numeral: 创建三个示范点
BEGINNING = _either("begin")  # begin a clause about the future: 新建, 启动
ACCOMPLISHED = _either("done")  # with 了 or 已 report what was done: 已建成
ACTING = _either("act")  # follow the means or the agent: 依托妇女之家举办
ACTING_ON = _either("act_on")  # the same, unless they are part of a noun: 培训项目
COMPLETING_STEP = _either("step")  # complete a step by a day: 4月底前出台
DECIDING = _either("decide")  # completed once within the year: 年内颁布
COMPLETING_ALL = _either("all")  # follow 全部, 全面, 如期: 全面建成
SET_FOR_EACH = _either("each")  # follow 均, 都 or 各 where each unit must do something: 各建成1个
AGENT_ACTING = _either("agent")  # follow the office that acts: 镇妇联组织
EXAMINING = _either("member")  # applied to each member of a group: 对执委轮训1次
TASK = _either("task")  # characterise a sentence as a task
OPENING_TEXT = _either("text")  # begin the text after a heading
OPENING_NAME = _either("name")  # precede the name of what is counted: 创建｜示范基地
COUNTING_HEADS = _either("heads")  # are part of that name if people are counted: 培训妇女
CARRYING_OUT = _either("carry_out")  # done at a counted place: 在3个县开展
SETTING_UP_AT = _either("place_at")  # set up at a counted place: 在5个乡镇设立
WITH_DATED_OBJECT = _either("dated")  # may have an object with an old year: 做好2001-2010年规划评估
ENDING_NAME = _either("end")  # end the name of what is counted: 妇女｜参加培训
TRAILING_NAME = _either("trail")  # follow the name of what is counted: 示范基地｜新建5个
HOLDING_ACTIVITY = _either("activity")  # precede the name of an activity: 开展百万家庭学法活动
MOBILIZING = _either("mobilize")  # precede the participants: 组织百名宣讲员
SERVING = _either("serve")  # follow the people who receive something: 女性｜提供服务
ATTRIBUTIVE = _either("attribute")  # with 的 describe what exists: 建成的
