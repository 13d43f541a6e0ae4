"""Addresses of intake. `token` is a public form's own (intake.queries.tokens)."""

from django.urls import path

from intake import api
from intake.views import calls, decisions, leads, letters, links, public, report, settings

urlpatterns = [
    path("leads/", leads.lead_list, name="lead_list"),
    path("leads/board/", leads.lead_board, name="lead_board"),
    path("leads/new/", leads.lead_create, name="lead_create"),
    path("leads/similar/", leads.lead_similar, name="lead_similar"),
    path("leads/call/", calls.lead_call, name="lead_call"),
    path("leads/report/", report.lead_report, name="lead_report"),
    path("leads/<int:pk>/", leads.lead_detail, name="lead_detail"),
    path("leads/<int:pk>/edit/", leads.lead_edit, name="lead_edit"),
    path("leads/<int:pk>/move/", leads.lead_move, name="lead_move"),
    path("leads/<int:pk>/check/", leads.lead_check, name="lead_check"),
    path("leads/<int:pk>/answered/", leads.lead_answer, name="lead_answer"),
    path("leads/<int:pk>/note/", leads.lead_note, name="lead_note"),
    path("leads/<int:pk>/names/", leads.lead_party_add, name="lead_party_add"),
    path("leads/names/<int:pk>/remove/", leads.lead_party_remove, name="lead_party_remove"),
    path("leads/<int:pk>/files/", leads.lead_file_add, name="lead_file_add"),
    path("leads/files/<int:pk>/", leads.lead_file, name="lead_file"),
    path("leads/<int:pk>/consultation/", leads.lead_consultation, name="lead_consultation"),
    path(
        "leads/<int:pk>/consultation/cancel/", leads.lead_consultation_cancel, name="lead_consultation_cancel"
    ),
    path("leads/<int:pk>/script/", calls.lead_script, name="lead_script"),
    path("leads/<int:pk>/script/answer/", calls.lead_script_answer, name="lead_script_answer"),
    path("leads/<int:pk>/prepare/", decisions.lead_prepare, name="lead_prepare"),
    path("leads/<int:pk>/submit/", decisions.lead_submit, name="lead_submit"),
    path("leads/<int:pk>/accept/", decisions.lead_accept, name="lead_accept"),
    path("leads/<int:pk>/decline/", decisions.lead_decline, name="lead_decline"),
    path("leads/<int:pk>/sign/", decisions.lead_sign, name="lead_sign"),
    path("leads/<int:pk>/convert/", decisions.lead_convert, name="lead_convert"),
    path("leads/<int:pk>/lost/", leads.lead_lose, name="lead_lose"),
    path("leads/<int:pk>/reopen/", leads.lead_reopen, name="lead_reopen"),
    path("leads/<int:pk>/letter/", letters.lead_letter, name="lead_letter"),
    path("leads/letters/<int:pk>/", letters.letter_detail, name="letter_detail"),
    path("leads/letters/<int:pk>/pdf/", letters.letter_pdf, name="letter_pdf"),
    path("leads/letters/<int:pk>/submit/", letters.letter_submit, name="letter_submit"),
    path("leads/letters/<int:pk>/sign-off/", letters.letter_sign_off, name="letter_sign_off"),
    path("leads/letters/<int:pk>/sent/", letters.letter_sent, name="letter_sent"),
    path("leads/letters/<int:pk>/delete/", letters.letter_delete, name="letter_delete"),
    path("leads/<int:pk>/form/", links.lead_form_send, name="lead_form_send"),
    path("contacts/<int:pk>/form/", links.contact_form_send, name="contact_form_send"),
    path("leads/forms/<int:pk>/resend/", links.form_link_resend, name="form_link_resend"),
    path("leads/forms/<int:pk>/end/", links.form_link_end, name="form_link_end"),
    path("settings/intake/", settings.intake_forms, name="intake_forms"),
    path("settings/intake/forms/new/", settings.intake_form_create, name="intake_form_create"),
    path("settings/intake/forms/<int:pk>/", settings.intake_form_detail, name="intake_form_detail"),
    path("settings/intake/forms/<int:pk>/preview/", settings.intake_form_preview, name="intake_form_preview"),
    path("settings/intake/forms/<int:pk>/address/", settings.intake_form_key, name="intake_form_key"),
    path("settings/intake/forms/<int:pk>/delete/", settings.intake_form_delete, name="intake_form_delete"),
    path(
        "settings/intake/forms/<int:pk>/questions/", settings.intake_question_add, name="intake_form_question"
    ),
    path("settings/intake/questions/<int:pk>/", settings.intake_question_edit, name="intake_question_edit"),
    path(
        "settings/intake/questions/<int:pk>/delete/",
        settings.intake_question_delete,
        name="intake_question_delete",
    ),
    path(
        "settings/intake/questions/<int:pk>/move/",
        settings.intake_question_shift,
        name="intake_question_shift",
    ),
    path("settings/intake/scripts/", settings.intake_scripts, name="intake_scripts"),
    path("settings/intake/scripts/new/", settings.script_create, name="script_create"),
    path("settings/intake/scripts/<int:pk>/", settings.script_detail, name="script_detail"),
    path("settings/intake/scripts/<int:pk>/questions/", settings.script_line_add, name="script_question"),
    path("settings/intake/lines/<int:pk>/", settings.script_line_edit, name="script_line_edit"),
    path("settings/intake/lines/<int:pk>/delete/", settings.script_line_delete, name="script_line_delete"),
    path("settings/intake/lines/<int:pk>/move/", settings.script_line_shift, name="script_line_shift"),
    path("settings/intake/sources/", settings.intake_sources, name="intake_sources"),
    path("settings/intake/sources/<int:pk>/", settings.intake_source_edit, name="intake_source_edit"),
    path(
        "settings/intake/sources/<int:pk>/delete/", settings.intake_source_delete, name="intake_source_delete"
    ),
    path("settings/intake/letters/", settings.intake_letters, name="intake_letters"),
    path("settings/intake/letters/<slug:kind>/", settings.intake_letter_text, name="intake_letter_text"),
    path("settings/intake/clock/", settings.intake_clock, name="intake_clock"),
    path("intake/<str:token>/", public.intake_public, name="intake_public"),
    path("intake/<str:token>/sent/", public.intake_public_sent, name="intake_public_sent"),
    path("api/v1/leads/", api.lead_list, name="api_lead_list"),
    path("api/v1/leads/<int:pk>/", api.lead_detail, name="api_lead_detail"),
]
