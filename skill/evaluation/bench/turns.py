"""The turns that are timed: real requests from whole conversations, no two of them alike.

Conversations differ, since a skill that is asked the same thing twice may well remember the
answer. What people say is drawn with a fixed seed, so that every run times the same turns.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from skill.simulator.device import Device
from skill.simulator.envelope import launch, session_envelope
from skill.simulator.setting_up import make_device

Event = dict[str, Any]
Turn = tuple[str, Event]

SEED = 7
CONVERSATIONS = 24
MOST_TURNS = 40

ANSWERS = {"no": 70, "yes": 15, "i'm not sure": 10}
ASIDES = {
    "help": "help",
    "why do you ask": "why it asks",
    "no but i drink a lot of coffee": "no, with a finding",
    "my eyelid twitches too and i sleep badly": "findings",
    "what have i told you": "review",
    "go back": "back",
    "my face is drooping": "red flag",
}
FOLLOW_UPS = {
    "why do you think so": "why it thinks so",
    "why not a l s": "why not",
    "what can i do": "self-care",
    "what else could it be": "what else",
    "send it to my phone": "card",
}


def skill_turns(conversations: int = CONVERSATIONS) -> list[Turn]:
    """Hold conversations with the real skill and keep every request, with its kind."""
    dice = Random(SEED)  # noqa: S311 - nothing secret
    device = make_device()
    return [turn for _ in range(conversations) for turn in _conversation(device, dice)]


def _conversation(device: Device, dice: Random) -> Iterator[Turn]:
    device.launch()
    yield "launch", device.request
    for _ in range(MOST_TURNS):
        kind, response = _say_something(device, dice)
        if "card" in response["response"]:
            yield "result", device.request
            yield from _follow_up(device)
            return
        yield kind, device.request
        if not device.open:
            return


def _say_something(device: Device, dice: Random) -> tuple[str, Event]:
    """Answer, or one time in four say something else."""
    if dice.random() < 1 / 4:
        text, kind = dice.choice(list(ASIDES.items()))
        return kind, device.say(text)
    (answer,) = dice.choices(list(ANSWERS), list(ANSWERS.values()))
    return answer, device.say(answer)


def _follow_up(device: Device) -> Iterator[Turn]:
    for text, kind in FOLLOW_UPS.items():
        if device.open:
            device.say(text)
            yield kind, device.request


def hello_world_turns() -> list[Turn]:
    """Make the requests that a hello world answers."""
    return [
        ("launch", _request(launch(), new=True)),
        ("hello", _request(_intent("HelloWorldIntent"))),
        ("help", _request(_intent("AMAZON.HelpIntent"))),
        ("stop", _request(_intent("AMAZON.StopIntent"))),
    ]


def _intent(name: str) -> Event:
    return {"type": "IntentRequest", "intent": {"name": name, "confirmationStatus": "NONE"}}


def _request(request: Event, *, new: bool = False) -> Event:
    return session_envelope(
        request, session="amzn1.echo-api.session.1", new=new, attributes={}, locale="en-US"
    )
