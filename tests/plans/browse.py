"""Asking for a page by its name, and reading what its form found wrong."""

from django.urls import reverse


def page(client, name, *args, data=None, **query):
    url = reverse(name, args=args)
    response = client.post(url, data) if data is not None else client.get(url, query)
    return response


def errors(response):
    return response.context["form"].errors
