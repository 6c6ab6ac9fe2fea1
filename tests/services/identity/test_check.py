"""A check from the picture to the verdict, and its cost."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import structlog
from sqlalchemy import select
from tests.services.identity.cards import (
    COST,
    FIELDS,
    NAME,
    NUMBER,
    PICTURE,
    check,
    face,
    reading,
)
from tests.services.identity.conftest import CREDITS, Desk, OpenDesk

from idphoto.authority.port import (
    Answer,
    NameMismatch,
    NoPhoto,
    NoRecord,
    NotConfigured,
    Record,
    Unavailable,
)
from idphoto.db.tables import Image
from idphoto.errors import (
    AddressRefused,
    BadImage,
    CardBlurred,
    CardOnScreen,
    CardTooSmall,
    CardUnreadable,
    DeadlineExceeded,
    DownloadFailed,
    DownloadTooLarge,
    EmptySource,
    FaceCutOff,
    FaceTooSmall,
    HostUnreachable,
    ImageTooLarge,
    LibraryMissing,
    NoCard,
    NoFace,
    NotEnoughCredits,
    OutOfResources,
    Overloaded,
    SeveralCards,
    SeveralFaces,
    StorageUnavailable,
)
from idphoto.idcard.warnings.judge import CardWarning
from idphoto.services.identity import check as module
from idphoto.services.identity.model import CHARGED, Check, Checked, IdentityVerdict, Wanted
from idphoto.tasks import workers
from idphoto.tasks.model import FromUrl, Upload

HELD, TAKEN, GIVEN_BACK = ("reserve", -COST), ("capture", 0), ("release", COST)


def checked(
    open_desk: OpenDesk,
    asked: Check | None = None,
    prepare: Callable[[Desk], object] = lambda _: None,
    **policy: Any,
) -> tuple[Checked, Desk]:
    """The result of one check, and the desk afterwards."""

    async def scenario() -> tuple[Checked, Desk]:
        async with open_desk(**policy) as desk:
            prepare(desk)
            return await desk.identity.check(desk.account, asked or check()), desk

    return asyncio.run(scenario())


def setting(what: str, name: str, value: object) -> Callable[[Desk], None]:
    return lambda desk: setattr(getattr(desk, what) if what else desk, name, value)


# --- verdicts -----------------------------------------------------------------------------------


def test_the_same_face_in_the_authoritys_record_is_the_same_person(open_desk: OpenDesk) -> None:
    result, desk = checked(open_desk)
    assert (result.verdict, result.similarity, result.charged) == (
        IdentityVerdict.SAME_PERSON,
        100.0,
        COST,
    )
    assert result.reading.fields == FIELDS
    assert desk.authority.asked == [(NAME, NUMBER)]
    assert desk.checker.pictures == [PICTURE]
    assert desk.booked() == [HELD, TAKEN]


@pytest.mark.parametrize(
    ("angle_deg", "similarity", "verdict"),
    [
        (20.0, 93.97, IdentityVerdict.SAME_PERSON),
        (45.5725, 70.0, IdentityVerdict.SAME_PERSON),  # 70.0004…
        (45.5733, 70.0, IdentityVerdict.SAME_PERSON),  # 69.9998…: judged after rounding
        (45.60, 69.97, IdentityVerdict.OTHER_PERSON),
        (90.0, 0.0, IdentityVerdict.OTHER_PERSON),
    ],
)
def test_faces_match_at_or_above_the_minimum_similarity(
    open_desk: OpenDesk, angle_deg: float, similarity: float, verdict: IdentityVerdict
) -> None:
    answer = Record(None, face(angle_deg))
    result, _ = checked(open_desk, prepare=setting("authority", "answer", answer))
    assert (result.verdict, result.similarity) == (verdict, similarity)


def test_the_minimum_similarity_can_be_set(open_desk: OpenDesk) -> None:
    near = setting("authority", "answer", Record(None, face(45.0)))
    assert checked(open_desk, prepare=near)[0].verdict is IdentityVerdict.SAME_PERSON
    strict, _ = checked(open_desk, prepare=near, min_similarity=80.0)
    assert strict.verdict is IdentityVerdict.OTHER_PERSON


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (NoRecord(), IdentityVerdict.NO_RECORD),
        (NameMismatch(), IdentityVerdict.NAME_MISMATCH),
        (NoPhoto(), IdentityVerdict.NO_PHOTO),
        (Unavailable("it is away"), IdentityVerdict.NO_ANSWER),
        (NotConfigured(), IdentityVerdict.NO_ANSWER),
    ],
)
def test_the_authoritys_answer_decides_the_verdict(
    open_desk: OpenDesk, answer: Answer, verdict: IdentityVerdict
) -> None:
    result, desk = checked(open_desk, prepare=setting("authority", "answer", answer))
    assert (result.verdict, result.similarity) == (verdict, 0.0)
    assert result.reading.fields == FIELDS
    assert desk.checker.photos == []


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"warnings": (CardWarning.COPY, CardWarning.BORDER)}, IdentityVerdict.DOUBTED),
        ({"warnings": (CardWarning.COPY,), "face": None, "number": "1"}, IdentityVerdict.DOUBTED),
        ({"number": ""}, IdentityVerdict.UNREADABLE),
        ({"name": ""}, IdentityVerdict.UNREADABLE),
        ({"number": NUMBER[:-1] + "2"}, IdentityVerdict.BAD_NUMBER),
        ({"number": NUMBER[:-1]}, IdentityVerdict.BAD_NUMBER),
        ({"face": NoFace()}, IdentityVerdict.NO_FACE),
        ({"face": FaceCutOff("top", 0.1)}, IdentityVerdict.NO_FACE),
        ({"face": None}, IdentityVerdict.NO_FACE),
        ({"face": SeveralFaces(2)}, IdentityVerdict.SEVERAL_FACES),
        ({"face": FaceTooSmall(10, 20)}, IdentityVerdict.FACE_TOO_SMALL),
    ],
)
def test_the_authority_is_not_asked_about_an_unfit_card(
    open_desk: OpenDesk, changes: dict[str, Any], verdict: IdentityVerdict
) -> None:
    result, desk = checked(open_desk, prepare=setting("checker", "sees", reading(**changes)))
    assert (result.verdict, result.similarity) == (verdict, 0.0)
    assert result.reading == desk.checker.sees
    assert desk.authority.asked == []


def test_the_photo_of_a_record_without_an_embedding_is_embedded(open_desk: OpenDesk) -> None:
    result, desk = checked(
        open_desk, prepare=setting("authority", "answer", Record(b"reference", None))
    )
    assert result.verdict is IdentityVerdict.SAME_PERSON
    assert desk.checker.photos == [b"reference"]


@pytest.mark.parametrize(
    "error",
    [BadImage("no"), ImageTooLarge("x", 2, 1), NoFace(), SeveralFaces(2), FaceTooSmall(1, 2)],
)
def test_an_authoritys_photo_that_cannot_be_compared_has_its_own_verdict(
    open_desk: OpenDesk, error: Exception
) -> None:
    def prepare(desk: Desk) -> None:
        desk.authority.answer, desk.checker.embedding = Record(b"x", None), error

    result, _ = checked(open_desk, prepare=prepare)
    assert (result.verdict, result.charged) == (IdentityVerdict.BAD_PHOTO, 0)


@pytest.mark.parametrize("error", [ValueError("secret"), LibraryMissing("freetype", "x", "y")])
def test_an_internal_error_in_the_comparison_is_a_verdict_and_costs_nothing(
    open_desk: OpenDesk, error: Exception
) -> None:
    result, desk = checked(open_desk, prepare=setting("checker", "fault", error))
    assert (result.verdict, result.charged) == (IdentityVerdict.FAILED, 0)
    assert desk.booked() == [HELD, GIVEN_BACK]


def test_the_wanted_warnings_reach_the_reader(open_desk: OpenDesk) -> None:
    wanted = Wanted(copy=True, edited=True, quality=True, min_quality=30.0)
    _, desk = checked(open_desk, check(wanted=wanted))
    assert desk.checker.wanted == [wanted]


def test_pictures_are_worked_on_by_workers_only(open_desk: OpenDesk) -> None:
    _, desk = checked(open_desk, prepare=setting("authority", "answer", Record(b"x", None)))
    assert desk.checker.threads
    assert all(name.startswith("idphoto-worker") for name in desk.checker.threads)


# --- what it costs ------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", IdentityVerdict)
def test_only_warnings_and_answers_of_the_authority_are_charged(verdict: IdentityVerdict) -> None:
    paid = {
        IdentityVerdict.SAME_PERSON,
        IdentityVerdict.OTHER_PERSON,
        IdentityVerdict.NAME_MISMATCH,
        IdentityVerdict.NO_RECORD,
        IdentityVerdict.NO_PHOTO,
        IdentityVerdict.DOUBTED,
    }
    assert (verdict in CHARGED) == (verdict in paid)


@pytest.mark.parametrize(
    ("prepare", "charged"),
    [
        (setting("authority", "answer", NoRecord()), COST),
        (setting("checker", "sees", reading(warnings=(CardWarning.COPY,))), COST),
        (setting("authority", "answer", Unavailable("away")), 0),
        (setting("checker", "sees", reading(number="1")), 0),
    ],
)
def test_the_ledger_agrees_with_the_reported_charge(
    open_desk: OpenDesk, prepare: Callable[[Desk], object], charged: int
) -> None:
    result, desk = checked(open_desk, prepare=prepare)
    assert result.charged == charged
    assert desk.booked() == [HELD, TAKEN if charged else GIVEN_BACK]
    assert desk.balance() == CREDITS - charged


@pytest.mark.parametrize(
    "error",
    [
        BadImage("x"),
        ImageTooLarge("x", 2, 1),
        NoCard("nothing"),
        SeveralCards(2),
        CardTooSmall(10, 20),
        CardUnreadable("number", "covered"),
        CardBlurred(12.0, 50.0),
        CardOnScreen(0.9),
        OutOfResources("memory"),
        DeadlineExceeded("read", 1.0),
        RuntimeError("a fault"),
    ],
)
def test_a_picture_that_cannot_be_read_is_raised_and_costs_nothing(
    open_desk: OpenDesk, error: Exception
) -> None:
    async def scenario() -> None:
        async with open_desk() as desk:
            desk.checker.sees = error
            with pytest.raises(type(error)) as raised:
                await desk.identity.check(desk.account, check())
            assert raised.value is error
            assert desk.booked() == [HELD, GIVEN_BACK]
            assert desk.authority.asked == []

    asyncio.run(scenario())


def test_a_memory_error_becomes_out_of_resources(open_desk: OpenDesk) -> None:
    with pytest.raises(OutOfResources):
        checked(open_desk, prepare=setting("checker", "sees", MemoryError()))


def test_a_caller_without_enough_credits_is_refused_before_the_card_is_read(
    open_desk: OpenDesk,
) -> None:
    async def scenario() -> None:
        async with open_desk() as desk:
            with pytest.raises(NotEnoughCredits):
                await desk.identity.check(desk.account, check(cost=CREDITS + 1))
            assert desk.booked() == []
            assert desk.checker.pictures == []

    asyncio.run(scenario())


# --- pictures -----------------------------------------------------------------------------------


def test_a_picture_is_downloaded_for_its_key_within_the_limits_of_its_check(
    open_desk: OpenDesk,
) -> None:
    asked = check(FromUrl("https://a.example/card.jpg"), max_bytes=77, fetch_timeout_s=1.5)
    _, desk = checked(open_desk, asked)
    assert desk.downloads == [("https://a.example/card.jpg", desk.account.id, 77, 1.5)]
    assert desk.checker.pictures == [b"a downloaded picture"]


@pytest.mark.parametrize(
    "error",
    [
        DownloadFailed("x"),
        HostUnreachable("x"),
        EmptySource("x"),
        AddressRefused("x"),
        DownloadTooLarge(3),
    ],
)
def test_a_picture_that_cannot_be_downloaded_costs_nothing(
    open_desk: OpenDesk, error: Exception
) -> None:
    async def scenario() -> None:
        async with open_desk() as desk:
            desk.served = error
            with pytest.raises(type(error)):
                await desk.identity.check(desk.account, check(FromUrl("https://a.example/")))
            assert desk.booked() == [HELD, GIVEN_BACK]

    asyncio.run(scenario())


def test_an_empty_picture_is_an_empty_source(open_desk: OpenDesk) -> None:
    with pytest.raises(EmptySource):
        checked(open_desk, check(Upload(b"")))


def test_pictures_are_kept_only_for_as_long_as_the_operator_sets(
    open_desk: OpenDesk,
) -> None:
    _, desk = checked(open_desk)
    assert desk.stored() == []

    async def scenario() -> None:
        async with open_desk(keep_s=500.0) as desk:
            before = time.time()
            await desk.identity.check(desk.account, check())
            [file] = desk.stored()
            assert file.read_bytes() == PICTURE
            with desk.database.reading() as tx:
                [image] = tx.scalars(select(Image))
            assert (image.blob, image.size_bytes) == (f"sources/{image.id}", len(PICTURE))
            assert image.key_id == desk.account.id
            assert before + 500 <= image.expires_at <= time.time() + 500

    asyncio.run(scenario())


def test_a_picture_that_cannot_be_kept_as_required_is_not_checked(open_desk: OpenDesk) -> None:
    async def scenario() -> None:
        async with open_desk(keep_s=500.0) as desk:
            blobs = desk.folder / "blobs"
            blobs.rename(desk.folder / "away")
            blobs.write_text("no folder")
            with pytest.raises(StorageUnavailable):
                await desk.identity.check(desk.account, check())
            assert desk.checker.pictures == []
            assert desk.booked() == [HELD, GIVEN_BACK]

    asyncio.run(scenario())


# --- concurrency and callers who leave ----------------------------------------------------------


def test_checks_in_hand_are_limited(open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_IN_HAND", 3)

    async def scenario() -> list[Checked]:
        async with open_desk() as desk:
            desk.checker.gate.clear()
            begun = [
                asyncio.create_task(desk.identity.check(desk.account, check())) for _ in range(3)
            ]
            await asyncio.sleep(0)
            with pytest.raises(Overloaded) as refused:
                await desk.identity.check(desk.account, check())
            assert (refused.value.in_hand, refused.value.retry_after_s) == (3, 5.0)
            desk.checker.gate.set()
            done = await asyncio.gather(*begun)
            await desk.identity.check(desk.account, check())
            return list(done)

    assert {each.verdict for each in asyncio.run(scenario())} == {IdentityVerdict.SAME_PERSON}


def test_slow_downloads_delay_no_other_check(open_desk: OpenDesk) -> None:
    async def scenario() -> int:
        async with open_desk() as desk:
            slow = check(FromUrl("https://slow.example/"), cost=0)
            begun = [
                asyncio.create_task(desk.identity.check(desk.account, slow)) for _ in range(30)
            ]
            async with asyncio.timeout(60):
                while len(desk.downloads) < len(begun):
                    await asyncio.sleep(0.01)
            await desk.identity.check(desk.account, check(FromUrl("https://a.example/")))
            late = sum(not each.done() for each in begun)
            desk.arrived.set()
            await asyncio.gather(*begun)
            return late

    assert asyncio.run(scenario()) == 30


def test_cards_are_read_by_at_most_as_many_threads_as_there_are_workers(
    open_desk: OpenDesk,
) -> None:
    async def scenario() -> tuple[int, int]:
        async with open_desk(workers=2) as desk:
            desk.checker.gate.clear()
            begun = [
                asyncio.create_task(desk.identity.check(desk.account, check())) for _ in range(10)
            ]
            while len(desk.checker.pictures) < 2:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.1)
            at_once = len(desk.checker.pictures)
            desk.checker.gate.set()
            await asyncio.gather(*begun)
            return at_once, len(desk.checker.pictures)

    assert asyncio.run(scenario()) == (2, 10)


async def abandoned(desk: Desk, begun: Callable[[], bool]) -> None:
    """Run a check whose caller leaves once ``begun``; returns when the check is settled."""
    waiting = asyncio.create_task(desk.identity.check(desk.account, check()))
    while not begun():
        await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    while len(desk.booked()) < 2:
        await asyncio.sleep(0.01)


def test_a_caller_who_leaves_while_the_card_is_read_pays_nothing_and_the_worker_finishes_first(
    open_desk: OpenDesk,
) -> None:
    async def scenario() -> None:
        async with open_desk(workers=1) as desk:
            desk.checker.gate.clear()
            await abandoned(desk, desk.checker.begun.is_set)
            assert desk.booked() == [HELD, GIVEN_BACK]
            assert desk.authority.asked == []
            # the thread is still reading, so its slot is not free yet
            later = asyncio.create_task(desk.identity.check(desk.account, check()))
            await asyncio.sleep(0.1)
            assert len(desk.checker.pictures) == 1
            desk.checker.gate.set()
            assert (await later).verdict is IdentityVerdict.SAME_PERSON

    asyncio.run(scenario())


def test_a_caller_who_leaves_while_waiting_for_a_worker_leaves_nothing_behind(
    open_desk: OpenDesk,
) -> None:
    async def scenario() -> None:
        async with open_desk(workers=1) as desk:
            desk.checker.gate.clear()
            first = asyncio.create_task(desk.identity.check(desk.account, check()))
            while not desk.checker.begun.is_set():
                await asyncio.sleep(0.01)
            second = asyncio.create_task(desk.identity.check(desk.account, check()))
            while len(desk.booked()) < 2:
                await asyncio.sleep(0.01)
            second.cancel()
            while len(desk.booked()) < 3:
                await asyncio.sleep(0.01)
            desk.checker.gate.set()
            await first
            assert len(desk.checker.pictures) == 1
            assert desk.balance() == CREDITS - COST
            assert (await desk.identity.check(desk.account, check())).charged == COST

    asyncio.run(scenario())


def test_a_caller_who_leaves_once_the_authority_has_answered_pays(open_desk: OpenDesk) -> None:
    async def scenario() -> None:
        async with open_desk() as desk:
            desk.authority.answer = Record(b"photo", None)
            embedding, gate = threading.Event(), threading.Event()

            def embed(photo: bytes, deadline: float) -> Any:
                embedding.set()
                gate.wait(60)
                return face()

            desk.checker.embed = embed  # type: ignore[method-assign]
            await abandoned(desk, embedding.is_set)
            gate.set()
            assert desk.booked() == [HELD, TAKEN]

    asyncio.run(scenario())


def test_a_caller_who_leaves_before_the_authority_has_answered_pays_nothing(
    open_desk: OpenDesk,
) -> None:
    async def scenario() -> None:
        async with open_desk() as desk:
            desk.authority.meanwhile = asyncio.Event().wait
            await abandoned(desk, lambda: bool(desk.authority.asked))
            assert desk.booked() == [HELD, GIVEN_BACK]

    asyncio.run(scenario())


def test_a_reader_that_hangs_is_abandoned_in_time_and_costs_nothing(
    open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "GRACE_S", 0.02)

    async def scenario() -> None:
        async with open_desk() as desk:
            desk.checker.gate.clear()
            with pytest.raises(DeadlineExceeded):
                await desk.identity.check(desk.account, check(time_limit_s=0.02))
            assert desk.booked() == [HELD, GIVEN_BACK]
            desk.checker.gate.set()
            assert (await desk.identity.check(desk.account, check())).charged == COST

    asyncio.run(scenario())


def test_closing_the_service_settles_the_checks_in_hand(open_desk: OpenDesk) -> None:
    async def scenario() -> list[tuple[str, int]]:
        async with open_desk() as desk:
            desk.authority.meanwhile = asyncio.Event().wait
            waiting = asyncio.create_task(desk.identity.check(desk.account, check()))
            while not desk.authority.asked:
                await asyncio.sleep(0.01)
            await desk.identity.close(5.0)
            with pytest.raises(asyncio.CancelledError):
                await waiting
            return desk.booked()

    assert asyncio.run(scenario()) == [HELD, GIVEN_BACK]


def test_a_database_outage_loses_no_settlement(
    open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from idphoto.errors import DatabaseUnavailable
    from idphoto.tasks import patience

    monkeypatch.setattr(patience, "_DATABASE_PAUSES_S", (0.01,))

    async def scenario() -> None:
        async with open_desk() as desk:
            settle, faults = desk.identity._settle, iter([True, True, False])

            def sometimes(hold: str, charged: bool) -> None:
                if next(faults):
                    raise DatabaseUnavailable("locked")
                settle(hold, charged)

            monkeypatch.setattr(desk.identity, "_settle", sometimes)
            await desk.identity.check(desk.account, check())
            assert desk.booked() == [HELD, TAKEN]

    asyncio.run(scenario())


# --- the log ------------------------------------------------------------------------------------


def logged(open_desk: OpenDesk, prepare: Callable[[Desk], object], **policy: Any) -> Any:
    """The log lines of one check, however it ends."""

    async def scenario() -> Any:
        async with open_desk(**policy) as desk:
            prepare(desk)
            with structlog.testing.capture_logs() as lines:
                await asyncio.gather(
                    desk.identity.check(desk.account, check()), return_exceptions=True
                )
            return lines

    return asyncio.run(scenario())


@pytest.mark.parametrize(
    ("prepare", "expected"),
    [
        (lambda _: None, {"result": "same_person", "authority": "answered", "charged": COST}),
        (
            setting("checker", "sees", reading(warnings=(CardWarning.COPY, CardWarning.BLURRED))),
            {
                "result": "doubted",
                "authority": "not_asked",
                "doubts": ["copy", "blurred"],
                "charged": COST,
            },
        ),
        (
            setting("authority", "answer", Unavailable("away")),
            {"result": "no_answer", "authority": "no_answer", "charged": 0},
        ),
        (
            setting("checker", "sees", NoCard("a cat")),
            {"result": "no_card", "authority": "not_asked", "charged": 0},
        ),
        (
            setting("checker", "sees", ValueError("x")),
            {"result": "internal_error", "authority": "not_asked", "charged": 0},
        ),
    ],
)
def test_every_check_is_logged_once_with_its_result(
    open_desk: OpenDesk, prepare: Callable[[Desk], object], expected: dict[str, Any]
) -> None:
    [line] = [each for each in logged(open_desk, prepare) if each["event"] == "card checked"]
    assert {key: line[key] for key in expected} == expected
    assert line.keys() == {
        *("event", "log_level", "account", "result", "doubts"),
        *("authority", "charged", "ms", "image"),
    }
    assert line["image"] is None


def test_a_kept_picture_is_logged_by_its_id(open_desk: OpenDesk) -> None:
    lines = logged(open_desk, lambda _: None, keep_s=60.0)
    [line] = [each for each in lines if each["event"] == "card checked"]
    assert len(line["image"]) == 36


def test_no_personal_data_is_logged(open_desk: OpenDesk) -> None:
    faults: list[Callable[[Desk], object]] = [
        lambda _: None,
        setting("authority", "answer", NameMismatch()),
        setting("checker", "sees", reading(number=NUMBER[:-1])),
        setting("checker", "fault", ValueError(f"{NAME} {NUMBER}")),
        setting("authority", "answer", Unavailable("away")),
    ]
    lines = [line for prepare in faults for line in logged(open_desk, prepare)]
    lines = [{**line, "exc_info": type(line.get("exc_info"))} for line in lines]
    text = json.dumps(lines, default=str, ensure_ascii=False)
    for secret in (NAME, NUMBER, NUMBER[:-1], FIELDS.address.text, "100.0", PICTURE.decode()):
        assert secret not in text


def test_a_reading_does_not_show_its_person() -> None:
    assert NUMBER not in repr(reading())
    assert "picture" not in repr(check())
