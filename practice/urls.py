"""Every address of the product. Apps above the core are reached by name."""

from django.urls import include, path

from practice import dashboard, mailbox, shell_views, views

urlpatterns = [
    path("", dashboard.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("palette/", shell_views.palette, name="palette"),
    path("day/", shell_views.date_echo, name="date_echo"),
    path("components/", shell_views.components, name="components"),
    path("demo/mailbox/", mailbox.demo_mailbox, name="demo_mailbox"),
    path("demo/mailbox/<slug:name>/", mailbox.demo_letter, name="demo_letter"),
    path("demo/mailbox/<slug:name>/<int:number>/", mailbox.demo_attachment, name="demo_attachment"),
    path("", include("accounts.urls")),
    path("", include("supervision.urls")),
    path("", include("custom_fields.urls")),
    path("", include("search.urls")),
    path("", include("court_rules.urls")),
    path("", include("matters.urls")),
    path("", include("calendar_app.urls")),
    path("", include("documents.urls")),
    path("", include("work.urls")),
    path("", include("conflicts.urls")),
    path("", include("communications.urls")),
    path("", include("office.urls")),
    path("", include("reminders.urls")),
    path("", include("feeds.urls")),
    path("", include("depositions.urls")),
    path("", include("intake.urls")),
    path("", include("billing.urls")),
    path("", include("workflows.urls")),
    path("", include("booking.urls")),
    path("", include("travel.urls")),
    path("", include("portal.urls")),
    path("", include("exchange.urls")),
    path("", include("reports.urls")),
    path("", include("radar.urls")),
    path("", include("home.urls")),
]
handler400 = "practice.views.bad_request"
handler403 = "practice.views.forbidden"
handler404 = "practice.views.not_found"
handler500 = "practice.views.server_error"
