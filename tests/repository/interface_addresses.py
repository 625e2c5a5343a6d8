"""The interface for other systems, and the pages of its tokens, with every persona: as in ``test_every_url``. A login
opens nothing of the interface."""

INTERFACE_TABLE = """
Lxxxxx.xxx Lmmmmmmmmm /tokens/
Lxxxxx.xxx Lxxxxx+xxx /tokens/new
Lmmmmmmmmm Lxxxxx+xxx /tokens/{token}/revoke
---------- mmmmmmmmmm /api/v1/
---------- mmmmmmmmmm /api/v1/nothing
.......... mmmmmmmmmm /api/v1/openapi.json
tttttttttt mmmmmmmmmm /api/v1/plans
tttttttttt mmmmmmmmmm /api/v1/plans/lincang-2020
tttttttttt mmmmmmmmmm /api/v1/plans/lincang-2020/periods
tttttttttt mmmmmmmmmm /api/v1/plans/lincang-2020/targets
tttttttttt mmmmmmmmmm /api/v1/plans/lincang-2020/units
tttttttttt mmmmmmmmmm /api/v1/plans/lincang-2020/units/530900000000/totals/2020Q2
tttttttttt mmmmmmmmmm /api/v1/plans/lincang-2020/units/530900000000/totals/2020Q2/below
tttttttttt mmmmmmmmmm /api/v1/plans/lincang-2020/units/530900000000/figures/2020Q2
"""
