"""People of a benchmark: nobody logs in, so nobody has a password."""

from accounts.models import Person, Post, Role


def person(name, unit, role=Role.DATA_ADMIN):
    """Somebody with one post."""
    made = Person.objects.create(username=name, name=name, password="!", must_change_password=False)
    Post.objects.create(person=made, unit=unit, role=role)
    return made


def clerks(units):
    """A clerk for each of these units, as unit id -> person."""
    made = Person.objects.bulk_create(
        Person(username=f"clerk-{unit_id}", name=f"clerk {unit_id}", password="!", must_change_password=False)
        for unit_id in units
    )
    Post.objects.bulk_create(
        Post(person=each, unit_id=unit_id, role=Role.CLERK) for each, unit_id in zip(made, units, strict=True)
    )
    return dict(zip(units, made, strict=True))
