"""The table of people: a row for each post that has not ended; who has two posts has two rows."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import policy
from accounts.actions.people import change_person, create_person, find_person_errors
from accounts.actions.posts import end_post, give_post
from accounts.manageable_people import current_and_future_posts, manageable_people
from accounts.models import Person, Post, Role
from accounts.people_workbook import MAX_PEOPLE, find_named_unit, read_named_units
from accounts.policy import Verb
from orgs.models import Unit
from targets.admin_tables.cells import format_day, format_yes, read_choice_cell, read_day_cell, read_yes_cell
from targets.admin_tables.layout import AdminColumn, AdminLine, AdminTable
from targets.admin_tables.resource import TableResource

MANAGE = Verb.MANAGE_PEOPLE
COLUMNS = (
    AdminColumn("code", gettext_lazy("Code of the unit")),
    AdminColumn("unit", gettext_lazy("Unit")),
    AdminColumn("name", pgettext_lazy("person", "Name")),
    AdminColumn("username", gettext_lazy("Login name")),
    AdminColumn("role", gettext_lazy("Post")),
    AdminColumn("phone", gettext_lazy("telephone")),
    AdminColumn("email", gettext_lazy("e-mail")),
    AdminColumn("from_date", gettext_lazy("From")),
    AdminColumn("to_date", pgettext_lazy("post", "Last day")),
    AdminColumn("is_active", gettext_lazy("may log in")),
)
OF_PERSON = ("name", "phone", "email", "is_active")
OF_POST = ("code", "unit", "role", "from_date", "to_date")


class PeopleResource(TableResource):
    """Adds people with first passwords, changes them, gives and ends posts. Nobody is taken away by a missing row."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.table = AdminTable(_("People"), COLUMNS, (("username",), ("name",)))

    def list_rows(self) -> Iterable[list]:
        posts = current_and_future_posts().filter(person__in=manageable_people(self.by, MANAGE))
        for post in posts.select_related("person", "unit").order_by("unit__path", "role", "person__username"):
            texts = _texts_of(post.person) | _texts_of_post(post)
            yield [texts[column.key] for column in self.table.columns]

    def load(self):
        names = {line.text("username") for line in self.lines} - {""}
        named = Person.objects.filter(username__in=names)
        if not self.dry_run:
            list(named.select_for_update().order_by("pk").values_list("pk"))
        self.people = {person.username: person for person in named}
        self.mine = set(
            manageable_people(self.by, MANAGE).filter(username__in=names).values_list("username", flat=True)
        )
        self.posts: defaultdict[str, dict[tuple[int, str], Post]] = defaultdict(dict)
        for post in current_and_future_posts().filter(person__in=named).select_related("unit", "person").order_by("pk"):
            self.posts[post.person.username][post.unit_id, post.role] = post
        self.book = read_named_units(self.lines, policy.permitted_units(self.by, MANAGE))
        self.first: dict[str, AdminLine] = {}  # login name -> its first line
        self.given: dict[tuple[str, int, str], int] = {}  # post -> its first row
        if len(names - self.people.keys()) > MAX_PEOPLE:
            self.general.append(_("More than %(most)s people at once: divide the workbook.") % {"most": MAX_PEOPLE})

    def find(self, line):
        return self.people.get(line.text("username"))

    def judge(self, line, found, outcome):
        username = line.text("username")
        outcome.label = f"{line.text('name')} {username}".strip()
        for key in ("username", "name"):
            if not line.text(key):
                line.errors.setdefault(key, _("This is missing."))
        if found is not None and username not in self.first and username not in self.mine:
            own = found.pk == self.by.pk
            line.errors["username"] = (
                _("Nobody changes their own account here.") if own else _("This login name is taken.")
            )
        if line.errors:
            return
        first = self.first.setdefault(username, line)
        outcome.new = first is line and found is None
        if line.text("is_active"):
            line.texts["is_active"] = format_yes(read_yes_cell(line, "is_active"))
        else:
            line.texts.pop("is_active", None)
        if first is not line:
            self._judge_repeated(line, first)
        elif found is None:
            self._judge_new(line)
        else:
            texts = _texts_of(found)
            outcome.changes += [
                self.change(key, texts[key], line.text(key)) for key in OF_PERSON if self.changed(line, key, texts[key])
            ]
        self._judge_post(line, found, outcome)
        if outcome.new:
            outcome.changes = self.new_changes(line)

    def _judge_new(self, line):
        values = {key: line.text(key) for key in ("username", "name", "phone", "email")}
        line.errors |= find_person_errors(values)

    def _judge_repeated(self, line, first):
        """Who stands in several rows has the same name, telephone and e-mail in all of them."""
        for key in OF_PERSON:
            if key in line.texts and line.text(key) != first.text(key):
                line.errors[key] = _("Not the same as in row %(row)s.") % {"row": first.number}

    def _judge_post(self, line, found, outcome):
        if found is not None and not any(line.text(key) for key in OF_POST):
            return  # only the account is changed
        unit, role = find_named_unit(line, self.book), read_choice_cell(line, "role", Role)
        days = {key: read_day_cell(line, key) for key in ("from_date", "to_date")}
        if line.errors or unit is None:
            return
        place = (line.text("username"), unit.pk, role)
        if self.given.setdefault(place, line.number) != line.number:
            line.errors["role"] = _("The same as in row %(row)s.") % {"row": self.given[place]}
        post = self.posts[line.text("username")].get((unit.pk, role)) if found else None
        if post is None:
            outcome.changes += [] if outcome.new else [self.change("role", "", _describe_post(unit, role))]
            outcome.changes += [self.change(key, "", line.text(key)) for key, day in days.items() if day]
        else:
            self._judge_held(line, post, days, outcome)

    def _judge_held(self, line, post, days, outcome):
        if days["from_date"] and days["from_date"] != post.from_date:
            line.errors["from_date"] = _("This cannot be changed; it is %(now)s.") % {"now": post.from_date}
        if "to_date" in line.texts and days["to_date"] != post.to_date:
            if days["to_date"] is None:
                line.errors["to_date"] = _("The post ends on %(day)s; give it anew to prolong it.") % {
                    "day": post.to_date
                }
            outcome.changes.append(self.change("to_date", format_day(post.to_date), line.text("to_date")))

    def names_of_errors(self):
        return super().names_of_errors() | {"last_day": "to_date"}

    def write(self, line, found):
        username = line.text("username")
        person = self.people.get(username)
        if person is None:
            self._create(line)
            return
        if self.first[username] is line:
            fields: dict[str, Any] = {key: line.text(key) for key in OF_PERSON if key in line.texts}
            if "is_active" in line.texts:
                fields["is_active"] = read_yes_cell(line, "is_active")
            change_person(person, by=self.by, **fields)
        unit = find_named_unit(line, self.book) if line.text("role") else None
        if unit is None:
            return
        role, last = read_choice_cell(line, "role", Role), read_day_cell(line, "to_date")
        post = self.posts[username].get((unit.pk, role))
        if post is None:
            give_post(
                by=self.by,
                person=person,
                unit=unit,
                role=role,
                from_date=read_day_cell(line, "from_date"),
                to_date=last,
            )
        elif last and last != post.to_date:
            end_post(post, by=self.by, last_day=last)

    def _create(self, line):
        unit, role = find_named_unit(line, self.book), read_choice_cell(line, "role", Role)
        assert unit is not None  # else refused before
        person, password = create_person(
            by=self.by, username=line.text("username"), name=line.text("name"), unit=unit, role=role,
            phone=line.text("phone"), email=line.text("email"), from_date=read_day_cell(line, "from_date"),
            with_password=not self.dry_run,
        )  # fmt: skip
        if last := read_day_cell(line, "to_date"):
            end_post(person.posts.get(), by=self.by, last_day=last)
        if line.texts.get("is_active") == format_yes(False):
            change_person(person, by=self.by, is_active=False)
        self.people[person.username] = person
        self.passwords.append((person, unit, role, password))


def _texts_of(person: Person) -> dict[str, str]:
    return {
        "username": person.username,
        "name": person.name,
        "phone": person.phone,
        "email": person.email,
        "is_active": format_yes(person.is_active),
    }


def _texts_of_post(post: Post) -> dict[str, str]:
    return {
        "code": post.unit.code,
        "unit": post.unit.full_name,
        "role": str(Role(post.role).label),
        "from_date": format_day(post.from_date),
        "to_date": format_day(post.to_date),
    }


def _describe_post(unit: Unit, role: str) -> str:
    return f"{unit.full_name} {Role(role).label}"
