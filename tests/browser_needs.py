"""What the tests in a browser need; a skip for want of it is a failure where REQUIRE_BROWSER=1."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

NODE_MODULES = Path(__file__).parent.parent / "node_modules"
VIEWER = NODE_MODULES / "apl-viewhost-web" / "index.js"
AXE = NODE_MODULES / "axe-core" / "axe.min.js"


def need(there: object, reason: str) -> None:
    """Skip the test unless it is there; fail it where nothing may be missing."""
    if there:
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def find_chromium() -> str | None:
    """The system's own browser."""
    return shutil.which("chromium") or shutil.which("chromium-browser")
