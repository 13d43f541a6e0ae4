from django.urls import include, path
from django.views.generic import RedirectView

from accounts.views import entry, firm, licences, people, profile, qualifications, roles
from practice.access import public

urlpatterns = [
    path("signup/", entry.firm_signup, name="firm_signup"),
    path("demo/sign-in/", entry.demo_sign_in, name="demo_sign_in"),
    path("join/<str:token>/", entry.join, name="join"),
    path("no-firm/", entry.no_firm, name="no_firm"),
    path("switch-firm/", entry.switch_firm, name="switch_firm"),
    path("account/profile/", profile.profile, name="profile"),
    path("account/theme/", profile.set_theme, name="set_theme"),
    path("account/security/", profile.security, name="security"),
    path("account/sessions/<int:pk>/end/", profile.session_end, name="session_end"),
    # One page shows factors and sessions together, in place of the library's three.
    path("account/2fa/", public(RedirectView.as_view(pattern_name="security")), name="mfa_index"),
    path(
        "account/2fa/webauthn/",
        public(RedirectView.as_view(pattern_name="security")),
        name="mfa_list_webauthn",
    ),
    path("account/sessions/", profile.sessions_end_others, name="usersessions_list"),
    path("account/signup/", public(RedirectView.as_view(pattern_name="firm_signup")), name="account_signup"),
    path("account/", include("allauth.urls")),
    path("settings/firm/", firm.firm_settings, name="firm_settings"),
    path("settings/firm/history/", firm.firm_history, name="firm_history"),
    path("settings/audit/", firm.audit_list, name="audit_list"),
    path("settings/people/", people.member_list, name="member_list"),
    path("settings/people/invite/", people.invitation_create, name="invitation_create"),
    path(
        "settings/people/invitations/<int:pk>/again/",
        people.invitation_send_again,
        name="invitation_send_again",
    ),
    path("settings/people/invitations/<int:pk>/revoke/", people.invitation_revoke, name="invitation_revoke"),
    path("settings/people/<int:pk>/", people.member_detail, name="member_detail"),
    path("settings/people/<int:pk>/history/", people.member_history, name="member_history"),
    path("settings/people/<int:pk>/deactivate/", people.member_deactivate, name="member_deactivate"),
    path("settings/people/<int:pk>/activate/", people.member_activate, name="member_activate"),
    path("settings/people/<int:pk>/licences/new/", licences.licence_create, name="licence_create"),
    path("settings/licences/", licences.licence_list, name="licence_list"),
    path("settings/licences/<int:pk>/", licences.licence_change, name="licence_change"),
    path("settings/licences/<int:pk>/verify/", licences.licence_verify, name="licence_verify"),
    path("settings/licences/<int:pk>/declare/", licences.licence_declare, name="licence_declare"),
    path(
        "settings/people/<int:pk>/qualifications/",
        qualifications.member_qualifications,
        name="member_qualifications",
    ),
    path(
        "settings/people/<int:pk>/qualifications/new/",
        qualifications.qualification_create,
        name="qualification_create",
    ),
    path("settings/people/<int:pk>/courses/new/", qualifications.course_create, name="course_create"),
    path("settings/qualifications/", qualifications.qualification_list, name="qualification_list"),
    path("settings/qualifications/rule/", qualifications.education_rule_page, name="education_rule"),
    path(
        "settings/qualifications/<int:pk>/confirm/",
        qualifications.qualification_confirm,
        name="qualification_confirm",
    ),
    path(
        "settings/qualifications/<int:pk>/remove/",
        qualifications.qualification_remove,
        name="qualification_remove",
    ),
    path("settings/courses/<int:pk>/confirm/", qualifications.course_confirm, name="course_confirm"),
    path("settings/courses/<int:pk>/remove/", qualifications.course_remove, name="course_remove"),
    path("settings/roles/", roles.role_list, name="role_list"),
    path("settings/roles/new/", roles.role_create, name="role_create"),
    path("settings/roles/<int:pk>/", roles.role_detail, name="role_detail"),
    path("settings/roles/<int:pk>/history/", roles.role_history, name="role_history"),
    path("settings/roles/<int:pk>/delete/", roles.role_delete, name="role_delete"),
    path("settings/roles/<int:pk>/preview/", roles.preview_role, name="preview_role"),
    path("settings/preview/end/", roles.preview_end, name="preview_end"),
]
