from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self):
        from search.filling import after_migrate

        post_migrate.connect(after_migrate, dispatch_uid="search.after_migrate")
