"""URLs of login, people, locked accounts and the audit trail."""

from django.urls import path

from accounts.views import bulk, locks, people, posts, session, trail

app_name = "accounts"
urlpatterns = [
    path("login", session.Login.as_view(), name="login"),
    path("session", session.current, name="session"),
    path("logout", session.Logout.as_view(), name="logout"),
    path("password", session.password, name="password"),
    path("people/", people.people_list, name="people"),
    path("people/new", people.person_new, name="person_new"),
    path("people/import", bulk.people_import, name="people_import"),
    path("people/import/template.xlsx", bulk.people_template, name="people_template"),
    path("people/<str:username>/", people.person, name="person"),
    path("people/<str:username>/password", people.person_password, name="person_password"),
    path("people/<str:username>/posts/new", posts.post_new, name="post_new"),
    path("people/<str:username>/posts/<int:pk>/end", posts.post_end, name="post_end"),
    path("locks/", locks.locks, name="locks"),
    path("locks/<str:username>/unlock", locks.person_unlock, name="person_unlock"),
    path("audit/", trail.trail, name="trail"),
    path("audit/file", trail.trail_file, name="trail_file"),
]
