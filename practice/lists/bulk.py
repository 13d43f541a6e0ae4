"""Bulk actions: one act on many rows, each row checked on its own, so that one refusal spoils no other."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from practice.exceptions import DomainError

logger = logging.getLogger(__name__)
#: above this many rows an action with a `job` runs in the background, and one without is refused
AT_ONCE = 200


@dataclass(frozen=True)
class BulkAction:
    """An act offered in the bulk bar.

    handler   `handler(obj, *, by, **data)`, or its dotted path: a service, which checks permission and rule
              itself
    perm      hides the action from members without it; also checked when it is run
    confirm   consequence in one sentence; asks before it runs. May use {count}
    reason    asks for a reason, given to the handler as `reason`
    form      a form class, or its dotted path, for what else is needed (`form(data, member=…)` if it takes one); cleaned data
              goes to the handler
    allowed   `allowed(member, obj)` gives True, or the reason why not, before the handler is tried
    job       `job(ids, *, by, **data) -> Job` for runs of more than `at_once` rows
    undo      name of the action that takes this one back
    done      the result in words with {count} and {noun}: "{count} {noun} closed"
    """

    name: str
    label: str
    perm: Any = None
    handler: Callable[..., Any] | str | None = None
    confirm: str = ""
    reason: bool = False
    form: type[forms.Form] | str | None = None
    allowed: Callable[[Any, Any], bool | str] | None = None
    job: Callable[..., Any] | str | None = None
    undo: str = ""
    done: str = ""
    icon: str = ""
    danger: bool = False
    hidden: bool = False  #: not in the bar: only there to undo another
    at_once: int = AT_ONCE

    @property
    def asks(self) -> bool:
        """Whether a dialog comes before the act."""
        return bool(self.confirm or self.reason or self.form)


@dataclass
class BulkResult:
    """What a run did: ids done, and for each failure the row's label, address and reason."""

    done: list[int] = field(default_factory=list)
    failures: list[dict[str, str]] = field(default_factory=list)

    def fail(self, label: str, reason: str, url: str = "") -> None:
        self.failures.append({"label": label, "reason": reason, "url": url})


def run(
    action: BulkAction,
    objects: Iterable[Any],
    *,
    by,
    data: dict[str, Any],
    row_url: Callable[[Any], str],
    missing: int = 0,
) -> BulkResult:
    """Do `action` to each object, each in a savepoint of its own. `missing` rows were asked for and not
    found.
    """
    handler = _callable(action.handler)
    result = BulkResult()
    for obj in objects:
        verdict = action.allowed(by, obj) if action.allowed else True
        if verdict is not True:
            result.fail(str(obj), verdict or "You may not do this here.", row_url(obj))
            continue
        try:
            with transaction.atomic():
                handler(obj, by=by, **data)
        except DomainError as error:
            result.fail(str(obj), error.message, row_url(obj))
        except IntegrityError:
            # A constraint caught what the service let through: this row's failure, and one for the log.
            logger.exception(
                "bulk %s refused by the database for %s %s", action.name, obj._meta.label, obj.pk
            )
            result.fail(str(obj), "It could not be saved: it would break a rule of the record.", row_url(obj))
        else:
            result.done.append(obj.pk)
    if missing:
        result.fail(
            f"{missing} of the chosen rows" if missing > 1 else "One of the chosen rows",
            "No longer there, or not visible to you.",
        )
    return result


def start(action: BulkAction, ids: list[int], *, by, data: dict[str, Any]) -> Any:
    """Hand a long run to the action's job."""
    return _callable(action.job)(ids, by=by, **data)


def _callable(found):
    return import_string(found) if isinstance(found, str) else found
