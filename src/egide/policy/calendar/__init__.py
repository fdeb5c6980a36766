"""Legal time: durations, holidays, deadlines, opening hours, canvassing windows."""

from __future__ import annotations

from egide.policy.calendar.canvassing import Window, local_time, next_call_at, within_hours
from egide.policy.calendar.deadlines import Due, compute_due, compute_rights_due
from egide.policy.calendar.durations import Duration, add_clock_hours, add_duration, add_months, parse_duration
from egide.policy.calendar.holidays import easter, french_holidays, is_working_day, next_working_day
from egide.policy.calendar.opening import OpeningHours, add_open_time, open_time_between

__all__ = [
    "Due",
    "Duration",
    "OpeningHours",
    "Window",
    "add_clock_hours",
    "add_duration",
    "add_months",
    "add_open_time",
    "compute_due",
    "compute_rights_due",
    "easter",
    "french_holidays",
    "is_working_day",
    "local_time",
    "next_call_at",
    "next_working_day",
    "open_time_between",
    "parse_duration",
    "within_hours",
]
