"""The turns that are timed: real requests, one for each kind of thing that a person does."""

from typing import Any

Event = dict[str, Any]
