"""The process of one role: ``python -m tests.load.role_process ROLE FOLDER [PART PARTS]``; stops on SIGTERM."""

import signal
import sys
from pathlib import Path

import django


def main(role, folder, part=0, parts=1):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    django.setup()
    from tests.load.roles import ROLES

    ROLES[role](Path(folder), f"{role}-{part}", part, parts).work()


if __name__ == "__main__":
    main(*sys.argv[1:3], *(int(number) for number in sys.argv[3:]))
