"""A real gunicorn on the test database, with the settings of a server behind a proxy."""

import http.client
import os
import socket
import subprocess
import sys
import time
from urllib.parse import quote, urlencode, urlsplit

from django.db import connection

from fedwork.env import ROOT
from tests.limits import HANGING_AFTER

OFFICE = "10.1.1.1"


class WebServer:
    """gunicorn with the settings of a server, on the test database, as its proxy at 127.0.0.1 reaches it."""

    def __init__(self, log, *, workers=1):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + quote(connection.settings_dict["NAME"]))
        environment = {
            **os.environ, "DATABASE_URL": database.geturl(), "DJANGO_SETTINGS_MODULE": "tests.settings",
            "BIND": f"127.0.0.1:{self.port}", "WEB_WORKERS": str(workers), "BEHIND_PROXY": "on",
            "PROXY_ADDRESS": "127.0.0.1", "HTTPS": "on", "ALLOWED_HOSTS": "plans.example.org",
        }  # fmt: skip
        self.log = log
        command = [sys.executable, "-m", "gunicorn", "-c", "python:fedwork.web", "fedwork.wsgi"]
        with log.open("wb") as file:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file)

    def request(self, method, path, *, forwarded, body=None, **headers):
        """The response to one request, with what the proxy adds to it; its ``content`` has been read."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANGING_AFTER)
        proxy = {"Host": "plans.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": forwarded}
        link.request(method, path, body=body, headers={**proxy, **headers})
        response = link.getresponse()
        response.content = response.read()
        link.close()
        return response

    def wait_until_ready(self):
        deadline = time.monotonic() + HANGING_AFTER
        while True:
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            try:
                return self.request("GET", "/healthz", forwarded=OFFICE)
            except OSError:
                time.sleep(0.1)

    def log_in(self, username, password, *, forwarded):
        """The status of the answer to the login form."""
        page = self.request("GET", "/login", forwarded=forwarded)
        token = page.headers["Set-Cookie"].partition("csrftoken=")[2].partition(";")[0]
        form = urlencode({"username": username, "password": password, "csrfmiddlewaretoken": token})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={token}",
            "Referer": "https://plans.example.org/login",
        }  # fmt: skip
        return self.request("POST", "/login", forwarded=forwarded, body=form, **headers).status

    def stop(self):
        self.process.terminate()
        self.process.wait(HANGING_AFTER)
