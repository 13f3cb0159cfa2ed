"""What the page asks of its server: turns, what is behind them, and the frame with the screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from skill.bootstrap import build_turn
from skill.settings import Settings
from skill.web import page
from skill.web.simulator import create_simulator_app

Json = dict[str, Any]

SETTINGS = Settings()


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_simulator_app(build_turn(SETTINGS), SETTINGS)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


def say(client: FlaskClient, **wish: Any) -> TestResponse:
    return client.post("/simulator/say", json=wish)


def talk(client: FlaskClient, *texts: str, **wish: Any) -> Json:
    """The answer to the last of the texts, after opening the skill."""
    answer: Json = say(client, act="launch", **wish).json or {}
    for text in texts:
        answer = say(client, text=text, session=answer["session"], **wish).json or {}
    return answer


def test_page_knows_what_it_can_offer(client: FlaskClient) -> None:
    about = client.get("/simulator/about").json
    assert about is not None
    assert about["locales"][0] == "en-US"
    assert about["memory"] is False
    assert about["viewer"] is page.VIEWER.is_file()


def test_page_and_its_modules_are_there(client: FlaskClient) -> None:
    for name in ("", "static/page/main.js", "static/page/base.css", "static/page/icon.svg"):
        with client.get(f"/{name}") as response:
            assert response.status_code == 200


def test_page_allows_no_inline_script_and_no_other_host(client: FlaskClient) -> None:
    with client.get("/") as response:
        policy, html = response.headers["Content-Security-Policy"], response.text
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "default-src 'self'" in policy
    assert " style=" not in html
    assert " onclick=" not in html


def test_launch_opens_a_session(client: FlaskClient) -> None:
    answer = talk(client)
    assert answer["session"]["id"]
    assert answer["heard"]["act"] == "launch"
    assert answer["request"]["request"]["type"] == "LaunchRequest"
    assert answer["view"]["open"]
    assert answer["view"]["screen"]["kind"] == "question"


def test_session_goes_on(client: FlaskClient) -> None:
    answer = talk(client, "no", "no, but I drink six cups of coffee a day")
    assert answer["heard"]["findings"] == {"caffeine_high": "yes"}
    told = {f: one["answer"] for one in answer["insight"]["evidence"] for f in one["findings"]}
    assert told["caffeine_high"] == "yes"
    assert told["face_droop"] == "no"


def test_shares_move_with_an_answer(client: FlaskClient) -> None:
    def share(answer: Json) -> float:
        found: float = next(
            (c["share"] for c in answer["insight"]["causes"] if c["id"] == "caffeine"), 0.0
        )
        return found

    before, after = talk(client, "no"), talk(client, "no", "I drink six cups of coffee a day")
    assert share(after) > share(before)
    assert [c["share"] for c in after["insight"]["causes"]] == sorted(
        (c["share"] for c in after["insight"]["causes"]), reverse=True
    )


def test_danger_in_one_breath_outside_a_session(client: FlaskClient) -> None:
    answer = say(client, text="my face is drooping", locale="en-GB").json
    assert answer is not None
    assert answer["view"]["screen"]["number"] == "999"
    assert answer["insight"]["level"]["id"] == "emergency"
    (rule,) = answer["insight"]["rules"]
    assert rule["because"]
    assert rule["sources"][0]["reference"].startswith("https://")


def test_touch_is_heard_as_an_act(client: FlaskClient) -> None:
    opened = talk(client)
    answer = say(client, act="touch", arguments=["no"], session=opened["session"]).json
    assert answer is not None
    assert answer["heard"]["act"] == "no"
    assert answer["request"]["request"]["type"] == "Alexa.Presentation.APL.UserEvent"


def test_walking_away_ends_the_session(client: FlaskClient) -> None:
    answer = say(client, act="leave", session=talk(client)["session"]).json
    assert answer is not None
    assert answer["session"]["id"] == ""
    assert answer["response"]["response"] == {}


def test_device_without_a_screen_gets_none(client: FlaskClient) -> None:
    assert talk(client, screen=False)["view"]["screen"] is None


def test_stop_closes(client: FlaskClient) -> None:
    answer = talk(client, "stop")
    assert answer["session"]["id"] == ""
    assert not answer["view"]["open"]


WRONG = [
    {"locale": "xx-XX"},
    {"locale": 5},
    {"act": "dance"},
    {"screen": "yes"},
    {"text": ["no"]},
    {"session": []},
    {"session": {"attributes": "no"}},
    {"session": {"id": 5}},
    {"arguments": "no"},
    {"components": []},
    [],
    5,
]


@pytest.mark.parametrize("wish", WRONG)
def test_nonsense_is_refused(client: FlaskClient, wish: object) -> None:
    assert client.post("/simulator/say", json=wish).status_code == 400


def test_not_json_is_refused(client: FlaskClient) -> None:
    kind = {"Content-Type": "application/json"}
    assert client.post("/simulator/say", data=b"\xff", headers=kind).status_code == 400
    assert client.post("/simulator/say", data=b"{", headers=kind).status_code == 400
    assert client.post("/simulator/say", data=b"{}").status_code == 400


ODD: list[Json] = [
    {"session": {"id": "old", "attributes": {"conversation": {"v": 0}}}, "text": "no"},
    {"session": {"id": "odd", "attributes": {"conversation": 5}}, "text": "no"},
    {"act": "touch", "arguments": [], "session": {"id": "s", "attributes": {}}},
    {"act": "touch", "arguments": [["no"], 5, None]},
    {"act": "touch", "arguments": ["findings", "no_such_finding"]},
    {"act": "touch", "arguments": ["chosen", "no_such_finding"], "components": {"x": []}},
    {"text": "\N{FACE WITH TEARS OF JOY}" * 600},
    {"text": ""},
]


@pytest.mark.parametrize("wish", ODD)
def test_oddity_is_answered(client: FlaskClient, wish: Json) -> None:
    response = say(client, **wish)
    assert response.status_code == 200
    assert json.loads(response.text)["view"]["speech"]


def test_frame_may_do_what_the_page_may_not_and_nothing_else(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    viewer = tmp_path / "index.js"
    viewer.write_text(
        "var css = '@font-face {src: url(https://fonts.test/x.ttf);}'; var end = '</script>';"
    )
    monkeypatch.setattr(page, "VIEWER", viewer)
    page.frame_html.cache_clear()
    response = client.get("/screen")
    page.frame_html.cache_clear()
    policy = response.headers["Content-Security-Policy"]
    assert "sandbox allow-scripts" in policy
    assert "default-src 'none'" in policy
    assert "allow-same-origin" not in policy
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "https://" not in response.text
    assert response.text.count("</script>") == 2


def test_without_the_renderer_there_is_no_frame(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(page, "VIEWER", tmp_path / "none.js")
    assert client.get("/screen").status_code == 404
    about = client.get("/simulator/about").json
    assert about is not None
    assert about["viewer"] is False
