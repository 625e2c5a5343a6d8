"""The checks of a plan's returns, family by family: pure functions of what is typed, what was reported before and what
is owed. Nothing here reads or writes a database; who asks brings a ``Case`` and gets ``Found``s."""
