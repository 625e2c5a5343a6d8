"""The tables of addresses that stand in files of their own, for ``test_every_url``."""

from tests.repository.admin_addresses import ADMIN_TABLE
from tests.repository.circulars_addresses import CIRCULARS_TABLE
from tests.repository.interface_addresses import INTERFACE_TABLE
from tests.repository.supervision_addresses import SUPERVISION_TABLE
from tests.repository.totals_addresses import TOTALS_TABLE

OTHER_TABLES = ADMIN_TABLE + CIRCULARS_TABLE + INTERFACE_TABLE + SUPERVISION_TABLE + TOTALS_TABLE
