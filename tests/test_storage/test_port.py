"""The promises of memory, held to both stores alike."""

from __future__ import annotations

import json
import logging
import string
from typing import TYPE_CHECKING

import pytest
from ask_sdk_core.attributes_manager import AttributesManager
from ask_sdk_core.exceptions import PersistenceException
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skill.storage.faults import Fault, StorageError
from skill.storage.record import LARGEST, SKEW

from .backends import ANNS, DAY, NOON, Backend, Clock, memory_over
from .envelopes import ANN, BOB, disabled, launch, launch_without_context, nobody

TALK: dict[str, object] = {"evidence": [["face_droop", "no"]], "asked": "caffeine_high", "n": 3}
OTHER: dict[str, object] = {"evidence": [], "asked": None}

DAMAGE = {
    "version of tomorrow": ({"version": 2}, "unknown_version"),
    "version of nobody": ({"version": 0}, "unknown_version"),
    "version no number": ({"version": "one"}, "corrupt"),
    "no version": ({"version": None}, "corrupt"),
    "body cut short": ({"body": '{"evidence":[["face_dr'}, "corrupt"),
    "body empty": ({"body": None}, "corrupt"),
    "body of another": ({"body": '{"evidence":[["face_droop","yes"]]}'}, "corrupt"),
    "body not text": ({"body": b"\xff\xfe\x00{"}, "corrupt"),
    "body no object": ({"body": "[]"}, "corrupt"),
    "seal gone": ({"seal": None}, "corrupt"),
    "seal cut short": ({"seal": "ab"}, "corrupt"),
    "seal not ASCII": ({"seal": "\u00e9" * 64}, "corrupt"),
    "seal not text": ({"seal": b"\xff" * 32}, "corrupt"),
    "a longer life": ({"expires": int(NOON) + 2 * DAY}, "corrupt"),
    "life no number": ({"expires": "never"}, "corrupt"),
    "no life": ({"expires": None}, "corrupt"),
    "half a second": ({"expires": NOON + 0.5}, "corrupt"),
    "all of it": ({"version": None, "expires": None, "body": None, "seal": None}, "corrupt"),
}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)

if TYPE_CHECKING:
    from skill.storage.memory import Memory


