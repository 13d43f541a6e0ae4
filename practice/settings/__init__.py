"""Settings of the product. Everything that differs between servers comes from the environment (docs/operations.md)."""

from practice.settings.apps import *  # noqa: F403
from practice.settings.database import *  # noqa: F403
from practice.settings.files import *  # noqa: F403
from practice.settings.jobs import *  # noqa: F403
from practice.settings.mail import *  # noqa: F403
from practice.settings.schedule import *  # noqa: F403
from practice.settings.server import *  # noqa: F403
from practice.settings.sign_in import *  # noqa: F403
