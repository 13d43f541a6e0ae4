"""Every address of the product. Apps above the core are reached by name."""

from django.urls import include, path

from practice import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("", include("accounts.urls")),
    path("", include("matters.urls")),
    path("", include("calendar_app.urls")),
    path("", include("documents.urls")),
    path("", include("billing.urls")),
    path("", include("portal.urls")),
    path("", include("exchange.urls")),
]
handler400 = "practice.views.bad_request"
handler403 = "practice.views.forbidden"
handler404 = "practice.views.not_found"
handler500 = "practice.views.server_error"
