"""Characters that are typed for each other because they look or sound alike: 家廷 for 家庭, 贷兔扶补, 陪训, 风庆县.

Of a name that is known a person reads them without a doubt. None of them tells one place, number or kind of figure
from another (县 and 区, 新 and 旧, 三 and 四, 东 and 西, 男 and 女, 城 and 乡), so no name becomes another by them.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import permutations

GROUPS = """
庭廷亭 免兔勉 培陪赔 贷货 德徳得 风凤 原源愿 未末 己已巳 人入 日曰 拔拨 土士 天夫 住佳往 治冶 干于
侯候 练炼 帐账胀 像象 坐座 做作 连联 妇归负 巾币 帼国蝈 扶抚夫 补朴扑捕 担但胆 保宝堡 款欵 持恃特待
训驯讯 技枝支 能熊 劳捞 受授爱 众从 群裙 调凋周 解懈 纠究叫 纷份分 婚昏 姻烟 案按 件伴 暴爆 童僮
心必 服伏 务物 站占沾 推椎堆 荐鉴 树数 评坪 典曲 模摸膜 范泛犯 创刨 建健键 设没 庄压 资姿 协胁
帮邦绑 结洁 对队 慰尉熨 问间 访仿坊纺 排徘 化华 息熄 体休 检捡险验 宫官 颈劲径 乳孔 腺线 募幕慕 捐损
赠增 微徽 院垸 美羡 绿录 母毋 阅悦越 读续 好妤 廉帘谦 和合 谐协偕 宣宜 讲进 场扬 活话 家加 户卢
示视 困因 难准 贫贪 脱说 转传 移侈 益溢 志致 教较 校效 竞竟 蕾雷 维唯 权杈 援缓 组祖 型形 基墓
层屋 骨滑 辅铺捕 导异 员圆 指旨 标杯 综踪 级极 岗冈 位泣 优忧 秀透 就蹴 业亚 素索 质盾 提题 升开
救求 助肋 孤弧 残戋 疾疫 护沪 康慷 知只 识织 法珐 律津 咨恣 询徇 普晋 卫未 科料 试式 赛寨 表裱
扬杨 崇祟 礼孔 仪议 公共 益盖 志忘 愿愚 巡逛 演寅 歌哥 舞午 影景 视现 频濒 微薇 信伩 播摇 覆复
率卒 登蹬 记纪 注住 册删 档挡 库裤 收攸 贴帖 息思 额颜 投没 融隔 赠曾 循寻 环坏 境竟 晒哂 织积
巧朽 手毛 坊场 居屋 院完 梳疏 编偏 沧苍仓 康糠 耿耽 马码 临监邻 翔祥详 永水 江汪 孟盂猛 湘相厢
沪泸庐 凰皇 垣恒桓 龙尤 顺须 靖静 桂挂柱 柳卯 鹿麓 塞寨 苗描 瑶谣摇 彝夷 佤瓦 族簇旅 祜祐枯 拉垃
布部 朗郎浪 藏臧 尼泥 桐恫 古吉 丘兵 峰锋蜂 源沅 阳杨 陵凌 岭领 港巷 滨宾 淮准 汾芬 郸单 邯甘 泽择
浦埔 溪奚 潭谭 壁璧 壤攘 璃离 琼惊 隆窿 昌冒 盈盆 腾滕 冲充 陇拢 麻嘛 栗粟
"""
# The same character in another form (traditional, Japanese, a variant), then as it is written today. They are equal.
FORMS = """
個个 傳传 億亿 兒儿 冊册 冩写 創创 効效 區区 単单 單单 國国 場场 婦妇 學学 寫写 專专 導导 峯峰
幗帼 廣广 徳德 恊协 慶庆 戶户 戸户 揚扬 數数 會会 業业 樹树 權权 歲岁 況况 涼凉 溫温 滄沧 為为
營营 爲为 産产 發发 眾众 糾纠 紛纷 維维 網网 練练 縣县 羣群 習习 聯联 臨临 與与 萬万 號号 衆众
裏里 補补 裡里 親亲 訓训 評评 說说 調调 講讲 證证 護护 貧贫 貸贷 轉转 農农 選选 鄉乡 鄰邻 鎭镇
鎮镇 隣邻 險险 雙双 雲云 馬马 髙高 髮发 鳳凤 黃黄 齡龄
"""
SAME_CHARACTERS = str.maketrans({form[0]: form[1] for form in FORMS.split()})


def _make_partners():
    partners: dict[str, str] = defaultdict(str)
    for group in GROUPS.split():
        for one, other in permutations(group, 2):
            if other not in partners[one]:
                partners[one] += other
    return dict(partners)


PARTNERS = _make_partners()


def with_one_exchanged(text: str) -> Iterator[tuple[int, str]]:
    """(place, text) for each text that differs in one character that is easily typed for another."""
    for at, letter in enumerate(text):
        for other in PARTNERS.get(letter, ""):
            yield at, text[:at] + other + text[at + 1 :]
