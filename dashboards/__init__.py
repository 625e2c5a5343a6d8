"""Pages of totals at all levels: boards, numbers, rankings, changes. May import targets and all below it."""
