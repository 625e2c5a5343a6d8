from django.apps import AppConfig


class FedworkConfig(AppConfig):
    name = "fedwork"

    def ready(self):
        from fedwork import celery, checks  # noqa: F401  both register themselves: tasks know their queue, checks run
