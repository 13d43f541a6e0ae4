"""State machines: a model lists its TRANSITIONS, this module makes the moves."""

from django.db import transaction

from practice import audit
from practice.exceptions import DomainError


def check(obj, to: str, *, field: str = "state") -> None:
    """Raise DomainError unless `obj` may move from its present state to `to`."""
    now = getattr(obj, field)
    if to not in obj.TRANSITIONS.get(now, ()):
        labels = dict(obj._meta.get_field(field).flatchoices)
        noun = obj._meta.verbose_name
        raise DomainError(
            f"This {noun} is {labels.get(now, now).lower()}; it cannot become {labels.get(to, to).lower()}."
        )


@transaction.atomic
def transition(obj, to: str, *, by, field: str = "state", reason: str = "", **values):
    """Lock `obj`, check the move to `to`, save it with `values`, and record it. Returns the locked, saved object."""
    locked = type(obj).objects.select_for_update(of=("self",)).get(pk=obj.pk)
    check(locked, to, field=field)
    changes = audit.apply(locked, **{field: to, **values})
    locked.save(update_fields=[field, *values])
    audit.record(by, f"{obj._meta.model_name}.{to}", locked, changes=changes, reason=reason)
    for name in (field, *values):
        setattr(obj, name, getattr(locked, name))
    return locked
