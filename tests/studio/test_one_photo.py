"""One photo, from the search for its document to the print sheet."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from tests.studio.conftest import Open

from idphoto.imaging.geometry import px_to_mm

pytestmark = pytest.mark.xdist_group("studio")
MM_PER_POINT = 25.4 / 72


def find(page: Page, words: str, title: str) -> None:
    """Search for a document, and read what its authority asks for."""
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("link", name=re.compile(f"^{title}")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def upload(page: Page, portrait: Path) -> None:
    page.set_input_files("input[type=file]:not([capture])", portrait)
    page.wait_for_url("**/studio/result?**")


def saved(page: Page, name: str, *, link: bool = True) -> bytes:
    """What a link or a button downloads."""
    with page.expect_download() as begun:
        page.get_by_role("link" if link else "button", name=name, exact=True).click()
    return begun.value.path().read_bytes()


def test_a_us_passport_photo_from_the_search_to_a_pdf_in_true_size(
    open_page: Open, shared: Path
) -> None:
    page = open_page()
    find(page, "us passport", "US passport")
    expect(page.get_by_text("This authority refuses edited photos")).to_be_visible()
    page.get_by_role("link", name="Continue to the photo").click()
    upload(page, shared / "people" / "london_115.jpg")
    expect(page.get_by_role("heading", name="No problems found")).to_be_visible()
    page.get_by_role("tab", name="Background").click()
    expect(page.get_by_text("The background cannot be changed")).to_be_visible()
    page.get_by_role("link", name="Save and print").click()

    photo = Image.open(io.BytesIO(saved(page, "Download the photo")))
    assert (photo.size, photo.format) == ((600, 600), "JPEG")
    sheet = pypdfium2.PdfDocument(saved(page, "PDF in true size", link=False))
    width, height = (MM_PER_POINT * side for side in sheet[0].get_size())
    assert (width, height) == pytest.approx((152.0, 102.0), abs=0.1)
    sides = {
        round(MM_PER_POINT * abs(placed[2] - placed[0]), 1)
        for each in sheet[0].get_objects()
        if isinstance(each, pypdfium2.PdfImage)
        for placed in [each.get_bounds()]
    }
    assert sides == {50.8}


def test_a_chinese_one_inch_photo_on_blue(open_page: Open, portrait_file: Path) -> None:
    page = open_page(locale="zh-CN")
    find(page, "一寸", "一寸")
    page.get_by_role("link", name="下一步：上传照片").click()
    upload(page, portrait_file)
    page.get_by_role("tab", name="背景").click()
    page.get_by_role("radio", name="蓝色", exact=True).check(force=True)
    page.get_by_role("link", name="保存与打印").click()
    photo = Image.open(io.BytesIO(saved(page, "下载照片")))
    assert photo.size == (295, 413)
    corner = np.asarray(photo.convert("RGB"))[:20, :20].mean(axis=(0, 1))
    assert corner[2] > corner[0] + 80  # blue
    saved(page, "PDF（实际尺寸）", link=False)


def test_everything_comes_in_one_archive(open_page: Open, portrait_file: Path) -> None:
    page = open_page("/photo?spec=jp-visa")
    upload(page, portrait_file)
    page.get_by_role("link", name="Save and print").click()
    archive = zipfile.ZipFile(io.BytesIO(saved(page, "Download all as ZIP", link=False)))
    kinds = sorted(name.rpartition(".")[2] for name in archive.namelist())
    assert kinds == ["jpg", "jpg", "json", "pdf"]
    assert archive.testzip() is None


def test_a_file_keeps_to_a_limit_in_bytes(open_page: Open, portrait_file: Path) -> None:
    page = open_page("/photo?spec=jp-visa")
    upload(page, portrait_file)
    page.get_by_role("link", name="Save and print").click()
    page.get_by_text("Change format, size or limits").click()
    page.get_by_label("At most, kB").fill("40")
    page.keyboard.press("Tab")
    expect(page.get_by_text(re.compile(r"\(3\d,\d{3} bytes\)"))).to_be_visible()
    assert 30_000 < len(saved(page, "Download the photo")) <= 40_000


def test_a_bad_photos_verdict_says_what_to_do_and_doing_it_helps(
    open_page: Open, dark_file: Path, portrait_file: Path
) -> None:
    page = open_page("/photo?spec=jp-visa")
    upload(page, dark_file)
    dark = page.get_by_role("listitem").filter(has_text="Face bright enough")
    expect(dark.get_by_text("Not OK")).to_be_visible()
    expect(dark.get_by_text("Use more light from the front")).to_be_visible()
    page.go_back()
    upload(page, portrait_file)
    expect(page.get_by_role("heading", name="Your photo")).to_be_visible()
    expect(dark).to_have_count(0)


def test_closed_eyes_are_seen(open_page: Open, closed_eyes_file: Path) -> None:
    page = open_page("/photo?spec=jp-visa")
    upload(page, closed_eyes_file)
    eyes = page.get_by_role("listitem").filter(has_text="Eyes open")
    expect(eyes.get_by_text("Not OK")).to_be_visible()
    expect(eyes.get_by_text("Take another photo with both eyes open")).to_be_visible()


def test_a_wall_that_may_not_be_replaced_leaves_honest_ways_out(
    open_page: Open, portrait_file: Path
) -> None:
    page = open_page("/photo?spec=us-passport")
    upload(page, portrait_file)
    expect(page.get_by_role("heading", name="No photo can be made like this")).to_be_visible()
    page.get_by_role("button", name="Replace the background anyway").click()
    expect(page.get_by_role("heading", name="The photo may be refused")).to_be_visible()
    edited = page.get_by_role("listitem").filter(has_text="Not edited")
    expect(edited.get_by_text("Not OK")).to_be_visible()


def test_a_handle_moved_by_keys_frames_the_photo_anew(open_page: Open, portrait_file: Path) -> None:
    page = open_page("/photo?spec=jp-visa")
    upload(page, portrait_file)
    crown = page.get_by_label("Crown, the top of the skull")
    before = crown.get_attribute("aria-valuetext") or crown.get_attribute("aria-label")
    with page.expect_response(lambda answer: answer.url.endswith("/v1/photos")) as made:
        crown.press("Shift+ArrowDown")
    assert made.value.ok
    assert (crown.get_attribute("aria-valuetext") or "") != before


def test_a_zoomed_head_stays_within_the_documents_limits(
    open_page: Open, portrait_file: Path
) -> None:
    page = open_page("/photo?spec=gb-passport")
    upload(page, portrait_file)
    slider = page.get_by_label("Head size")
    for key in ("End", "Home"):
        with page.expect_response(lambda answer: answer.url.endswith("/v1/photos")) as made:
            slider.press(key)
        result = made.value.json()["result"]
        measure = result["limits"]["face_height"]
        assert measure["low"] - 0.5 <= result["head"]["px"]["face_height"] <= measure["high"] + 0.5
        assert 29 - 0.1 <= px_to_mm(result["head"]["px"]["face_height"], result["dpi"]) <= 34 + 0.1


def test_new_clothes_can_be_compared_with_the_old_ones(
    open_page: Open, portrait_file: Path
) -> None:
    page = open_page("/photo?spec=jp-visa")
    upload(page, portrait_file)
    page.get_by_role("tab", name="Clothes").click()
    with page.expect_response(lambda answer: answer.url.endswith("/v1/photos")) as made:
        page.get_by_role("group", name="Clothes").get_by_role("radio").nth(2).check(force=True)
    assert made.value.ok
    page.get_by_label("Compare before and after").check()
    boundary = page.get_by_label("Boundary between before and after")
    boundary.press("Home")
    expect(boundary).to_have_attribute("aria-valuetext", "0% before, 100% after")


def test_a_reload_keeps_document_portrait_and_options(open_page: Open, portrait_file: Path) -> None:
    page = open_page("/photo?spec=jp-visa")
    upload(page, portrait_file)
    page.get_by_label("Rotation").press("ArrowRight")
    turned = page.get_by_label("Rotation").input_value()
    assert float(turned) > 0
    expect(page.get_by_role("heading", name="Your photo")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Rotation")).to_have_value(turned)


def test_what_is_deleted_is_gone_from_the_server(open_page: Open, portrait_file: Path) -> None:
    page = open_page("/photo?spec=jp-visa")
    upload(page, portrait_file)
    page.get_by_role("link", name="Save and print").click()
    source = re.search(r"source=([\w-]+)", page.url)
    assert source
    page.get_by_role("button", name="Delete now").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("heading", name="Everything is deleted")).to_be_visible()
    answer = page.request.get(f"/v1/sources/{source[1]}")
    assert (answer.status, answer.json()["code"]) == (404, "unknown_source")


def test_a_file_that_is_no_picture_is_refused_in_words(open_page: Open, tmp_path: Path) -> None:
    text = tmp_path / "me.jpg"
    text.write_text("not a picture")
    page = open_page("/photo?spec=jp-visa")
    page.set_input_files("input[type=file]:not([capture])", text)
    expect(page.get_by_role("alert")).to_contain_text("Save the picture as JPEG or PNG")


def test_a_size_that_no_document_has_can_be_made(open_page: Open, portrait_file: Path) -> None:
    page = open_page()
    page.get_by_text("Not in the list? Use a custom size").click()
    page.get_by_label("Width").fill("30")
    page.get_by_label("Height").fill("40")
    page.get_by_role("button", name="Use this size").click()
    if "photo" not in page.url:
        page.get_by_role("link", name="Continue to the photo").click()
    upload(page, portrait_file)
    expect(page.get_by_text("30 × 40 mm").first).to_be_visible()
