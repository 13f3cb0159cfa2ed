"""What a person does on the page, and what they find there."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import FrameLocator, Locator, Page, expect

SETTLED = 900
"""Milliseconds after which the renderer surely takes a touch."""


def open_guide(page: Page) -> None:
    page.get_by_role("button", name="Open the guide").click()
    answered(page)


def say(page: Page, text: str) -> None:
    page.get_by_label("What you say").fill(text)
    page.keyboard.press("Enter")
    answered(page)


def answered(page: Page) -> None:
    """Wait until the last line is the speaker's, or says that something is wrong."""
    page.wait_for_function(
        """() => {
          const lines = [...document.querySelectorAll("#transcript li")];
          const last = lines.filter((one) => !one.matches(".card, .remark")).at(-1);
          const { state } = document.getElementById("device").dataset;
          return last && !last.matches(".person") && state !== "thinking";
        }"""
    )


def lines(page: Page) -> list[str]:
    found: list[str] = page.locator("#transcript .alexa").all_inner_texts()
    return found


def last_line(page: Page) -> Locator:
    return page.locator("#transcript .alexa").last


def screen(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def touch(page: Page, label: str) -> None:
    """Touch something on the drawn screen, and wait for the next one."""
    before = _touches(page).count()
    toggle(page, label)
    expect(_touches(page)).to_have_count(before + 1)
    answered(page)
    _stands_still(page)


def _touches(page: Page) -> Locator:
    return page.locator("#transcript .person", has_text="(touched)")


def _stands_still(page: Page) -> None:
    """Wait until the renderer has drawn the last screen that it was sent."""
    page.wait_for_function(
        """() => {
          const { sent, shown } = document.querySelector(".stage")?.dataset ?? {};
          return Number(sent) > 0 && sent === shown;
        }"""
    )


def toggle(page: Page, label: str) -> None:
    """Touch a part of a choice on the drawn screen, once it takes touches."""
    _stands_still(page)
    expect(screen(page).get_by_text(label, exact=True)).to_be_visible()
    page.wait_for_timeout(SETTLED)
    box = screen(page).get_by_text(label, exact=True).bounding_box()
    frame = page.locator("iframe").bounding_box()
    assert box
    assert frame
    # Playwright does not know that the frame is scaled down to the device's size.
    scale = frame["width"] / page.frames[1].evaluate("innerWidth")
    across = box["x"] + box["width"] / 2 - frame["x"]
    down = box["y"] + box["height"] / 2 - frame["y"]
    page.mouse.click(frame["x"] + across * scale, frame["y"] + down * scale)


def store(page: Page) -> dict[str, Any]:
    kept: dict[str, Any] = page.evaluate("JSON.parse(sessionStorage.getItem('lip-twitch-guide'))")
    return kept


def payload(page: Page) -> dict[str, Any]:
    """The data of the screen that is shown."""
    response = store(page)["last"]["response"]["response"]
    found: dict[str, Any] = response["directives"][0]["datasources"]["payload"]
    return found
