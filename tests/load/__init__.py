"""Kills and crowds: the whole system in real processes on servers of its own, checked to the last digit.

``python -m tests.load kills --rounds 100`` kills workers, the clock, Valkey and PostgreSQL at random moments while
writers act; ``python -m tests.load crowd --seconds 30`` runs eight writers, a reviewer, an importer and a rebuilder at
once; ``python -m tests.load clerks --people 500 --seconds 300`` simulates clerks who fill in their forms over HTTP.
The exit code is 0 only if nothing that was acknowledged is lost and every total is right.
"""
