"""Plan documents: read into proposals, confirmed one by one, and adopted into the plan.

Imports the reader (``reader``), ``plans`` and the topics below (``goals``, ``shares``, ``totals``, ``models``).
"""
