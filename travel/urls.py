"""Addresses of travel."""

from django.urls import path

from travel.lists import trip_list
from travel.views import money, parts, trips

urlpatterns = [
    path("travel/", trip_list, name="trip_list"),
    path("travel/new/", trips.trip_create, name="trip_create"),
    path("travel/rules/", money.travel_rules, name="travel_rules"),
    path("travel/rules/new/", money.travel_rule_create, name="travel_rule_create"),
    path("travel/rules/<int:pk>/retire/", money.travel_rule_retire, name="travel_rule_retire"),
    path("travel/<int:pk>/", trips.trip_detail, name="trip_detail"),
    path("travel/<int:pk>/edit/", trips.trip_edit, name="trip_edit"),
    path("travel/<int:pk>/matters/", trips.trip_matters, name="trip_matters"),
    path("travel/<int:pk>/move/", trips.trip_move, name="trip_move"),
    path("travel/<int:pk>/cancel/", trips.trip_cancel, name="trip_cancel"),
    path("travel/<int:pk>/resume/", trips.trip_resume, name="trip_resume"),
    path("travel/<int:pk>/card/", trips.trip_card, name="trip_card"),
    path("travel/<int:pk>/itinerary.pdf", trips.trip_pdf, name="trip_pdf"),
    path("travel/<int:pk>/trip.ics", trips.trip_ics, name="trip_ics"),
    path("travel/<int:pk>/expenses/", money.trip_expenses, name="trip_expenses"),
    path("travel/<int:pk>/time/", money.trip_time, name="trip_time"),
    path("travel/<int:pk>/legs/new/", parts.leg_create, name="leg_create"),
    path("travel/<int:pk>/stays/new/", parts.stay_create, name="stay_create"),
    path("travel/<int:pk>/contacts/new/", parts.trip_contact_create, name="trip_contact_create"),
    path("travel/<int:pk>/items/new/", parts.trip_item_create, name="trip_item_create"),
    path("travel/<int:pk>/papers/take/", parts.trip_document_take, name="trip_document_take"),
    path("travel/<int:pk>/papers/upload/", parts.trip_document_upload, name="trip_document_upload"),
    path("travel/<int:pk>/costs/new/", money.cost_create, name="cost_create"),
    path("travel/legs/<int:pk>/edit/", parts.leg_edit, name="leg_edit"),
    path("travel/legs/<int:pk>/remove/", parts.leg_remove, name="leg_remove"),
    path("travel/legs/<int:pk>/restore/", parts.leg_restore, name="leg_restore"),
    path("travel/stays/<int:pk>/edit/", parts.stay_edit, name="stay_edit"),
    path("travel/stays/<int:pk>/remove/", parts.stay_remove, name="stay_remove"),
    path("travel/stays/<int:pk>/restore/", parts.stay_restore, name="stay_restore"),
    path("travel/contacts/<int:pk>/remove/", parts.trip_contact_remove, name="trip_contact_remove"),
    path("travel/items/<int:pk>/tick/", parts.trip_item_tick, name="trip_item_tick"),
    path("travel/items/<int:pk>/remove/", parts.trip_item_remove, name="trip_item_remove"),
    path("travel/papers/<int:pk>/leave/", parts.trip_document_leave, name="trip_document_leave"),
    path("travel/costs/<int:pk>/edit/", money.cost_edit, name="cost_edit"),
    path("travel/costs/<int:pk>/remove/", money.cost_remove, name="cost_remove"),
    path("travel/costs/<int:pk>/restore/", money.cost_restore, name="cost_restore"),
    path("travel/costs/<int:pk>/receipt/", money.cost_receipt, name="cost_receipt"),
    path("travel/matters/<int:pk>/rule/", money.trip_rule, name="trip_rule"),
    path("matters/<int:pk>/travel/", trips.matter_travel, name="matter_travel"),
]
