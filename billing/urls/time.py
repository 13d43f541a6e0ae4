"""Addresses of time, timers, expenses and rates."""

from django.urls import path

from billing.views import (
    expenses,
    matter_time,
    rates,
    receipts,
    time,
    time_entries,
    time_quick,
    time_sheet,
    timers,
)

urlpatterns = [
    path("time/", time_sheet.time_list, name="time_list"),
    path("time/day/", time_sheet.time_day, name="time_day"),
    path("time/list/", time_entries.time_entries, name="time_entries"),
    path("time/new/", time.time_create, name="time_create"),
    path("time/echo/", time.time_echo, name="time_echo"),
    path("time/quick/", time_quick.time_quick, name="time_quick"),
    path("time/quick/echo/", time_quick.time_quick_echo, name="time_quick_echo"),
    path("time/matters/", time_quick.time_matters, name="time_matters"),
    path("time/<int:pk>/", time.time_detail, name="time_detail"),
    path("time/<int:pk>/delete/", time.time_delete, name="time_delete"),
    path("time/<int:pk>/duplicate/", time.time_duplicate, name="time_duplicate"),
    path("time/restore/<int:pk>/", time.time_restore, name="time_restore"),
    path("timers/start/", timers.timer_start, name="timer_start"),
    path("timers/<int:pk>/pause/", timers.timer_pause, name="timer_pause"),
    path("timers/<int:pk>/resume/", timers.timer_resume, name="timer_resume"),
    path("timers/<int:pk>/stop/", timers.timer_stop, name="timer_stop"),
    path("timers/<int:pk>/discard/", timers.timer_discard, name="timer_discard"),
    path("timers/restore/<int:pk>/", timers.timer_restore, name="timer_restore"),
    path("expenses/", expenses.expense_list, name="expense_list"),
    path("expenses/new/", expenses.expense_create, name="expense_create"),
    path("expenses/echo/", expenses.expense_echo, name="expense_echo"),
    path("expenses/<int:pk>/", expenses.expense_detail, name="expense_detail"),
    path("expenses/<int:pk>/receipt/", receipts.expense_receipt, name="expense_receipt"),
    path("expenses/<int:pk>/delete/", expenses.expense_delete, name="expense_delete"),
    path("expenses/restore/<int:pk>/", expenses.expense_restore, name="expense_restore"),
    path("settings/rates/", rates.rate_list, name="rate_list"),
    path("settings/rates/new/", rates.rate_create, name="rate_create"),
    path("settings/rates/recalculate/", rates.rate_recalculate, name="rate_recalculate"),
    path("settings/rates/<int:pk>/", rates.rate_detail, name="rate_detail"),
    path("settings/rates/<int:pk>/withdraw/", rates.rate_withdraw, name="rate_withdraw"),
    path("matters/<int:pk>/time/", matter_time.matter_time, name="matter_time"),
]
