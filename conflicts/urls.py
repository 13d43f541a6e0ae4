"""Addresses of conflict checks."""

from django.urls import path

from conflicts.views import acts, checks, interests, policy, quick

urlpatterns = [
    path("conflicts/", checks.conflict_list, name="conflict_list"),
    path("conflicts/new/", checks.conflict_create, name="conflict_create"),
    path("conflicts/look-up/", quick.conflict_quick, name="conflict_quick"),
    path("conflicts/interests/", interests.interest_own, name="interest_own"),
    path("conflicts/interests/all/", interests.interest_list, name="interest_list"),
    path("conflicts/interests/confirm/", interests.interest_confirm, name="interest_confirm"),
    path("conflicts/interests/<int:pk>/end/", interests.interest_end, name="interest_end"),
    path("conflicts/interests/<int:pk>/restore/", interests.interest_restore, name="interest_restore"),
    path("conflicts/settings/", policy.conflict_policy, name="conflict_policy"),
    path("conflicts/<int:pk>/", checks.conflict_detail, name="conflict_detail"),
    path("conflicts/<int:pk>/names/", acts.conflict_name, name="conflict_name"),
    path("conflicts/names/<int:pk>/drop/", acts.subject_drop, name="subject_drop"),
    path("conflicts/<int:pk>/again/", acts.conflict_rerun, name="conflict_rerun"),
    path("conflicts/<int:pk>/judge/", acts.conflict_judge, name="conflict_judge"),
    path("conflicts/<int:pk>/decide/", acts.conflict_decide, name="conflict_decide"),
    path("conflicts/<int:pk>/reopen/", acts.conflict_reopen, name="conflict_reopen"),
    path("conflicts/<int:pk>/report/", acts.conflict_report, name="conflict_report"),
    path("matters/<int:pk>/conflicts/", checks.matter_conflicts, name="matter_conflicts"),
]
