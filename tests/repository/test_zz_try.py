import time
import pytest
from django.db import transaction, connection
from django.test import Client
from django.urls import get_resolver, URLPattern, reverse
from tests.repository.demo_world import DemoWorld
@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.test import override_settings
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("m")), transaction.atomic():
        t=time.time(); w=DemoWorld(); print("load", time.time()-t)
        yield w
        transaction.set_rollback(True)
P="lincang-2020"; D="lincang-2021"; Y="530923000000"; S="530925000000"; C="530900000000"
R=[P,"2020Q3",Y]
def rows(n):
    ret=n["return"]
    yield from [("healthz",[]),("set_language",[]),
    *[("admin:"+x,[]) for x in "index login logout password_change password_change_done autocomplete jsi18n targets_return_import targets_return_process_import targets_return_export targets_return_changelist targets_return_add".split()],
    ("admin:view_on_site",[1,1]),
    *[("admin:targets_return_"+x,[ret]) for x in "history delete change".split()],
    ("admin:app_list",["targets"]),("/admin/targets/return/%s/"%ret,None),("/admin/nothing/",None),
    ("units:list",[]),("units:page",[Y]),("units:add",[Y,"office"]),("units:edit",[Y]),("units:close",[Y]),("units:reopen",[Y]),("units:name_add",[Y]),("units:name_remove",[Y,n["alias"]]),
    ("plans:list",[]),("plans:new",[]),
    *[("plans:"+x,[pl]) for pl in (P,D) for x in "detail edit close delete write move section_new task_new participants groups group_new".split()],
    ("plans:section_edit",[D,n["section"]]),("plans:section_delete",[D,n["section"]]),("plans:task_edit",[D,"T01"]),("plans:task_delete",[D,"T01"]),
    ("plans:group_edit",[D,n["group"]]),("plans:group_delete",[D,n["group"]]),
    ("dashboards:list",[]),
    ("dashboards:latest",[P,C]),("dashboards:unit",[P,C,"2020Q2"]),("dashboards:total",[P,C,"2020Q2","L03"]),
    ("dashboards:latest",[P,Y]),("dashboards:unit",[P,Y,"2020Q2"]),("dashboards:total",[P,Y,"2020Q2","L03"]),
    *[("accounts:"+x,[]) for x in "login logout password people person_new locks trail".split()],
    *[("accounts:"+x,["yongde"]) for x in "person person_password post_new person_unlock".split()],
    ("accounts:post_end",["yongde",n["post"]]),
    ("targets:home",[]),
    *[("targets:"+x,[pl]) for pl in (P,D) for x in "issue target_new periods".split()],
    ("targets:target_new",[D,"T01"]),
    *[("targets:"+x,[pl,"L03"]) for pl in (P,D) for x in "target target_edit target_adjust target_delete".split()],
    *[("targets:"+x,[pl,C]) for pl in (P,D) for x in "allocation baselines".split()],
    ("targets:allocation",[P,Y]),
    ("targets:period_due",[P,"2020Q3"]),("targets:period_move",[P,"2020Q3","close"]),
    ("targets:returns",[]),
    *[("targets:"+x,R) for x in "return return_figure return_progress return_submit return_withdraw".split()],
    ("targets:return",[P,"2020Q3",S]),
    ("targets:review_queue",[]),
    *[("targets:"+x,[P,"2020Q3",S]) for x in "review review_start review_accept review_send_back review_correct".split()],
    ("targets:sheets",[]),("targets:sheet",[P,"2020Q3"]),("targets:sheet_template",[P,"2020Q3"]),
    ("targets:sheet_upload",[P,"2020Q3",n["upload"]]),("targets:sheet_file",[P,"2020Q3",n["upload"]]),
    ]
def letter(r):
    if r.status_code==302 and "/login" in r.headers["Location"]: return "L"
    return {200:".",302:"r",403:"x",404:"-",405:"m",400:"b"}.get(r.status_code,str(r.status_code))
@pytest.mark.django_db
def test_it(world):
    cl={"anon":Client()}
    for k,p in world.people.items():
        cl[k]=Client(); cl[k].force_login(p)
    n=world.names()
    out=[]
    for name,args in rows(n):
        url=name if args is None else reverse(name,args=args)
        row=[]
        for m in ("get","post"):
            w=""
            for k,c in cl.items():
                sid=transaction.savepoint()
                try:
                    if m=="post" and "logout" in name: w+="?"; continue
                    r=getattr(c,m)(url); w+=letter(r)
                except Exception as e: w+="!"; print(name,k,m,repr(e)[:200])
                transaction.savepoint_rollback(sid)
            row.append(w)
        out.append(f"{name:36} {row[0]} {row[1]} {args}")
    open("/tmp/fw/var-year/matrix.txt","w").write("\n".join(out))
