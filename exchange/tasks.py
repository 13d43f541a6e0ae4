"""Jobs of exchange. Each may be delivered twice."""

from exchange.services import background
from practice.jobs import long_job


@long_job
def run_import(*, firm_id: int, run_id: int) -> None:
    """Import a checked file."""
    background.run_to_end(firm_id, run_id)
