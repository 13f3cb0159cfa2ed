"""The browser and the server for the tests that look at what a person sees."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser_needs import VIEWER, find_chromium, need
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from skill.bootstrap import build_turn
from skill.settings import Settings
from skill.web.server import Server
from skill.web.simulator import create_simulator_app

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECOND = 1_000
# What the page is told of the server, but that it has no renderer. In the page, as a request that
# is held up on its way can outlive its test and fail the next one.
WITHOUT_VIEWER = """
const read = Response.prototype.json;
Response.prototype.json = async function () {
  const told = await read.call(this);
  return "viewer" in told ? { ...told, viewer: false } : told;
};
"""

expect.set_options(timeout=20 * SECOND)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's browser, without a window and with a fresh profile."""
    path = find_chromium()
    need(path, "Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def viewer() -> None:
    """Amazon's renderer has to be there."""
    need(VIEWER.is_file(), "apl-viewhost-web is not installed: npm ci")


class Site:
    """The simulator on this machine, which can go away and come back under the same address."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._port = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def come(self) -> None:
        server = Server(self._app, "127.0.0.1", self._port, threads=4, max_body=262_144)
        self._port = server.address[1]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=server.run, args=(self._stop,))
        self._thread.start()

    def go(self) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join(15)
        self._thread = None


@contextmanager
def running_site(settings: Settings) -> Iterator[Site]:
    site = Site(create_simulator_app(build_turn(settings), settings))
    site.come()
    try:
        yield site
    finally:
        site.go()


@pytest.fixture(scope="session")
def settled_site() -> Iterator[Site]:
    """One server for all tests that leave it alone."""
    with running_site(Settings(port=0)) as site:
        yield site


@pytest.fixture
def site() -> Iterator[Site]:
    """A server of the test's own."""
    with running_site(Settings(port=0)) as site:
        yield site


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Opens a site in a tab of its own; at the end nothing may have gone wrong in any of them."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_(
        site: Site, *, width: int = 1280, height: int = 860, dark: bool = False,
        drawn: bool = True, script: str = "", expects: str = "nothing",
    ) -> Page:  # fmt: skip
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20 * SECOND)
        _watch(page, site, wrong, expects)
        if script:
            page.add_init_script(script)
        if not drawn:
            page.add_init_script(WITHOUT_VIEWER)
        page.goto(site.address)
        ready = page.get_by_role("button", name="Open the guide")
        ready.or_(page.get_by_role("alert")).first.wait_for()
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def _watch(page: Page, site: Site, wrong: list[str], expects: str) -> None:
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on(
        "console",
        lambda said: (
            wrong.append(said.text) if said.type == "error" and expects not in said.text else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((site.address, "data:"))
            else wrong.append(f"outside: {request.url}")
        ),
    )


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the screenshots of a run go: SCREENSHOTS, or a folder that pytest throws away."""
    named = os.environ.get("SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
