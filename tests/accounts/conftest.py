"""A province with a city and two counties, the three administrators of the city, and other people."""

import pytest

from accounts.models import Role
from tests.factories import make_person, make_unit


class AccountsWorld:
    """Units and people by name."""

    def __init__(self):
        self.yunnan = make_unit("530000000000", "云南省")
        self.lincang = make_unit("530900000000", "临沧市", parent=self.yunnan, short_name="临沧")
        self.yongde = make_unit("530923000000", "永德县", parent=self.lincang, short_name="永德")
        self.shuangjiang = make_unit("530925000000", "双江县", parent=self.lincang, short_name="双江")
        self.system = make_person("lincang-system", (Role.SYSTEM_ADMIN, self.lincang), name="系统管理员")
        self.security = make_person("lincang-security", (Role.SECURITY_ADMIN, self.lincang), name="安全管理员")
        self.audit = make_person("lincang-audit", (Role.AUDIT_ADMIN, self.lincang), name="审计管理员")
        self.clerk = make_person("yongde", (Role.CLERK, self.yongde), name="永德填报员")
        self.leader = make_person("yunnan", (Role.LEADER, self.yunnan), name="云南领导")
        self.both = make_person("both", (Role.CLERK, self.yongde), (Role.PLANNER, self.yunnan), name="身兼两职")


@pytest.fixture
def world(db):
    return AccountsWorld()
