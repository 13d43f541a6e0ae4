from django.apps import AppConfig


class DepositionsConfig(AppConfig):
    name = "depositions"
    verbose_name = "Depositions"
