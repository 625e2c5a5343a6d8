from django.apps import AppConfig


class FedworkConfig(AppConfig):
    name = "fedwork"

    def ready(self):
        from fedwork import checks  # noqa: F401  registers itself
