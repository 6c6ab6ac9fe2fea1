"""The camera with its live guide, on a video that Chromium shows as a camera."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, Playwright, expect
from tests.studio.conftest import ARGUMENTS, CHROMIUM, Open
from tests.studio.pages import axe_faults, english_phrases, is_wider_than_its_window

pytestmark = pytest.mark.xdist_group("studio")

SIZE_WH = (1280, 720)
EYES_XY = (222.0, 112.0)  # of the portrait, 512 × 512 px
# How many times as large as the portrait, and how much of its light.
VIDEOS = {"near": (2.35, 1.0), "far": (1.2, 1.0), "dark": (2.35, 0.2)}


def video_of(portrait: NDArray[np.uint8], scale: float, light: float) -> bytes:
    """A camera's stream of JPEG files: the portrait with its eyes above the middle."""
    width, height = SIZE_WH
    left, top = width / 2 - EYES_XY[0] * scale, height * 0.43 - EYES_XY[1] * scale
    moved = np.array([[scale, 0, left], [0, scale, top]], np.float32)
    bgr = cv2.warpAffine(portrait[..., ::-1], moved, SIZE_WH, borderMode=cv2.BORDER_REPLICATE)
    _, frame = cv2.imencode(".jpg", (bgr * light).astype(np.uint8))
    return frame.tobytes() * 10


@pytest.fixture
def browser(
    browsers: Playwright,
    tmp_path: Path,
    astronaut: NDArray[np.uint8],
    request: pytest.FixtureRequest,
) -> Iterator[Browser]:
    """A browser whose camera shows the portrait as the test asks, or whose user refuses it."""
    if request.param == "refused":
        arguments = [*ARGUMENTS, "--use-fake-device-for-media-stream", "--deny-permission-prompts"]
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()
        return
    video = tmp_path / "camera.mjpeg"
    video.write_bytes(video_of(astronaut, *VIDEOS[request.param]))
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    arguments = [*ARGUMENTS, *camera, f"--use-file-for-fake-video-capture={video}"]
    browser = browsers.chromium.launch(executable_path=CHROMIUM, args=arguments)
    yield browser
    browser.close()


def open_camera(open_page: Open, **options: object) -> Page:
    page = open_page("/photo?spec=de-passport", **options)
    page.get_by_role("button", name="Use the camera").click()
    return page


def taken(page: Page) -> None:
    expect(page.get_by_role("img", name="The photo just taken")).to_be_visible()


@pytest.mark.parametrize("browser", ["near"], indirect=True)
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_camera_releases_by_itself_when_all_is_well(open_page: Open, phone: bool) -> None:
    page = open_camera(open_page, phone=phone)
    taken(page)
    page.get_by_role("button", name="Use this photo").click()
    page.wait_for_url("**/studio/result?**")
    source = page.url.rpartition("source=")[2]
    assert tuple(page.request.get(f"/v1/sources/{source}").json()["px"]) == SIZE_WH
    expect(page.get_by_role("heading", name="Your photo")).to_be_visible()


@pytest.mark.parametrize("browser", ["near"], indirect=True)
def test_the_photo_is_not_mirrored(open_page: Open, astronaut: NDArray[np.uint8]) -> None:
    page = open_camera(open_page)
    taken(page)
    found = page.evaluate(
        """async () => {
            const photo = document.querySelector("dialog img");
            await photo.decode();
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [photo.naturalWidth, photo.naturalHeight];
            const pen = canvas.getContext("2d");
            pen.drawImage(photo, 0, 0);
            const blue = (x) => pen.getImageData(x, 100, 40, 40).data
                .reduce((sum, value, index) => sum + (index % 4 === 2 ? value : 0), 0) / 1600;
            return [blue(210), blue(1030)];
        }"""
    )
    video = np.frombuffer(video_of(astronaut, *VIDEOS["near"]), np.uint8)
    frame = cv2.imdecode(video, cv2.IMREAD_COLOR)
    assert frame is not None
    left, right = (float(frame[100:140, x : x + 40, 0].mean()) for x in (210, 1030))
    assert abs(left - right) > 20
    assert found == pytest.approx([left, right], abs=10)


@pytest.mark.parametrize("browser", ["near"], indirect=True)
def test_the_countdown_can_be_stopped_and_the_photo_taken_by_hand(open_page: Open) -> None:
    page = open_camera(open_page)
    page.get_by_role("button", name="Stop the countdown").click()
    expect(page.get_by_label("Take the photo automatically")).not_to_be_checked()
    expect(page.get_by_role("button", name="Stop the countdown")).to_have_count(0)
    page.get_by_role("button", name="Take the photo").press("Enter")
    taken(page)
    page.get_by_role("button", name="Take another").click()
    expect(page.get_by_role("button", name="Take the photo")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Use the camera")).to_be_focused()


@pytest.mark.parametrize(
    ("browser", "sign", "hint"),
    [
        ("far", "Distance", "Come closer"),
        ("dark", "Light", "Too dark: face a window or a lamp"),
    ],
    indirect=["browser"],
)
def test_what_is_wrong_is_shown_by_a_sign_and_said_by_one_hint(
    open_page: Open, sign: str, hint: str
) -> None:
    page = open_camera(open_page)
    expect(page.get_by_role("status").filter(has_text=hint)).to_have_count(1)
    signs = page.get_by_role("list", name="What the camera sees").get_by_role("listitem")
    expect(signs.filter(has_text=sign)).to_contain_text("not yet")
    expect(page.get_by_role("button", name="Stop the countdown")).to_have_count(0)


@pytest.mark.parametrize("browser", ["refused"], indirect=True)
def test_a_blocked_camera_says_what_to_do_and_leaves_the_way_by_file(
    open_page: Open, portrait_file: Path
) -> None:
    page = open_camera(open_page)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The camera is blocked")
    expect(alert).to_contain_text("Allow the camera for this page")
    assert axe_faults(page) == []
    page.set_input_files("dialog input[type=file]:not([capture])", portrait_file)
    page.wait_for_url("**/studio/result?**")


@pytest.mark.parametrize("browser", ["far"], indirect=True)
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_axe_finds_nothing_at_the_camera(open_page: Open, phone: bool) -> None:
    page = open_camera(open_page, phone=phone)
    expect(page.get_by_role("status").filter(has_text="Come closer")).to_be_visible()
    assert axe_faults(page) == []
    assert not is_wider_than_its_window(page)


@pytest.mark.parametrize("browser", ["dark"], indirect=True)
def test_the_camera_speaks_chinese(open_page: Open) -> None:
    page = open_page("/photo?spec=de-passport", locale="zh-CN")
    page.get_by_role("button", name="使用摄像头拍摄").click()
    expect(page.get_by_role("status").filter(has_text="光线太暗，请面向窗户或灯光")).to_be_visible()
    assert english_phrases(page) == []
