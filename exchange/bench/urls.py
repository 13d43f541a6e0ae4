"""The product's addresses and the floor of B5."""

from django.urls import include, path

from exchange.bench.floor import plain_table

urlpatterns = [path("bench/floor/", plain_table), path("", include("practice.urls"))]
