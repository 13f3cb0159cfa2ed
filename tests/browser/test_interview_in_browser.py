"""Whole interviews on the page: by keyboard, by touch, in an emergency, across a reload."""

from __future__ import annotations

import pytest
from conftest import OpenPage, Site
from page_moves import (
    answered,
    last_line,
    lines,
    open_guide,
    payload,
    say,
    screen,
    store,
    toggle,
    touch,
)
from playwright.sync_api import Page, expect

MOST_TURNS = 20


def test_whole_interview_by_keyboard(settled_site: Site, open_page: OpenPage) -> None:
    page = open_page(settled_site, drawn=False)
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to what you want to say")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("What you say")).to_be_focused()
    page.keyboard.type("open lip twitch guide")
    page.keyboard.press("Enter")
    answered(page)
    for text in ("nope", "no", "no, but I've been drinking six cups of coffee a day"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        answered(page)
    for _ in range(MOST_TURNS):
        if payload(page)["kind"] == "result":
            break
        page.keyboard.type("no")
        page.keyboard.press("Enter")
        answered(page)
    assert any(bar["name"] == "Too much caffeine" for bar in payload(page)["bars"])
    expect(page.get_by_label("What you say")).to_be_focused()
    expect(page.locator("#transcript .card")).to_have_count(1)
    expect(page.locator(".plain-screen .banner")).to_be_visible()
    page.keyboard.type("why not ALS")
    page.keyboard.press("Enter")
    answered(page)
    expect(last_line(page)).to_contain_text("ALS")


def test_buttons_of_the_screen_by_keyboard(settled_site: Site, open_page: OpenPage) -> None:
    page = open_page(settled_site, drawn=False)
    page.get_by_role("button", name="Open the guide").focus()
    page.keyboard.press("Enter")
    answered(page)
    for _ in range(3):
        page.get_by_role("button", name="No", exact=True).focus()
        page.keyboard.press("Enter")
        answered(page)
    first, *_ = payload(page)["options"]
    part = page.get_by_role("button", name=first["label"], exact=True)
    part.focus()
    page.keyboard.press("Space")
    expect(part).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Done").press("Enter")
    answered(page)
    evidence = store(page)["last"]["insight"]["evidence"]
    assert {"yes"} == {one["answer"] for one in evidence if first["id"] in one["findings"]}


@pytest.mark.usefixtures("viewer")
def test_whole_interview_by_touch_on_the_drawn_screen(
    settled_site: Site, open_page: OpenPage
) -> None:
    page = open_page(settled_site)
    open_guide(page)
    for _ in range(3):
        touch(page, "No")
    first, second, *_ = payload(page)["options"]
    toggle(page, first["label"])
    toggle(page, second["label"])
    touch(page, "Done")
    told = {
        f: one["answer"]
        for one in store(page)["last"]["insight"]["evidence"]
        for f in one["findings"]
    }
    assert (told[first["id"]], told[second["id"]]) == ("yes", "yes")
    for _ in range(MOST_TURNS):
        if payload(page)["kind"] == "result":
            break
        touch(page, payload(page)["buttons"][0]["label"] if payload(page)["options"] else "No")
    expect(screen(page).get_by_text("What you can do")).to_be_visible()
    touch(page, "Why?")
    assert payload(page)["kind"] == "message"


def test_emergency_is_heard_before_anything_else(settled_site: Site, open_page: OpenPage) -> None:
    page = open_page(settled_site, drawn=False)
    page.get_by_label("Language").select_option("en-GB")
    say(page, "half my face is drooping")
    expect(page.locator(".plain-screen .number")).to_have_text("999")
    expect(last_line(page)).to_contain_text("Call 999 now")
    page.get_by_role("button", name="Behind the scenes").click()
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("red_flag")
    expect(drawer).to_contain_text("NHS, Stroke: symptoms")
    expect(drawer.locator(".cause")).to_have_count(0)
    page.locator(".plain-screen").get_by_role("button", name="Go back").click()
    answered(page)
    assert payload(page)["kind"] == "question"


def test_reload_keeps_the_conversation(settled_site: Site, open_page: OpenPage) -> None:
    page = open_page(settled_site, drawn=False)
    open_guide(page)
    say(page, "no")
    before = lines(page)
    page.reload()
    expect(page.locator("#transcript .remark").last).to_contain_text("loaded again")
    assert lines(page) == before
    expect(page.locator(".plain-screen .main-text")).to_be_visible()
    say(page, "no")
    assert len(store(page)["last"]["insight"]["evidence"]) == 2


def test_new_conversation_forgets(settled_site: Site, open_page: OpenPage) -> None:
    page = open_page(settled_site, drawn=False)
    open_guide(page)
    say(page, "no, but I drink six cups of coffee a day")
    page.get_by_role("button", name="New conversation").click()
    assert lines(page) == []
    assert "coffee" not in str(store(page))
    expect(page.get_by_role("button", name="Open the guide")).to_be_visible()
    page.reload()
    assert lines(page) == []


def test_nothing_outlives_the_tab(settled_site: Site, open_page: OpenPage) -> None:
    page = open_page(settled_site, drawn=False)
    open_guide(page)
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []
    other = page.context.new_page()
    other.goto(settled_site.address)
    expect(other.get_by_role("button", name="Open the guide")).to_be_visible()
    assert lines(other) == []


def test_stop_ends_the_session_and_it_can_be_opened_again(
    settled_site: Site, open_page: OpenPage
) -> None:
    page = open_page(settled_site, drawn=False)
    open_guide(page)
    say(page, "stop")
    expect(page.locator("#transcript .remark").last).to_have_text("The session has ended.")
    open_guide(page)
    assert payload(page)["kind"] == "question"


def _drawer(page: Page) -> None:
    page.get_by_role("button", name="Behind the scenes").click()


def test_drawer_tells_what_was_understood(settled_site: Site, open_page: OpenPage) -> None:
    page = open_page(settled_site, drawn=False)
    _drawer(page)
    open_guide(page)
    say(page, "no, but I drink six cups of coffee a day")
    drawer = page.locator("#drawer")
    for part in ("AnswerIntent", "caffeine_high = yes", "lots of coffee", "told unasked"):
        expect(drawer).to_contain_text(part)
    widths = drawer.locator(".cause .share > span").evaluate_all(
        "(bars) => bars.map((bar) => bar.getBoundingClientRect().width)"
    )
    assert len(widths) > 3
    drawer.get_by_text("Request JSON").click()
    expect(drawer.locator("pre").first).to_contain_text("IntentRequest")
    say(page, "no")
    expect(drawer.locator("pre").first).to_be_visible()
    _drawer(page)
    expect(drawer).to_be_hidden()
