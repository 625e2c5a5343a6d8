"""The people of the demonstration, created by ``loaddemo``, all with one password."""

from datetime import date

from django.contrib.auth.hashers import make_password

from accounts.models import Person, Post, Role
from audit.actions import record
from fedwork.local.demo.clock import clock_at
from orgs.models import Unit

PASSWORD = "FedWork-2020"
JOINED = date(2019, 12, 2)
PROVINCE, CITY = "530000000000", "530900000000"
LIUZHOU = "450200000000"
BEIJING = "110000000000"
COUNTIES = {
    "linxiang": "530902000000",
    "fengqing": "530921000000",
    "yunxian": "530922000000",
    "yongde": "530923000000",
    "zhenkang": "530924000000",
    "shuangjiang": "530925000000",
    "gengma": "530926000000",
    "cangyuan": "530927000000",
}
# login name, name, role, unit; listed on the console
NAMED = [
    ("yongde", "永德县填报员", Role.CLERK, COUNTIES["yongde"]),
    ("lincang.shenhe", "临沧市审核员", Role.REVIEWER, CITY),
    ("lincang.jihua", "临沧市计划员", Role.PLANNER, CITY),
    ("lincang.shuju", "临沧市数据管理员", Role.DATA_ADMIN, CITY),
    ("yunnan.lingdao", "云南省领导", Role.LEADER, PROVINCE),
    ("xitong", "系统管理员", Role.SYSTEM_ADMIN, PROVINCE),
    ("anquan", "安全管理员", Role.SECURITY_ADMIN, PROVINCE),
    ("shenji", "审计管理员", Role.AUDIT_ADMIN, PROVINCE),
    ("liuzhou", "柳州市审核员", Role.REVIEWER, LIUZHOU),
    ("liunan", "柳南区填报员", Role.CLERK, "450204000000"),
    ("liudong", "柳东新区填报员", Role.CLERK, f"{LIUZHOU}-LD"),
    ("liuzhou.jihua", "柳州市计划员", Role.PLANNER, LIUZHOU),
    ("liuzhou.lingdao", "柳州市领导", Role.LEADER, LIUZHOU),
    ("beijing.jtb", "北京市妇联家庭儿童部填报员", Role.CLERK, f"{BEIJING}-JE"),
    ("haidian", "海淀区填报员", Role.CLERK, "110108000000"),
    ("beijing.shenhe", "北京市审核员", Role.REVIEWER, BEIJING),
    ("beijing.jihua", "北京市计划员", Role.PLANNER, BEIJING),
    ("beijing.lingdao", "北京市领导", Role.LEADER, BEIJING),
]
OTHERS = [
    *((name, f"{name} 填报员", Role.CLERK, code) for name, code in COUNTIES.items() if name != "yongde"),
    ("lincang.bgs", "临沧市妇联办公室填报员", Role.CLERK, "530900000000-BG"),
    ("lincang.qyb", "临沧市妇联权益部填报员", Role.CLERK, "530900000000-QY"),
    ("yunnan.jihua", "云南省计划员", Role.PLANNER, PROVINCE),
    ("yunnan.shenhe", "云南省审核员", Role.REVIEWER, PROVINCE),
    ("yunnan.shuju", "云南省数据管理员", Role.DATA_ADMIN, PROVINCE),
    ("liucheng", "柳城县填报员", Role.CLERK, "450222000000"),
    ("sanjiang", "三江县填报员", Role.CLERK, "450226000000"),
    ("liuzhou.shuju", "柳州市数据管理员", Role.DATA_ADMIN, LIUZHOU),
    ("liuzhou.bgs", "柳州市妇联办公室填报员", Role.CLERK, f"{LIUZHOU}-BG"),
    ("liuzhou.qyb", "柳州市妇联权益部填报员", Role.CLERK, f"{LIUZHOU}-QY"),
    ("liuzhou.jtb", "柳州市妇联家庭儿童部填报员", Role.CLERK, f"{LIUZHOU}-JT"),
    ("yunnan.fzb", "省妇联发展部填报员", Role.CLERK, "530000000000-FZ"),
    ("beijing.bgs", "北京市妇联办公室填报员", Role.CLERK, f"{BEIJING}-BG"),
    ("beijing.zzb", "北京市妇联组织部填报员", Role.CLERK, f"{BEIJING}-ZZ"),
    ("beijing.xcb", "北京市妇联宣传部填报员", Role.CLERK, f"{BEIJING}-XC"),
    ("beijing.fzb", "北京市妇联发展部填报员", Role.CLERK, f"{BEIJING}-FZ"),
    ("beijing.qyb", "北京市妇联权益部填报员", Role.CLERK, f"{BEIJING}-QY"),
    ("beijing.few", "北京市妇儿工委办填报员", Role.CLERK, f"{BEIJING}-FE"),
    ("beijing.llb", "北京市妇联联络部填报员", Role.CLERK, f"{BEIJING}-LL"),
    ("beijing.dwb", "北京市妇联机关党委填报员", Role.CLERK, f"{BEIJING}-DW"),
    ("dongcheng", "东城区填报员", Role.CLERK, "110101000000"),
    ("chaoyang", "朝阳区填报员", Role.CLERK, "110105000000"),
    ("miyun", "密云区填报员", Role.CLERK, "110118000000"),
]


def create_people():
    """Create the people whose units exist, with their posts from JOINED on."""
    with clock_at(JOINED):
        return _create_people()


def _create_people():
    """The password is hashed once, because hashing is slow."""
    units = {u.code: u for u in Unit.objects.filter(code__in={row[3] for row in [*NAMED, *OTHERS]})}
    password_hash = make_password(PASSWORD)
    for username, name, role, code in (row for row in [*NAMED, *OTHERS] if row[3] in units):
        full_name = name if not name.startswith(username) else f"{units[code].short_name}填报员"
        person = Person.objects.create(
            username=username, name=full_name, password=password_hash, must_change_password=False
        )
        Post.objects.create(person=person, unit=units[code], role=role)
        record(by=None, verb="person.create", on=username, unit=code, data={"demonstration": True})
    return {person.username: person for person in Person.objects.all()}


def introduction():
    """Text for the console: login names and the password."""
    rows = [f"  {username:<16} {name}" for username, name, _, _ in NAMED]
    return "\n".join([f"密码都是 {PASSWORD}（仅演示用）：", *rows])
