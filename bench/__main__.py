"""``python -m bench [NAME …]``: run the benchmarks (all of them without a name) in a database of their own."""

import logging
import os
import sys

NAMES = ("totals", "pages")


def main(names):
    """Start or join the servers, make a scratch database of a whole province, run, and take it away again."""
    unknown = [n for n in names if n not in NAMES]
    if unknown:
        sys.exit(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(NAMES)}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    logging.disable(logging.WARNING)  # logins of the benchmark are no news
    setup_test_environment(debug=False)
    made = setup_databases(verbosity=0, interactive=False)
    try:
        from bench import pages, totals, world

        province = world.build()
        for name in names or NAMES:
            {"totals": totals, "pages": pages}[name].run(province)
    finally:
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main(sys.argv[1:])
