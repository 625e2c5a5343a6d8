"""The site of the administration pages: what its tables have in common."""

import pytest
from import_export import resources

from targets.admin_tables.admin_pages import site
from targets.admin_tables.table_admin import TableAdmin
from tests.factories import make_person, make_unit
from tests.targets.admin_tables.sheets import TableDesk

TABLES = [page for page in site._registry.values() if isinstance(page, TableAdmin)]


def test_no_table_is_saved_by_the_orm_row_by_row():
    classes = [page.resource_class for page in TABLES]
    classes += [each for page in site._registry.values() for each in getattr(page, "resource_classes", [])]
    assert len(classes) >= 5
    for each in classes:
        assert not issubclass(each, resources.ModelResource)
        assert each.save_instance is not resources.Resource.save_instance


@pytest.mark.parametrize("page", TABLES, ids=lambda page: page.opts.label)
def test_nothing_is_added_changed_or_deleted_but_by_an_import(page, rf):
    assert not page.has_add_permission(None)
    assert not page.has_change_permission(None)
    assert not page.has_delete_permission(None)
    assert page.actions is None


@pytest.mark.django_db
def test_a_preview_confirmed_twice_is_saved_once(client):
    city = make_unit("530900000000", "临沧市", level="city")
    client.force_login(make_person("system", ("system_admin", city)))
    desk = TableDesk(client, "orgs_unit")
    shown = desk.upload(desk.changed(["", "办公室", "", "部室", "", "530900000000"]))
    assert desk.confirm(shown).status_code == 302
    again = desk.confirm(shown)
    assert again.status_code == 409
    assert city.children.count() == 1


@pytest.mark.django_db
def test_a_file_that_is_far_too_large_is_refused_before_it_is_read(client):
    city = make_unit("530900000000", "临沧市", level="city")
    client.force_login(make_person("system", ("system_admin", city)))
    answer = TableDesk(client, "orgs_unit").upload(b"x" * (11 * 1024 * 1024))
    assert answer.status_code == 413
    assert "10 MB" in answer.text


@pytest.mark.django_db
def test_each_table_stands_under_a_heading_of_its_own(client):
    city = make_unit("530900000000", "临沧市", level="city")
    client.force_login(make_person("all", ("system_admin", city), ("planner", city), ("data_admin", city)))
    found = client.get("/admin/").context["app_list"]
    headings = {app["name"]: [model["object_name"] for model in app["models"]] for app in found}
    assert {str(name): sorted(models) for name, models in headings.items()} == {
        "人员与岗位": ["Person"],
        "单位": ["Unit"],
        "目标与分解": ["Allocation", "Target"],
        "工作计划": ["Group"],
        "计划与报表": ["Return"],
    }
