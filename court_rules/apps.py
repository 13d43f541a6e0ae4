from django.apps import AppConfig


class CourtRulesConfig(AppConfig):
    name = "court_rules"
    verbose_name = "Court rules"
