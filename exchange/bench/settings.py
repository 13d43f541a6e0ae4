"""The product's settings with the benchmark's trivial view beside its own addresses."""

from practice.settings import *  # noqa: F403

ROOT_URLCONF = "exchange.bench.urls"
