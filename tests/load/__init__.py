"""Kills and crowds: the whole system in real processes on servers of its own, judged to the last digit.

``python -m tests.load kills --rounds 100`` kills workers, the clock, Valkey and PostgreSQL at random moments while
people write; ``python -m tests.load crowd --seconds 30`` lets eight writers, a reviewer, an importer and somebody who
rebuilds work at once; ``python -m tests.load clerks --people 500 --seconds 300`` lets clerks fill in their forms over
HTTP. All end with 0 only when nothing that was acknowledged is lost and every total is right.
"""
