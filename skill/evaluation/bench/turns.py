"""The turns that are timed: real requests, one for each kind of thing that a person does."""

from typing import Any

from skill.simulator.device import Device
from skill.simulator.envelope import launch, session_envelope
from skill.simulator.setting_up import make_device

Event = dict[str, Any]

# In an interview and after its result: what is said, and what that is an example of.
ASKED = {
    "help": "help",
    "why do you ask": "why it asks",
    "no but i drink a lot of coffee": "no, with a finding",
    "my eyelid twitches too and i sleep badly": "findings",
    "i'm not sure": "not sure",
    "what have i told you": "review",
    "go back": "back",
}
TOLD = {
    "why do you think so": "why it thinks so",
    "why not a l s": "why not",
    "what can i do": "self-care",
    "send it to my phone": "card",
}
DANGER = "my face is drooping"
MOST_QUESTIONS = 20


def skill_turns() -> dict[str, Event]:
    """Hold one conversation with the real skill and keep its requests by kind."""
    device = make_device()
    device.launch()
    turns = {"launch": device.request}
    device.say("no")
    turns["no"] = device.request
    turns |= _said(device, ASKED)
    turns["result"] = _result(device)
    turns |= _said(device, TOLD)
    device.launch()
    return turns | _said(device, {DANGER: "red flag"})


def _said(device: Device, sayings: dict[str, str]) -> dict[str, Event]:
    turns = {}
    for text, kind in sayings.items():
        device.say(text)
        turns[kind] = device.request
    return turns


def _result(device: Device) -> Event:
    """Answer no until the result comes, which is the turn with a card."""
    for _ in range(MOST_QUESTIONS):
        if "card" in device.say("no")["response"]:
            return device.request
    raise AssertionError(f"no result after {MOST_QUESTIONS} answers")


def hello_world_turns() -> dict[str, Event]:
    """Make the requests that a hello world answers."""
    return {
        "launch": _request(launch(), new=True),
        "hello": _request(_intent("HelloWorldIntent")),
        "help": _request(_intent("AMAZON.HelpIntent")),
        "stop": _request(_intent("AMAZON.StopIntent")),
    }


def _intent(name: str) -> Event:
    return {"type": "IntentRequest", "intent": {"name": name, "confirmationStatus": "NONE"}}


def _request(request: Event, *, new: bool = False) -> Event:
    return session_envelope(
        request, session="amzn1.echo-api.session.1", new=new, attributes={}, locale="en-US"
    )
