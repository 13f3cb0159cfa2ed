"""The turns that are timed: real requests, one for each kind of thing that a person does."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

Event = dict[str, Any]
