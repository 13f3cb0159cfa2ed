"""The environment, read strictly: every mistake is named, with its remedy."""

from __future__ import annotations

import dataclasses

import pytest

from skill.settings import Settings, SettingsError, read_settings

KEY = "a secret of the deployer"


def test_nothing_set_is_a_look_on_ones_own_machine() -> None:
    assert read_settings({}) == Settings()
    assert (Settings().host, Settings().port, Settings().memory) == ("127.0.0.1", 8000, "off")
    assert Settings().verify is True


def test_everything_set() -> None:
    assert read_settings(
        {
            "SKILL_ID": " amzn1.ask.skill.1-2 ",
            "HOST": "0.0.0.0",  # noqa: S104
            "PORT": "80",
            "LOG_LEVEL": "debug",
            "VERIFY": "ON",
            "MAX_BODY": "100000",
            "THREADS": "4",
            "METRICS_PORT": "9100",
            "MEMORY": "sqlite",
            "MEMORY_PATH": "memory.sqlite3",
            "MEMORY_TABLE": "",
            "MEMORY_KEY": KEY,
            "PATH": "/bin",
        }
    ) == Settings(
        skill_id="amzn1.ask.skill.1-2",
        host="0.0.0.0",  # noqa: S104
        port=80,
        log_level="DEBUG",
        max_body=100_000,
        threads=4,
        metrics_port=9100,
        memory="sqlite",
        memory_path="memory.sqlite3",
        memory_key=KEY,
    )


def test_verification_can_be_wished_off() -> None:
    assert read_settings({"VERIFY": "off"}).verify is False


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SKILL_ID", "my skill"),
        ("SKILL_ID", '"amzn1.ask.skill.1"'),
        ("PORT", "http"),
        ("PORT", "-1"),
        ("PORT", "70000"),
        ("PORT", "٨٠"),
        ("PORT", "8" * 5000),
        ("LOG_LEVEL", "LOUD"),
        ("VERIFY", "no"),
        ("MAX_BODY", "1"),
        ("THREADS", "0"),
        ("METRICS_PORT", "0"),
        ("MEMORY", "redis"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(name: str, text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({name: text})
    [fault] = caught.value.faults
    assert fault.startswith(f"{name} is {text[:80]!r}: set it to ")


@pytest.mark.parametrize(
    ("environ", "missing"),
    [
        ({"MEMORY": "sqlite"}, ["MEMORY_PATH", "MEMORY_KEY"]),
        ({"MEMORY": "dynamodb"}, ["MEMORY_TABLE", "MEMORY_KEY"]),
        ({"MEMORY": "sqlite", "MEMORY_PATH": "x", "MEMORY_KEY": "short"}, ["MEMORY_KEY"]),
    ],
)
def test_memory_says_what_it_needs(environ: dict[str, str], missing: list[str]) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(environ)
    assert [fault.split()[0] for fault in caught.value.faults] == missing


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"PORT": "x", "VERIFY": "x", "MEMORY": "x"})
    assert len(caught.value.faults) == 3
    assert str(caught.value).count("\n") == 2


def test_the_key_is_not_shown() -> None:
    assert KEY not in repr(dataclasses.replace(Settings(), memory_key=KEY))
