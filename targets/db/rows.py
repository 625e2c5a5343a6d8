"""Rows of several tables from one plain statement, as the models that they are.

For the few statements that are run at every cell that is saved or every form that is opened, and that Django takes
longer to put together than the database to answer, or cannot say: two rows locked in different ways, or a choice among
several rows for each.
"""

from functools import cache

from django.db import connection
from django.db.models import Model


def columns(**tables: type[Model]) -> str:
    """The columns of these models, alias=Model, for a SELECT whose rows ``models`` reads."""
    return ", ".join(
        f'{alias}."{field.column}"' for alias, model in tables.items() for field in model._meta.concrete_fields
    )


def models(row: tuple, *wanted: type[Model]) -> tuple:
    """The instances of ``wanted`` from a row that begins with their ``columns``, and the rest of the row. None stands
    for a model of which the row has nothing (an outer join)."""
    found, start = [], 0
    for model in wanted:
        names, key, read = _fields(model)
        end = start + len(names)
        values = list(row[start:end])
        for place, reader in read:
            values[place] = reader(values[place], None, connection)
        found.append(None if values[key] is None else model.from_db(connection.alias, names, values))
        start = end
    return *found, row[start:]


@cache
def _fields(model):
    """The names of its columns, the place of its key, and (place, how to read it) of what does not come as it is."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    read = [(place, field.from_db_value) for place, field in enumerate(fields) if hasattr(field, "from_db_value")]
    return names, names.index(model._meta.pk.attname), read
