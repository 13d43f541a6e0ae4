"""Addresses of court rules."""

from django.urls import path

from court_rules.views import closures, packs, versions

_PACKS = "settings/rule-packs/"
_VERSION = f"{_PACKS}versions/<int:pk>/"

urlpatterns = [
    path(_PACKS, packs.rule_pack_list, name="rule_pack_list"),
    path(f"{_PACKS}new/", packs.rule_pack_create, name="rule_pack_create"),
    path(f"{_PACKS}import/", packs.rule_pack_import, name="rule_pack_import"),
    path(f"{_PACKS}shipped/<slug:shipped_key>/", packs.rule_pack_shipped, name="rule_pack_shipped"),
    path(f"{_PACKS}shipped/<slug:shipped_key>/try/", packs.rule_pack_try, name="rule_pack_try"),
    path(
        f"{_PACKS}shipped/<slug:shipped_key>/<slug:rule>/copy/", packs.rule_pack_copy, name="rule_pack_copy"
    ),
    path(f"{_PACKS}<int:pk>/", packs.rule_pack_own, name="rule_pack_own"),
    path(f"{_PACKS}<int:pk>/draft/", packs.rule_pack_draft, name="rule_pack_draft"),
    path(f"{_PACKS}<int:pk>/archive/", packs.rule_pack_archive, name="rule_pack_archive"),
    path(_VERSION, versions.packversion_detail, name="packversion_detail"),
    path(f"{_VERSION}try/", versions.packversion_try, name="packversion_try"),
    path(f"{_VERSION}head/", versions.packversion_head, name="packversion_head"),
    path(f"{_VERSION}yaml/", versions.packversion_text, name="packversion_text"),
    path(f"{_VERSION}rules/new/", versions.packversion_rule, name="packversion_rule_new"),
    path(f"{_VERSION}rules/try/", versions.packversion_rule_try, name="packversion_rule_try"),
    path(f"{_VERSION}rule/<slug:rule>/", versions.packversion_rule, name="packversion_rule"),
    path(
        f"{_VERSION}rule/<slug:rule>/remove/",
        versions.packversion_rule_remove,
        name="packversion_rule_remove",
    ),
    path(f"{_VERSION}examples/", versions.packversion_example, name="packversion_example"),
    path(
        f"{_VERSION}examples/<int:example>/remove/",
        versions.packversion_example_remove,
        name="packversion_example_remove",
    ),
    path(f"{_VERSION}force/", versions.packversion_force, name="packversion_force"),
    path(f"{_VERSION}discard/", versions.packversion_discard, name="packversion_discard"),
    path("settings/court-closures/", closures.court_closure_list, name="court_closure_list"),
    path("settings/court-closures/new/", closures.court_closure_create, name="court_closure_create"),
    path("settings/court-closures/<int:pk>/", closures.court_closure_detail, name="court_closure_detail"),
    path("settings/court-closures/<int:pk>/edit/", closures.court_closure_edit, name="court_closure_edit"),
    path(
        "settings/court-closures/<int:pk>/restore/",
        closures.court_closure_restore,
        name="court_closure_restore",
    ),
    path(
        "settings/court-closures/<int:pk>/confirm/",
        closures.court_closure_confirm,
        name="court_closure_confirm",
    ),
    path(
        "settings/court-closures/<int:pk>/remove/", closures.court_closure_remove, name="court_closure_remove"
    ),
]
