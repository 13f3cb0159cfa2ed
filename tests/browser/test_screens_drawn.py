"""The screens as Amazon's own renderer draws them, in every size and both themes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from screen_samples import samples

from skill.alexa.apl import document_of
from skill.web.page import frame_html

LOOK = (Path(__file__).parent / "look.js").read_text("utf-8")
ADDRESS = "http://screen.test/"
COLLECT = "window.told = []; addEventListener('message', (e) => told.push(e.data))"
SETTLED, HEARD = 900, 250
"""Milliseconds after which the renderer surely takes a touch, and surely has told of it."""

pytestmark = pytest.mark.usefixtures("viewer")


@dataclass(frozen=True, slots=True)
class Viewport:
    width: int
    height: int
    dpi: int = 160
    round: bool = False
    mode: str = "HUB"


VIEWPORTS = {
    "small-round": Viewport(480, 480, round=True),
    "small": Viewport(960, 480),
    "medium": Viewport(1024, 600),
    "large": Viewport(1280, 800),
    "extra-large": Viewport(1920, 1080),
    "tv": Viewport(1920, 1080, dpi=320, mode="TV"),
    "upright": Viewport(1080, 1920),
}
THEMES = ("dark", "light")


class Glass:
    """A screen: the frame of the page by itself, in a tab as large as the device."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def show(self, data: dict[str, Any], viewport: Viewport, theme: str) -> None:
        self._page.set_viewport_size({"width": viewport.width, "height": viewport.height})
        size = {"width": viewport.width, "height": viewport.height, "dpi": viewport.dpi}
        message = {
            "kind": "show", "document": document_of(data["kind"]), "data": data, "theme": theme,
            "mode": viewport.mode, "viewport": size | {"isRound": viewport.round},
        }  # fmt: skip
        self._page.evaluate("(m) => { told.length = 0; postMessage(m, '*'); }", message)
        self._page.wait_for_function("told.some((m) => m.kind === 'shown' || m.kind === 'failed')")
        assert self.told("failed") == []

    def told(self, kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._page.evaluate(
            "(kind) => told.filter((m) => m.kind === kind)", kind
        )
        return found

    def wrong(self, viewport: Viewport) -> list[str]:
        found: list[str] = self._page.evaluate(LOOK, viewport.round)
        return found

    def touch(self, label: str) -> None:
        self._page.wait_for_timeout(SETTLED)
        box = self._page.get_by_text(label, exact=True).bounding_box()
        assert box
        self._page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self._page.wait_for_timeout(HEARD)

    def text(self) -> str:
        return self._page.locator("main").inner_text()

    def picture(self, path: Path) -> None:
        self._page.screenshot(path=path)


@pytest.fixture(scope="module")
def glass(chromium: Browser) -> Iterator[Glass]:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**", lambda route: route.fulfill(body=frame_html(), content_type="text/html"))
    page.add_init_script(COLLECT)
    page.goto(ADDRESS)
    page.wait_for_function("told.some((m) => m.kind === 'ready')")
    yield Glass(page)
    context.close()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("viewport", VIEWPORTS)
@pytest.mark.parametrize("name", samples())
def test_screen_is_whole_and_readable(
    glass: Glass, name: str, viewport: str, theme: str, pictures: Path
) -> None:
    shown = VIEWPORTS[viewport]
    glass.show(samples()[name], shown, theme)
    glass.picture(pictures / f"{name}-{viewport}-{theme}.png")
    assert glass.wrong(shown) == []


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_touch_says_its_act(glass: Glass, viewport: str) -> None:
    glass.show(samples()["question"], VIEWPORTS[viewport], "dark")
    for button in samples()["question"]["buttons"]:
        glass.touch(button["label"])
    told = [message["arguments"] for message in glass.told("touched")]
    assert told == [["yes"], ["no"], ["unsure"]]


@pytest.mark.parametrize("viewport", ["small-round", "large", "upright"])
def test_parts_of_a_choice_are_touched_and_sent_together(glass: Glass, viewport: str) -> None:
    sample = samples()["choice"]
    first, second, third = sample["options"]
    glass.show(sample, VIEWPORTS[viewport], "light")
    for label in (first["label"], second["label"], third["label"], second["label"], sample["done"]):
        glass.touch(label)
    (told,) = glass.told("touched")
    assert told["arguments"] == ["chosen", first["id"], second["id"], third["id"]]
    assert told["components"] == {first["id"]: True, second["id"]: False, third["id"]: True}


def test_nothing_touched_is_none_of_these(glass: Glass) -> None:
    sample = samples()["choice"]
    glass.show(sample, VIEWPORTS["small"], "dark")
    glass.touch(sample["buttons"][0]["label"])
    (told,) = glass.told("touched")
    assert set(told["components"].values()) == {False}


def test_emergency_number_is_huge(glass: Glass) -> None:
    glass.show(samples()["emergency"], VIEWPORTS["small"], "dark")
    height = glass._page.get_by_text("911", exact=True).bounding_box()
    assert height
    assert height["height"] > VIEWPORTS["small"].height * 0.4


def test_looking_finds_what_is_cut_off(glass: Glass) -> None:
    sample = samples()["question"]
    label = "a label that is far too long to stand whole on what is to be touched " * 4
    buttons = [button | {"label": label} for button in sample["buttons"]]
    glass.show(sample | {"buttons": buttons}, VIEWPORTS["small"], "dark")
    assert any(wrong.startswith("clipped") for wrong in glass.wrong(VIEWPORTS["small"]))
