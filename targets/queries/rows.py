"""Rows of several tables from one plain statement, as the models that they are.

For the few statements that are run at every cell that is saved, and that Django's query language cannot say: two rows
locked in different ways, or a choice among several rows for each.
"""

from django.db import connection


def columns(**tables):
    """The columns of these models, alias=Model, for a SELECT whose rows ``models`` reads."""
    return ", ".join(
        f'{alias}."{field.column}"' for alias, model in tables.items() for field in model._meta.concrete_fields
    )


def models(row, *wanted):
    """The instances of ``wanted`` from a row that begins with their ``columns``, and the rest of the row. None stands
    for a model of which the row has nothing (an outer join)."""
    found, start = [], 0
    for model in wanted:
        fields = model._meta.concrete_fields
        values = [_value(field, raw) for field, raw in zip(fields, row[start:], strict=False)]
        start += len(fields)
        names = [field.attname for field in fields]
        empty = values[names.index(model._meta.pk.attname)] is None
        found.append(None if empty else model.from_db(connection.alias, names, values))
    return *found, row[start:]


def _value(field, raw):
    read = getattr(field, "from_db_value", None)
    return read(raw, None, connection) if read else raw
