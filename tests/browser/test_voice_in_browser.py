"""Answers aloud with the pauses of the SSML, and listening; voice and ear are the tests' own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import OpenPage, Site
from page_moves import answered, lines, open_guide, payload, say, store
from playwright.sync_api import Page, expect

FAKES = (Path(__file__).parent / "fakes.js").read_text("utf-8")
PAUSE = 350
SLACK = 150


@pytest.fixture
def page(settled_site: Site, open_page: OpenPage) -> Page:
    return open_page(settled_site, drawn=False, script=FAKES)


def spoken(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("spoken.filter((one) => one !== '(hush)')")
    return found


def quiet(page: Page) -> None:
    """Wait until nothing is said, asked or heard any more."""
    page.wait_for_function(
        "() => !['speaking', 'thinking'].includes(document.getElementById('device').dataset.state)"
    )


def will_say(page: Page, *heard: object) -> None:
    page.evaluate("(next) => heard.push(...next)", list(heard))


def test_answer_is_spoken_in_the_voice_of_the_locale(page: Page) -> None:
    page.get_by_label("Language").select_option("en-GB")
    open_guide(page)
    quiet(page)
    (said,) = spoken(page)
    assert said["text"].startswith("Welcome")
    assert said["voice"] == "British"
    assert said["rate"] == 1


def test_list_is_spoken_with_its_pauses(page: Page) -> None:
    open_guide(page)
    for _ in range(3):
        say(page, "no")
    quiet(page)
    page.wait_for_timeout(3 * PAUSE)
    *_, first, second, third = spoken(page)
    assert payload(page)["options"]
    assert PAUSE <= second["at"] - first["at"] < PAUSE + SLACK
    assert PAUSE <= third["at"] - second["at"] < PAUSE + SLACK


def test_slower_is_slower(page: Page) -> None:
    open_guide(page)
    say(page, "speak more slowly")
    quiet(page)
    assert spoken(page)[-1]["rate"] < 1


def test_speaking_up_hushes_the_speaker(page: Page) -> None:
    page.evaluate("window.speakingTakes = 5000")
    open_guide(page)
    expect(page.locator("#state")).to_have_text("Speaking…")
    page.keyboard.press("Escape")
    expect(page.locator("#state")).to_have_text("Your turn.")
    assert page.evaluate("spoken.at(-1)") == "(hush)"


def test_voice_can_be_switched_off(page: Page) -> None:
    page.get_by_label("Answer aloud").uncheck()
    open_guide(page)
    assert spoken(page) == []
    expect(page.locator("#state")).to_have_text("Your turn.")


def test_press_and_speak(page: Page) -> None:
    open_guide(page)
    quiet(page)
    will_say(page, "no")
    page.get_by_role("button", name="Speak").click()
    answered(page)
    expect(page.locator("#transcript .person").last).to_contain_text("no")
    assert page.evaluate("listens") == 1


def test_listening_can_be_broken_off(page: Page) -> None:
    open_guide(page)
    quiet(page)
    mic = page.get_by_role("button", name="Speak")
    mic.click()
    expect(mic).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#state")).to_have_text("Listening…")
    mic.click()
    expect(mic).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#state")).to_have_text("Your turn.")


def test_typing_while_it_listens_is_a_turn_like_any(page: Page) -> None:
    open_guide(page)
    quiet(page)
    page.get_by_role("button", name="Speak").click()
    say(page, "no")
    quiet(page)
    expect(page.locator("#state")).to_have_text("Your turn.")
    assert len(lines(page)) == 2


def test_hands_free_listens_again_after_each_question(page: Page) -> None:
    page.get_by_label("Hands free").check()
    will_say(page, "no", "no, but I drink six cups of coffee a day")
    open_guide(page)
    page.wait_for_function("() => document.querySelectorAll('#transcript .alexa').length === 3")
    page.wait_for_function("() => window.listens === 3")
    assert len(store(page)["last"]["insight"]["evidence"]) == 3


def test_hands_free_asks_once_more_and_then_ends(page: Page) -> None:
    page.get_by_label("Hands free").check()
    will_say(page, None, None)
    open_guide(page)
    expect(page.locator("#transcript .remark").last).to_have_text("The session has ended.")
    welcome, again = spoken(page)
    assert welcome["text"].startswith("Welcome")
    assert "?" in again["text"]
    assert store(page)["session"]["id"] == ""


def test_refused_microphone_is_told(page: Page) -> None:
    page.get_by_label("Hands free").check()
    will_say(page, {"error": "not-allowed"})
    open_guide(page)
    expect(page.locator("#transcript .remark").last).to_contain_text("Allow it for this page")
    expect(page.get_by_label("Hands free")).not_to_be_checked()


def test_browser_without_ear_offers_none(settled_site: Site, open_page: OpenPage) -> None:
    deaf = "delete window.SpeechRecognition; delete window.webkitSpeechRecognition;"
    page = open_page(settled_site, drawn=False, script=deaf)
    expect(page.get_by_role("button", name="Open the guide")).to_be_visible()
    expect(page.locator("#mic")).to_be_hidden()
    expect(page.locator("#free-label")).to_be_hidden()


def test_browser_without_voice_goes_on(settled_site: Site, open_page: OpenPage) -> None:
    dumb = "Object.defineProperty(window, 'speechSynthesis', { value: undefined });"
    page = open_page(settled_site, drawn=False, script=dumb)
    open_guide(page)
    say(page, "no")
    expect(page.locator("#state")).to_have_text("Your turn.")