class TestMemory:
    """What every store keeps to."""

    def test_knows_nothing_of_a_stranger(self, memory: Memory) -> None:
        assert memory.get_attributes(launch()) == {}

    def test_remembers_what_was_saved(self, memory: Memory) -> None:
        memory.save_attributes(launch(), TALK)
        assert memory.get_attributes(launch()) == TALK

    def test_another_process_remembers_it_too(
        self, memory: Memory, backend: Backend, clock: Clock
    ) -> None:
        memory.save_attributes(launch(), TALK)
        other = memory_over(backend.store(), clock)
        assert other.get_attributes(launch()) == TALK
        other.close()

    def test_serves_the_sdk_as_its_own_adapters_do(self, memory: Memory) -> None:
        manager = AttributesManager(launch(), persistence_adapter=memory)
        manager.persistent_attributes = TALK
        manager.save_persistent_attributes()
        later = AttributesManager(launch(), persistence_adapter=memory)
        assert later.persistent_attributes == TALK
        later.delete_persistent_attributes()
        assert memory.get_attributes(launch()) == {}

    def test_keeps_one_record_a_person(self, memory: Memory, backend: Backend) -> None:
        for attributes in (TALK, OTHER, TALK, OTHER):
            memory.save_attributes(launch(), attributes)
        assert memory.get_attributes(launch()) == OTHER
        assert len(backend.rows()) == 1

    def test_does_not_mix_people_up(self, memory: Memory) -> None:
        memory.save_attributes(launch(ANN), TALK)
        memory.save_attributes(launch(BOB), OTHER)
        memory.delete_attributes(launch(BOB))
        assert memory.get_attributes(launch(ANN)) == TALK
        assert memory.get_attributes(launch(BOB)) == {}

    def test_forgets_when_asked(self, memory: Memory, backend: Backend) -> None:
        memory.save_attributes(launch(), TALK)
        memory.delete_attributes(launch())
        assert memory.get_attributes(launch()) == {}
        assert backend.rows() == {}

    def test_forgets_when_the_skill_is_disabled(self, memory: Memory, backend: Backend) -> None:
        memory.save_attributes(launch(), TALK)
        memory.delete_attributes(disabled())
        assert backend.rows() == {}

    def test_knows_the_same_person_in_session_context_and_event(self, memory: Memory) -> None:
        memory.save_attributes(launch_without_context(), TALK)
        assert memory.get_attributes(launch()) == TALK
        assert memory.get_attributes(disabled()) == TALK

    def test_forgetting_a_stranger_is_no_fault(self, memory: Memory) -> None:
        memory.delete_attributes(launch())

    def test_a_request_of_nobody_is_a_fault(self, memory: Memory) -> None:
        with pytest.raises(PersistenceException, match="nobody"):
            memory.get_attributes(nobody())

    def test_keeps_the_id_only_as_a_hash(self, memory: Memory, backend: Backend) -> None:
        memory.save_attributes(launch(), TALK)
        (person,) = backend.rows()
        assert person == ANNS
        assert len(person) == 64
        assert set(person) <= set(string.hexdigits)
        assert ANN not in json.dumps(backend.rows())

    def test_another_key_knows_nobody(self, memory: Memory, backend: Backend, clock: Clock) -> None:
        memory.save_attributes(launch(), TALK)
        other = memory_over(backend.store(), clock, key="another deployer's key")
        assert other.get_attributes(launch()) == {}
        other.close()

    def test_a_record_under_another_name_is_not_believed(
        self, memory: Memory, backend: Backend
    ) -> None:
        memory.save_attributes(launch(ANN), TALK)
        memory.save_attributes(launch(BOB), OTHER)
        rows = backend.rows()
        (bobs,) = set(rows) - {ANNS}
        backend.damage(ANNS, rows[bobs])
        assert memory.get_attributes(launch(ANN)) == {}

    def test_remembers_for_a_day(self, memory: Memory, clock: Clock) -> None:
        memory.save_attributes(launch(), TALK)
        clock.now = NOON + DAY - 1
        assert memory.get_attributes(launch()) == TALK

    def test_remembers_no_longer_than_a_day(
        self, memory: Memory, clock: Clock, backend: Backend
    ) -> None:
        memory.save_attributes(launch(), TALK)
        clock.now = NOON + DAY
        assert memory.get_attributes(launch()) == {}
        assert backend.rows() == {}

    def test_saving_again_begins_a_new_day(self, memory: Memory, clock: Clock) -> None:
        memory.save_attributes(launch(), TALK)
        clock.now = NOON + DAY - 1
        memory.save_attributes(launch(), OTHER)
        clock.now = NOON + 2 * DAY - 2
        assert memory.get_attributes(launch()) == OTHER

    def test_a_clock_set_back_lengthens_no_life(self, memory: Memory, clock: Clock) -> None:
        memory.save_attributes(launch(), TALK)
        clock.now = NOON - SKEW
        assert memory.get_attributes(launch()) == TALK
        clock.now = NOON - SKEW - 1
        assert memory.get_attributes(launch()) == {}

    def test_the_store_itself_knows_when_a_record_ends(
        self, memory: Memory, backend: Backend
    ) -> None:
        memory.save_attributes(launch(), TALK)
        assert backend.rows()[ANNS]["expires"] == int(NOON) + DAY

    @pytest.mark.parametrize(("changes", "reason"), DAMAGE.values(), ids=DAMAGE)
    def test_a_damaged_record_reads_as_nothing_and_is_removed(
        self,
        memory: Memory,
        backend: Backend,
        caplog: pytest.LogCaptureFixture,
        changes: dict[str, object],
        reason: str,
    ) -> None:
        memory.save_attributes(launch(), TALK)
        backend.damage(ANNS, changes)
        with caplog.at_level(logging.INFO, "skill"):
            assert memory.get_attributes(launch()) == {}
        assert backend.rows() == {}
        assert [record.getMessage() for record in caplog.records if record.name[:5] == "skill"] == [
            f"memory record removed: {reason}"
        ]
        memory.save_attributes(launch(), TALK)
        assert memory.get_attributes(launch()) == TALK

    def test_a_record_written_meanwhile_is_not_removed(
        self, memory: Memory, backend: Backend
    ) -> None:
        memory.save_attributes(launch(), TALK)
        backend.damage(ANNS, {"body": "{"})
        store = backend.store()
        damaged = store.read(ANNS)
        assert damaged is not None
        memory.save_attributes(launch(), OTHER)
        store.discard(ANNS, damaged)
        store.close()
        assert memory.get_attributes(launch()) == OTHER

    def test_an_unsealed_record_replaced_meanwhile_is_not_removed(
        self, memory: Memory, backend: Backend
    ) -> None:
        memory.save_attributes(launch(), TALK)
        backend.damage(ANNS, {"seal": None})
        store = backend.store()
        damaged = store.read(ANNS)
        assert damaged is not None
        memory.save_attributes(launch(), OTHER)
        store.discard(ANNS, damaged)
        store.close()
        assert memory.get_attributes(launch()) == OTHER

    def test_keeps_up_to_the_limit_and_no_more(self, memory: Memory) -> None:
        fitting: dict[str, object] = {"a": "x" * (LARGEST - len('{"a":""}'))}
        memory.save_attributes(launch(), fitting)
        with pytest.raises(StorageError) as refused:
            memory.save_attributes(launch(), {"a": f"{fitting['a']}x"})
        assert refused.value.kind is Fault.TOO_LARGE
        assert memory.get_attributes(launch()) == fitting

    @pytest.mark.parametrize(
        "attributes",
        [{"a": {1, 2}}, {"a": float("nan")}, {"a": object()}, {(1, 2): "a"}, [], "text", None],
        ids=["set", "nan", "object", "key no text", "list", "text", "none"],
    )
    def test_refuses_what_is_no_json_object(self, memory: Memory, attributes: object) -> None:
        with pytest.raises(PersistenceException, match="not_json"):
            memory.save_attributes(launch(), attributes)  # type: ignore[arg-type]

    def test_refuses_what_contains_itself_or_is_too_deep(self, memory: Memory) -> None:
        circle: dict[str, object] = {}
        circle["a"] = circle
        deep: dict[str, object] = {}
        for _ in range(100_000):
            deep = {"a": deep}
        for attributes in (circle, deep):
            with pytest.raises(PersistenceException, match="not_json"):
                memory.save_attributes(launch(), attributes)

    @given(attributes=st.dictionaries(st.text(max_size=8), JSON, max_size=6))
    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_gives_back_any_small_json_as_it_was(
        self, memory: Memory, attributes: dict[str, object]
    ) -> None:
        memory.save_attributes(launch(), attributes)
        assert memory.get_attributes(launch()) == attributes

    def test_gives_back_any_character(self, memory: Memory) -> None:
        odd: dict[str, object] = {"a": "\x00 \ud800 \U0001f600 é \u2028 ' \" \\"}
        memory.save_attributes(launch(), odd)
        assert memory.get_attributes(launch()) == odd

    def test_logs_neither_ids_nor_content(
        self, memory: Memory, backend: Backend, clock: Clock, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        memory.save_attributes(launch(), TALK)
        memory.get_attributes(launch())
        backend.damage(ANNS, {"body": '{"asked":"caffeine_high'})
        memory.get_attributes(launch())
        memory.save_attributes(launch(), TALK)
        clock.now = NOON + 2 * DAY
        memory.get_attributes(launch())
        with pytest.raises(PersistenceException) as refused:
            memory.save_attributes(launch(), {"caffeine_high": "x" * LARGEST})
        assert "memory record removed: expired" in caplog.text
        for secret in (ANN, ANNS, "caffeine_high", "face_droop", "xxxx"):
            assert secret not in caplog.text
            assert secret not in str(refused.value)
