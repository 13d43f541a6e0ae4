"""Addresses of depositions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
