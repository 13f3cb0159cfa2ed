"""The screens as Amazon's own renderer draws them, in every size and both themes."""

from __future__ import annotations

import copy
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

SLOW_TURN, AT_ONCE = "ANIMATION_DELAY=600", "ANIMATION_DELAY=0"
"""How long the renderer takes to turn a page, in its code and in these tests."""
ARROW = "\u203a"
PAGE = (
    "() => document.querySelector('main').innerText.match(/(\\d) \\/ (\\d)/)?.slice(1).map(Number)"
)
"""Which page is shown, and of how many."""

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

    def show(
        self, data: dict[str, Any], viewport: Viewport, theme: str, turning: int | None = None
    ) -> None:
        """`turning` is the time of a page that turns by itself, where it is not the document's."""
        self._page.set_viewport_size({"width": viewport.width, "height": viewport.height})
        size = {"width": viewport.width, "height": viewport.height, "dpi": viewport.dpi}
        document = copy.deepcopy(document_of(data["kind"]))
        if turning:
            document["onMount"][0].update(delay=turning, duration=turning)
        message = {
            "kind": "show", "document": document, "data": data, "theme": theme,
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
        self._press(label)
        self._page.wait_for_timeout(HEARD)

    def _press(self, label: str) -> None:
        box = self._page.get_by_text(label, exact=True).bounding_box()
        assert box
        self._page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def page(self) -> tuple[int, int]:
        found: list[int] | None = self._page.evaluate(PAGE)
        return (found[0], found[1]) if found else (1, 1)

    def turns_to(self, number: int) -> None:
        self._page.wait_for_function(f"({PAGE})()[0] === {number}")

    def pages(self) -> Iterator[int]:
        """Turns all pages with the arrow, as the numbers of those that are shown."""
        yield 1
        _, last = self.page()
        for number in range(2, last + 1):
            if number == 2:
                self._page.wait_for_timeout(SETTLED)
            self._press(ARROW)
            self.turns_to(number)
            yield number

    def wait(self, milliseconds: int) -> None:
        self._page.wait_for_timeout(milliseconds)

    def text(self) -> str:
        return self._page.locator("main").inner_text()

    def picture(self, path: Path) -> None:
        self._page.screenshot(path=path)


@pytest.fixture(scope="module")
def glass(chromium: Browser) -> Iterator[Glass]:
    context = chromium.new_context()
    page = context.new_page()
    html = frame_html().replace(SLOW_TURN, AT_ONCE)
    assert AT_ONCE in html
    page.route("**", lambda route: route.fulfill(body=html, content_type="text/html"))
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
    for number in glass.pages():
        page = "" if number == 1 else f"-{number}"
        glass.picture(pictures / f"{name}-{viewport}-{theme}{page}.png")
        assert glass.wrong(shown) == []


@pytest.mark.parametrize("viewport", ["small-round", "small", "upright"])
def test_pages_hold_all_of_a_result(glass: Glass, viewport: str) -> None:
    sample = samples()["longest-result"]
    glass.show(sample, VIEWPORTS[viewport], "dark")
    shown = " ".join(glass.text() for _ in glass.pages())
    names = [each["name"] for each in sample["bars"]]
    labels = [each["label"] for each in sample["buttons"]]
    texts = (sample["title"], sample["text"], sample["asks"], *sample["advice"], *names, *labels)
    assert [text for text in texts if text not in shown] == []


@pytest.mark.parametrize("name", ["result-soon", "emergency", "message"])
def test_last_page_of_a_circle_is_touched(glass: Glass, name: str) -> None:
    glass.show(samples()[name], VIEWPORTS["small-round"], "dark")
    assert list(glass.pages())[-1] > 1
    button = samples()[name]["buttons"][-1]
    glass.touch(button["label"])
    assert [message["arguments"] for message in glass.told("touched")] == [button["arguments"]]


def test_pages_turn_once_by_themselves(glass: Glass) -> None:
    glass.show(samples()["longest-result"], VIEWPORTS["small"], "dark", turning=400)
    for number in (*range(2, 6), 1):
        glass.turns_to(number)
    glass.wait(1_000)
    assert glass.page() == (1, 5)


def test_touch_stops_the_turning(glass: Glass) -> None:
    glass.show(samples()["longest-result"], VIEWPORTS["small"], "dark", turning=1_000)
    glass.turns_to(2)
    glass.touch(ARROW)
    here = glass.page()
    assert here[0] > 2
    glass.wait(2_500)
    assert glass.page() == here


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


@pytest.mark.parametrize(("viewport", "part"), [("small", 0.4), ("small-round", 0.25)])
def test_emergency_number_is_huge(glass: Glass, viewport: str, part: float) -> None:
    glass.show(samples()["emergency"], VIEWPORTS[viewport], "dark")
    height = glass._page.get_by_text("911", exact=True).bounding_box()
    assert height
    assert height["height"] > VIEWPORTS[viewport].height * part


def test_looking_finds_what_is_cut_off(glass: Glass) -> None:
    sample = samples()["question"]
    label = "a label that is far too long to stand whole on what is to be touched " * 4
    buttons = [button | {"label": label} for button in sample["buttons"]]
    glass.show(sample | {"buttons": buttons}, VIEWPORTS["small"], "dark")
    assert any(wrong.startswith("clipped") for wrong in glass.wrong(VIEWPORTS["small"]))


@pytest.mark.parametrize("viewport", ["small", "small-round"])
def test_looking_finds_what_has_to_scroll(glass: Glass, viewport: str) -> None:
    sample = samples()["message"]
    glass.show(sample | {"text": sample["text"] * 3}, VIEWPORTS[viewport], "dark")
    assert any(wrong.startswith("scrolls") for wrong in glass.wrong(VIEWPORTS[viewport]))
