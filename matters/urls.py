"""Addresses of matters, contacts and practice areas."""

from django.urls import path

from matters.views import access, areas, contacts, matters, options, states, tabs

urlpatterns = [
    path("matters/", matters.matter_list, name="matter_list"),
    path("matters/new/", matters.matter_create, name="matter_create"),
    path("matters/options/", options.matter_options, name="matter_options"),
    path("matters/clients/", options.client_options, name="client_options"),
    path("matters/<int:pk>/", tabs.matter_detail, name="matter_detail"),
    path("matters/<int:pk>/edit/", matters.matter_edit, name="matter_edit"),
    path("matters/<int:pk>/fee/", matters.matter_fee, name="matter_fee"),
    path("matters/<int:pk>/field/<slug:field>/", matters.matter_field, name="matter_field"),
    path("matters/<int:pk>/stage/", matters.matter_stage, name="matter_stage"),
    path("matters/<int:pk>/pin/", matters.matter_pin, name="matter_pin"),
    path("matters/<int:pk>/accept/", states.matter_accept, name="matter_accept"),
    path("matters/<int:pk>/decline/", states.matter_decline, name="matter_decline"),
    path("matters/<int:pk>/hold/", states.matter_hold, name="matter_hold"),
    path("matters/<int:pk>/resume/", states.matter_resume, name="matter_resume"),
    path("matters/<int:pk>/close/", states.matter_close, name="matter_close"),
    path("matters/<int:pk>/reopen/", states.matter_reopen, name="matter_reopen"),
    path("matters/<int:pk>/history/", tabs.matter_history, name="matter_history"),
    path("matters/<int:pk>/access/", access.matter_access, name="matter_access"),
    path("matters/<int:pk>/access/restrict/", access.matter_restrict, name="matter_restrict"),
    path("matters/<int:pk>/access/attorneys/", access.matter_attorneys, name="matter_attorneys"),
    path("matters/<int:pk>/access/team/", access.team_add, name="team_add"),
    path("matters/<int:pk>/access/team/<int:member_pk>/remove/", access.team_remove, name="team_remove"),
    path("matters/<int:pk>/access/grant/", access.grant_add, name="grant_add"),
    path(
        "matters/<int:pk>/access/grant/<int:member_pk>/withdraw/",
        access.grant_withdraw,
        name="grant_withdraw",
    ),
    path("matters/<int:pk>/access/wall/", access.wall_create, name="wall_create"),
    path("matters/<int:pk>/access/wall/<int:wall_pk>/lift/", access.wall_lift, name="wall_lift"),
    path("contacts/", contacts.contact_list, name="contact_list"),
    path("contacts/new/", contacts.contact_create, name="contact_create"),
    path("contacts/options/", options.contact_options, name="contact_options"),
    path("contacts/similar/", contacts.contact_similar, name="contact_similar"),
    path("contacts/<int:pk>/", contacts.contact_detail, name="contact_detail"),
    path("contacts/<int:pk>/edit/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/delete/", contacts.contact_delete, name="contact_delete"),
    path("contacts/<int:pk>/history/", contacts.contact_history, name="contact_history"),
    path("settings/practice-areas/", areas.practice_area_list, name="practice_area_list"),
    path("settings/practice-areas/new/", areas.practice_area_create, name="practice_area_create"),
    path("settings/practice-areas/<int:pk>/", areas.practice_area_edit, name="practice_area_edit"),
]
