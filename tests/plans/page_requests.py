"""Helpers to request a page by the name of its URL."""

from django.urls import reverse


def request_page(client, name, *args, data=None, **query):
    """POST ``data`` if given, else GET with ``query``."""
    url = reverse(name, args=args)
    return client.post(url, data) if data is not None else client.get(url, query)


def form_errors(response):
    """The errors of the form of a page."""
    return response.context["form"].errors
