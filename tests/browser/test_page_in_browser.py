"""The page around the conversation: trouble, devices, widths, accessibility, memory, pictures."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from browser_needs import AXE, need
from conftest import OpenPage, Site, running_site
from page_moves import answered, last_line, lines, open_guide, payload, say, screen, store
from PIL import Image
from playwright.sync_api import Page, expect

from skill.settings import Settings

IMAGES = Path(__file__).parents[2] / "docs" / "images"
PHONE = {"width": 360, "height": 740}
LARGEST_PICTURE = 100_000
MOST_TURNS = 20
ONE_LINE = 40
"""So high is the first line of an answer, in pixels."""
SLOW = """
const ask = window.fetch;
window.fetch = async (path, options) => {
  if (path.endsWith("/say")) await new Promise((resolve) => setTimeout(resolve, 6_000));
  return ask(path, options);
};
"""


# ---- a server that goes away


def test_server_goes_away_and_comes_back(site: Site, open_page: OpenPage) -> None:
    page = open_page(site, drawn=False, expects="ERR_CONNECTION_REFUSED")
    open_guide(page)
    site.go()
    say(page, "no")
    trouble = page.get_by_role("alert")
    expect(trouble).to_contain_text("does not answer")
    expect(page.locator("#state")).to_have_text("No answer.")
    site.come()
    trouble.get_by_role("button", name="Try again").click()
    expect(trouble).to_have_count(0)
    answered(page)
    assert len(store(page)["last"]["insight"]["evidence"]) == 1
    say(page, "no")
    assert len(store(page)["last"]["insight"]["evidence"]) == 2


def test_page_loads_while_the_server_cannot_answer(site: Site, open_page: OpenPage) -> None:
    page = open_page(site, expects="500")
    page.route("**/simulator/about", lambda route: route.fulfill(status=500, json={"reason": "x"}))
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("500")
    page.unroute("**/simulator/about")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Open the guide")).to_be_visible()


def test_a_long_wait_is_explained(settled_site: Site, open_page: OpenPage) -> None:
    page = open_page(settled_site, drawn=False, script=SLOW)
    page.get_by_role("button", name="Open the guide").click()
    remark = page.get_by_text("learns its language model")
    expect(remark).to_be_visible()
    answered(page)
    expect(remark).to_have_count(0)
    assert len(lines(page)) == 1


# ---- devices


def test_speaker_without_a_screen(settled_site: Site, open_page: OpenPage) -> None:
    page = open_page(settled_site)
    page.get_by_label("Device").select_option("speaker")
    expect(page.locator("#glass")).to_be_hidden()
    open_guide(page)
    assert "directives" not in store(page)["last"]["response"]["response"]
    expect(page.locator("#glass")).to_be_hidden()
    say(page, "no")
    expect(last_line(page)).to_contain_text("?")


@pytest.mark.usefixtures("viewer")
@pytest.mark.parametrize("model", ["show8", "show5", "show15", "tall", "spot"])
def test_device_draws_its_screen(settled_site: Site, open_page: OpenPage, model: str) -> None:
    page = open_page(settled_site, width=1600, height=1000)
    page.get_by_label("Device").select_option(model)
    open_guide(page)
    expect(screen(page).get_by_text("Not sure", exact=True)).to_be_visible()
    stage = page.locator(".stage").bounding_box()
    glass = page.locator("#glass").bounding_box()
    assert stage
    assert glass
    assert stage["width"] <= glass["width"]


@pytest.mark.usefixtures("viewer")
def test_drawn_screen_has_the_same_buttons_below_it(
    settled_site: Site, open_page: OpenPage
) -> None:
    page = open_page(settled_site)
    open_guide(page)
    quick = page.get_by_role("group", name="Quick answers").get_by_role("button")
    expect(quick).to_have_text([button["label"] for button in payload(page)["buttons"]])
    quick.filter(has_text="No").first.click()
    answered(page)


@pytest.mark.usefixtures("viewer")
def test_frame_sees_nothing_of_the_page(settled_site: Site, open_page: OpenPage) -> None:
    page = open_page(settled_site)
    open_guide(page)
    expect(screen(page).get_by_text("Not sure", exact=True)).to_be_visible()
    frame = page.frames[1]
    for secret in ("parent.document.title", "sessionStorage.length", "localStorage.length"):
        assert (
            frame.evaluate(f"() => {{ try {{ return {secret} }} catch {{ return 'no' }} }}") == "no"
        )


@pytest.mark.usefixtures("viewer")
def test_renderer_that_fails_gives_way_to_the_plain_view(
    settled_site: Site, open_page: OpenPage
) -> None:
    page = open_page(settled_site)
    failing = (
        "<script>parent.postMessage({kind: 'ready'}, '*');"
        "onmessage = () => parent.postMessage({kind: 'failed', message: 'no'}, '*')</script>"
    )
    page.route("**/screen", lambda route: route.fulfill(body=failing, content_type="text/html"))
    open_guide(page)
    expect(page.locator(".plain-screen .main-text")).to_be_visible()
    expect(page.locator("#quick button")).to_have_count(0)


# ---- widths


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280, 1600])
@pytest.mark.parametrize("drawer", ["closed", "open"])
def test_nothing_is_wider_than_the_window(
    settled_site: Site, open_page: OpenPage, width: int, drawer: str
) -> None:
    page = open_page(settled_site, width=width, height=800)
    if drawer == "open":
        page.get_by_role("button", name="Behind the scenes").click()
    open_guide(page)
    say(page, "my face is drooping")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_everything_to_press_is_large_enough(settled_site: Site, open_page: OpenPage) -> None:
    page = open_page(settled_site, **PHONE)
    open_guide(page)
    heights = page.locator("button:visible, select:visible, input[type=text]").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44


WINDOWS = {"phone": PHONE, "tablet": {"width": 1024, "height": 768}}


def is_above(page: Page, selector: str, below: str, height: float | None = None) -> bool:
    """Whether the last of these, or so much of it from its top, is in view and above the other."""
    last = page.locator(selector).last.bounding_box()
    bar = page.locator(below).bounding_box()
    assert last
    assert bar
    return last["y"] >= 0 and last["y"] + (height or last["height"]) <= bar["y"] + 1


@pytest.mark.parametrize("window", WINDOWS)
def test_answer_buttons_and_bar_are_in_view(
    settled_site: Site, open_page: OpenPage, window: str
) -> None:
    page = open_page(settled_site, drawn=False, **WINDOWS[window])
    open_guide(page)
    for _ in range(MOST_TURNS):
        page.evaluate("scrollTo(0, 0)")
        expect(page.get_by_label("What you say")).to_be_in_viewport(ratio=1)
        for button in page.locator(".plain-screen button").all():
            expect(button).to_be_in_viewport(ratio=1)
        assert is_above(page, "#transcript .alexa", "#reply", ONE_LINE)
        assert payload(page)["kind"] == "result" or is_above(page, ".main-text", ".touch")
        if payload(page)["kind"] == "result":
            break
        say(page, "no")
    assert payload(page)["kind"] == "result"


@pytest.mark.parametrize("window", WINDOWS)
def test_trouble_is_in_view(site: Site, open_page: OpenPage, window: str) -> None:
    page = open_page(site, drawn=False, expects="ERR_CONNECTION_REFUSED", **WINDOWS[window])
    open_guide(page)
    page.get_by_role("button", name="Behind the scenes").click()
    page.get_by_role("button", name="Close").click()
    page.evaluate("scrollTo(0, 0)")
    site.go()
    say(page, "no")
    assert is_above(page, "#transcript .trouble", "#reply")


# ---- accessibility


def test_drawer_is_found_where_it_opens(settled_site: Site, open_page: OpenPage) -> None:
    page = open_page(settled_site, drawn=False, **PHONE)
    page.get_by_role("button", name="Behind the scenes").click()
    title = page.get_by_role("heading", name="Behind the scenes")
    expect(title).to_be_focused()
    expect(title).to_be_in_viewport()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Behind the scenes")).to_be_focused()


def test_who_presses_a_button_goes_on_at_the_question(
    settled_site: Site, open_page: OpenPage
) -> None:
    page = open_page(settled_site, drawn=False)
    open_guide(page)
    expect(page.locator(".plain-screen .main-text")).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    answered(page)
    expect(page.locator(".plain-screen .main-text")).to_be_focused()
    say(page, "my face is drooping")
    expect(page.get_by_label("What you say")).to_be_focused()


@pytest.mark.usefixtures("viewer")
def test_who_presses_a_quick_answer_goes_on_at_the_next(
    settled_site: Site, open_page: OpenPage
) -> None:
    page = open_page(settled_site)
    open_guide(page)
    quick = page.get_by_role("group", name="Quick answers")
    quick.get_by_role("button", name="No", exact=True).press("Enter")
    answered(page)
    expect(quick).to_be_focused()


def faults(page: Page) -> list[str]:
    """What axe calls serious or critical."""
    need(AXE.is_file(), "axe-core is not installed: npm ci")
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(
        """async () => {
          const { violations } = await axe.run(document, { iframes: false });
          return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
            .map(({ id, nodes }) => `${id}: ${nodes.map((one) => one.html).join(" | ")}`);
        }"""
    )
    return found


LOOKS = {
    "drawn": {"drawn": True, "dark": False},
    "drawn-dark": {"drawn": True, "dark": True},
    "plain": {"drawn": False, "dark": False},
    "plain-dark": {"drawn": False, "dark": True},
}


@pytest.mark.parametrize("looks", LOOKS)
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_no_serious_fault(
    settled_site: Site, open_page: OpenPage, width: int, looks: str
) -> None:
    page = open_page(settled_site, width=width, height=900, **LOOKS[looks])
    expect(page.get_by_role("button", name="Open the guide")).to_be_visible()
    assert faults(page) == []
    open_guide(page)
    page.get_by_role("button", name="Behind the scenes").click()
    for text in ("no", "no", "no, but I drink six cups of coffee a day"):
        say(page, text)
    assert faults(page) == []
    say(page, "my face is drooping")
    page.locator("#transcript .card summary").last.click()
    assert faults(page) == []


def test_screen_reader_hears_each_turn(settled_site: Site, open_page: OpenPage) -> None:
    page = open_page(settled_site, drawn=False)
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    open_guide(page)
    expect(page.get_by_role("log").get_by_text("Speaker:")).to_have_count(1)
    expect(page.get_by_role("status")).not_to_be_empty()


# ---- memory


def test_same_person_is_known_again_where_memory_is_on(open_page: OpenPage, tmp_path: Path) -> None:
    settings = Settings(
        port=0, memory="sqlite", memory_path=str(tmp_path / "m.db"), memory_key="k" * 32
    )
    with running_site(settings) as site:
        page = open_page(site, drawn=False)
        page.get_by_label("Memory").select_option("same")
        open_guide(page)
        for text in ("no", "no", "no", "yes"):
            say(page, text)
        page.get_by_role("button", name="New conversation").click()
        open_guide(page)
        expect(last_line(page)).to_contain_text("go on")


def test_memory_cannot_be_chosen_where_it_is_off(settled_site: Site, open_page: OpenPage) -> None:
    page = open_page(settled_site, drawn=False)
    expect(page.get_by_label("Memory")).to_be_disabled()
    expect(page.locator("#memory-note")).to_contain_text("Memory is off")


# ---- pictures for the README


@pytest.mark.usefixtures("viewer")
def test_pictures(
    settled_site: Site, open_page: OpenPage, pictures: Path, pytestconfig: pytest.Config
) -> None:
    folder = IMAGES if pytestconfig.getoption("accept") else pictures
    folder.mkdir(parents=True, exist_ok=True)
    page = open_page(settled_site, width=1440, height=860)
    open_guide(page)
    expect(screen(page).get_by_text("Not sure", exact=True)).to_be_visible()
    for text in ("no", "no", "no, but I drink six cups of coffee a day", "none", "none"):
        say(page, text)
    page.get_by_role("button", name="Behind the scenes").click()
    _take(page, folder / "page.png")
    page.get_by_role("button", name="Behind the scenes").click()
    for _ in range(12):
        if payload(page)["kind"] == "result":
            break
        say(page, "no")
    expect(screen(page).get_by_text(payload(page)["title"])).to_be_visible()
    _take(page, folder / "result.png")
    dark = open_page(settled_site, width=1440, height=860, dark=True)
    say(dark, "my face is drooping")
    expect(screen(dark).get_by_text("911", exact=True)).to_be_visible()
    _take(dark, folder / "emergency.png")


def _take(page: Page, path: Path) -> None:
    """A screenshot in few colours, which keeps it small."""
    page.wait_for_timeout(900)
    picture = Image.open(BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(96, dither=Image.Dither.NONE).save(path, optimize=True)
    assert 10_000 < path.stat().st_size < LARGEST_PICTURE
