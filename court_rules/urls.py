"""Addresses of court rules."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
