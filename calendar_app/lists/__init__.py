"""The calendar's lists."""

from calendar_app.lists.deadlines import DeadlineList

__all__ = ["DeadlineList"]
