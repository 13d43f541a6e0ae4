"""Addresses of the office."""

from django.urls import path

from office.views import equipment, files, originals, supplies

urlpatterns = [
    path("office/", files.file_list, name="file_list"),
    path("office/files/new/", files.file_create, name="file_create"),
    path("office/files/<int:pk>/", files.file_detail, name="file_detail"),
    path("office/files/<int:pk>/out/", files.file_out, name="file_out"),
    path("office/files/<int:pk>/in/", files.file_in, name="file_in"),
    path("office/files/<int:pk>/move/", files.file_move, name="file_move"),
    path("office/files/<int:pk>/destroy/", files.file_destroy, name="file_destroy"),
    path("office/boxes/", files.box_list, name="box_list"),
    path("office/boxes/new/", files.box_create, name="box_create"),
    path("office/boxes/<int:pk>/", files.box_detail, name="box_detail"),
    path("office/boxes/<int:pk>/edit/", files.box_edit, name="box_edit"),
    path("office/scan/<str:code>/", files.scan, name="scan"),
    path("office/labels/", files.label_sheet, name="label_sheet"),
    path("office/labels/equipment/", files.label_sheet_equipment, name="label_sheet_equipment"),
    path("office/originals/", originals.original_list, name="original_list"),
    path("office/originals/new/", originals.original_create, name="original_create"),
    path("office/originals/<int:pk>/", originals.original_detail, name="original_detail"),
    path("office/originals/<int:pk>/edit/", originals.original_edit, name="original_edit"),
    path("office/originals/<int:pk>/return/", originals.original_return, name="original_return"),
    path("office/originals/<int:pk>/undo/", originals.original_undo, name="original_undo"),
    path("office/supplies/", supplies.supply_list, name="supply_list"),
    path("office/supplies/new/", supplies.supply_create, name="supply_create"),
    path("office/supplies/<int:pk>/", supplies.supply_detail, name="supply_detail"),
    path("office/supplies/<int:pk>/edit/", supplies.supply_edit, name="supply_edit"),
    path("office/requests/", supplies.supply_request_list, name="supply_request_list"),
    path("office/requests/new/", supplies.supply_request_create, name="supply_request_create"),
    path("office/requests/<int:pk>/", supplies.supply_request_detail, name="supply_request_detail"),
    path("office/requests/<int:pk>/approve/", supplies.supply_request_approve, name="supply_request_approve"),
    path("office/requests/<int:pk>/decline/", supplies.supply_request_decline, name="supply_request_decline"),
    path("office/requests/<int:pk>/done/", supplies.supply_request_done, name="supply_request_done"),
    path(
        "office/requests/<int:pk>/withdraw/", supplies.supply_request_withdraw, name="supply_request_withdraw"
    ),
    path("office/requests/<int:pk>/again/", supplies.supply_request_again, name="supply_request_again"),
    path("office/equipment/", equipment.equipment_list, name="equipment_list"),
    path("office/equipment/new/", equipment.equipment_create, name="equipment_create"),
    path("office/equipment/<int:pk>/", equipment.equipment_detail, name="equipment_detail"),
    path("office/equipment/<int:pk>/edit/", equipment.equipment_edit, name="equipment_edit"),
    path("office/equipment/<int:pk>/lend/", equipment.equipment_lend, name="equipment_lend"),
    path("office/equipment/<int:pk>/back/", equipment.equipment_back, name="equipment_back"),
    path("office/equipment/<int:pk>/aside/", equipment.equipment_aside, name="equipment_aside"),
    path("matters/<int:pk>/paper/", files.matter_paper, name="matter_paper"),
]
