from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PracticeConfig(AppConfig):
    name = "practice"
    verbose_name = "Practice"

    def ready(self):
        from practice import checks  # noqa: F401
        from practice.database import after_migrate, before_migrate

        pre_migrate.connect(before_migrate, dispatch_uid="practice.before_migrate")
        post_migrate.connect(after_migrate, dispatch_uid="practice.after_migrate")
