"""Photos for a school: a folder of portraits and a list of names, to sheets for each class."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, Dialog, Locator, Page, Request, Route, expect
from tests.faults.serving import Server
from tests.studio.conftest import DESK, PATIENCE_MS, Open
from tests.studio.pages import axe_faults, english_phrases, is_wider_than_its_window, settled

pytestmark = pytest.mark.xdist_group("school")  # beside the other places, on a server of its own

MM_PER_POINT = 25.4 / 72
A4_MM = (210.0, 297.0)
SIDE_MM = 45.0  # of a photo for a visa of Japan
BLINK, WALL = "london_045", "wall"
# file → the person and the class
PEOPLE = {
    "london_008": ("Amir Haddad", "4a"),
    "london_021": ("Ben Carter", "4b"),
    "london_025": ("Chidera Okafor", "4a"),
    "london_030": ("王秀英", "4b"),
    "london_034": ("Emi Sato", "4a"),
    "london_044": ("Femi Adeyemi", "4b"),
    "london_115": ("Gita Rao", "4a"),
    "london_136": ("Hannah Fischer-Wolkenstein", "4b"),
    BLINK: ("Ivan Li", "4a"),
    WALL: ("Jo Nowhere", "4b"),
}
WITH_PHOTO = {each: PEOPLE[each] for each in PEOPLE if each != WALL}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, shared: Path, closed_eyes_file: Path) -> Path:
    """Eight good portraits, one with closed eyes, one without a face, and a list of names."""
    folder = tmp_path_factory.mktemp("school") / "portraits"
    folder.mkdir()
    for name in PEOPLE.keys() - {BLINK, WALL}:
        shutil.copy(shared / "people" / f"{name}.jpg", folder)
    shutil.copy(closed_eyes_file, folder / f"{BLINK}.jpg")
    cv2.imwrite(str(folder / f"{WALL}.jpg"), np.full((1200, 900, 3), 215, np.uint8))
    with (folder / "names.csv").open("w", encoding="gb18030", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("文件名", "姓名", "班级"))
        rows.writerows((f"{name}.jpg", *who) for name, who in PEOPLE.items())
    return folder


@pytest.fixture(scope="module")
def batch(browser: Browser, studio: Server, folder: Path) -> Iterator[str]:
    """The place of a batch with the whole folder, all of it made. Tests only look at it."""
    context = browser.new_context(base_url=studio.url, locale="en-US", viewport=DESK)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto("/studio/school")
    open_batch(page)
    page.get_by_label("Choose a folder").set_input_files(folder)
    expect(page.get_by_text("10 of 10 portraits are in the list")).to_be_visible()
    page.get_by_role("button", name="Make 10 photos").click()
    made(page, 10)
    yield page.url.rpartition("/studio")[2]
    context.close()


def open_batch(page: Page) -> None:
    """Open a batch for visas of Japan."""
    page.get_by_label("Name", exact=True).fill("Spring portraits")
    page.get_by_role("searchbox").fill("japan visa")
    page.get_by_role("button", name=re.compile("^Japan visa")).first.click()
    expect(page.get_by_role("button", name="Change")).to_be_focused()
    page.get_by_role("button", name="Open the batch").click()
    page.wait_for_url("**/studio/school/*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Spring portraits")
    expect(page.get_by_text("No portraits yet.")).to_be_visible()


def add(page: Page, *portraits: Path) -> None:
    """Choose portraits, and wait for their photos in a batch that was empty."""
    page.get_by_label("Choose files or a ZIP").set_input_files(portraits)
    page.get_by_role("button", name=re.compile("^Make ")).click()
    made(page, len(portraits))


def made(page: Page, count: int) -> None:
    expect(page.get_by_text(f"{count} of {count} made")).to_be_visible(timeout=4 * PATIENCE_MS)


def people(page: Page) -> list[Locator]:
    """The rows of the table but its head."""
    expect(page.get_by_role("table")).to_be_visible()
    return page.get_by_role("row").all()[1:]


def number_of(page: Page, kind: str) -> int:
    tile = page.get_by_role("group", name="Show only").get_by_role("button")
    return int(tile.filter(has_text=re.compile(rf"^\d+{kind}$")).locator("b").inner_text())


def saved(page: Page, link: str) -> bytes:
    with page.expect_download() as begun:
        page.get_by_role("link", name=link, exact=True).click()
    return begun.value.path().read_bytes()


def test_failures_come_first_with_their_reason_and_what_to_do(open_page: Open, batch: str) -> None:
    page = open_page(batch)
    rows = people(page)
    assert len(rows) == 10
    for row, who, reason, advice in (
        (rows[0], "Jo Nowhere", "No face was found", "Use a photo taken from the front"),
        (rows[1], "Ivan Li", "Eyes open", "Take another photo with both eyes open"),
    ):
        expect(row).to_contain_text(who)
        expect(row).to_contain_text("Not OK")
        expect(row).to_contain_text(reason)
        expect(row).to_contain_text(advice)
    for row in rows[2:]:
        expect(row).not_to_contain_text("Not OK")


def test_the_numbers_of_each_verdict_show_only_their_own(open_page: Open, batch: str) -> None:
    page = open_page(batch)
    people(page)
    assert (number_of(page, "Not OK"), number_of(page, "In progress")) == (2, 0)
    assert number_of(page, "Check") + number_of(page, "OK") == 8
    failed = page.get_by_role("button", name=re.compile("Not OK"))
    failed.click()
    assert len(people(page)) == 2
    failed.click()
    page.get_by_label("Class").select_option("4a")
    assert len(people(page)) == 5


def test_every_person_has_a_name_a_class_and_both_pictures(open_page: Open, batch: str) -> None:
    page = open_page(batch)
    for file, (person, group) in WITH_PHOTO.items():
        row = page.get_by_role("row").filter(has_text=person)
        expect(row).to_contain_text(f"{person}{group}{file}.jpg")
        for of in ("Portrait", "Photo"):
            picture = row.get_by_role("img", name=f"{of} of {person}")
            picture.scroll_into_view_if_needed()
            picture.evaluate("each => each.decode()")


def test_the_report_names_every_person_and_what_is_wrong(open_page: Open, batch: str) -> None:
    page = open_page(batch)
    text = saved(page, "Report (CSV)").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    who = {row["name"].removesuffix(".jpg"): (row["person"], row["group"]) for row in rows}
    assert who == PEOPLE
    assert [(row["person"], row["verdict"], row["worst"]) for row in rows[:2]] == [
        ("Jo Nowhere", "refused", "no_face"),
        ("Ivan Li", "fail", "eyes_closed"),
    ]
    assert {row["verdict"] for row in rows[2:]} <= {"unsure", "pass"}


def test_the_archive_has_a_folder_for_each_class(open_page: Open, batch: str) -> None:
    page = open_page(batch)
    archive = zipfile.ZipFile(io.BytesIO(saved(page, "All photos (ZIP)")))
    assert set(archive.namelist()) == {f"{group}/{who}.jpg" for who, group in WITH_PHOTO.values()}
    sizes = {Image.open(archive.open(name)).size for name in archive.namelist()}
    ((width, height),) = sizes
    assert width == height > 300


def test_each_class_is_printed_on_sheets_in_true_size(open_page: Open, batch: str) -> None:
    page = open_page(batch)
    page.get_by_label("Copies of each photo").fill("2")
    page.get_by_role("button", name="Make the sheets").click()
    for group in ("4a", "4b"):
        sheet = pypdfium2.PdfDocument(saved(page, f"Download the sheets: {group}"))
        sides = []
        for leaf in sheet:
            size = tuple(MM_PER_POINT * side for side in leaf.get_size())
            assert size == pytest.approx(A4_MM, abs=0.5)
            for each in leaf.get_objects():
                if isinstance(each, pypdfium2.PdfImage):
                    left, bottom, right, top = each.get_bounds()
                    sides += [MM_PER_POINT * (right - left), MM_PER_POINT * (top - bottom)]
        of_class = [who for who, its in WITH_PHOTO.values() if its == group]
        assert sides == pytest.approx([SIDE_MM] * 2 * 2 * len(of_class), abs=0.1)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_axe_finds_nothing_in_a_batch(open_page: Open, batch: str, phone: bool) -> None:
    page = open_page(batch, phone=phone)
    people(page)
    page.get_by_role("button", name="Remove Ivan Li").click()
    page.get_by_role("button", name="Delete the batch").click()
    assert axe_faults(page) == []


def test_a_batch_in_chinese_is_all_chinese(open_page: Open, batch: str) -> None:
    page = open_page(batch, locale="zh-CN")
    rows = people(page)
    expect(rows[0]).to_contain_text("照片中没有找到人脸")
    expect(rows[1]).to_contain_text("请睁开双眼重拍一张")
    expect(page.get_by_text("日本签证 · 45 × 45 毫米")).to_be_visible()
    assert english_phrases(page) == []


def test_a_batch_on_a_phone_is_not_wider_than_the_phone(open_page: Open, folder: Path) -> None:
    page = open_page("/school", phone=True)
    open_batch(page)
    assert not is_wider_than_its_window(page)
    add(page, folder / f"{WALL}.jpg", folder / "london_030.jpg")
    people(page)
    assert not is_wider_than_its_window(page)
    assert axe_faults(page) == []


def test_a_good_portrait_in_place_of_a_bad_one_changes_the_verdict(
    open_page: Open, folder: Path, shared: Path
) -> None:
    page = open_page("/school")
    open_batch(page)
    add(page, folder / f"{BLINK}.jpg")
    assert number_of(page, "Not OK") == 1
    (row,) = people(page)
    row.get_by_label("Replace").set_input_files(shared / "people" / f"{BLINK}.jpg")
    expect(row.get_by_text("Eyes open")).to_have_count(0)
    made(page, 1)
    assert number_of(page, "Not OK") == 0


def test_a_portrait_is_removed_only_after_a_second_press(open_page: Open, folder: Path) -> None:
    page = open_page("/school")
    open_batch(page)
    add(page, folder / "london_030.jpg")
    page.get_by_role("button", name="Remove london_030").click()
    page.get_by_role("button", name="Cancel").click()
    assert len(people(page)) == 1
    page.get_by_role("button", name="Remove london_030").click()
    page.get_by_text("Remove now").click()
    expect(page.get_by_text("No portraits yet.")).to_be_visible()


def test_the_folders_of_an_archive_are_classes_and_a_list_may_come_later(
    open_page: Open, folder: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "school.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name, (_, group) in list(PEOPLE.items())[:2]:
            file.write(folder / f"{name}.jpg", f"school/{group.upper()}/{name}.jpg")
    page = open_page("/school")
    open_batch(page)
    page.get_by_label("Choose files or a ZIP").set_input_files(archive)
    page.get_by_role("button", name="Make 2 photos").click()
    made(page, 2)
    row = page.get_by_role("row").filter(has_text="london_021")
    expect(row).to_contain_text("4B")
    page.get_by_label("Add a list of names").set_input_files(folder / "names.csv")
    expect(page.get_by_text("2 of 2 portraits are in the list")).to_be_visible()
    page.get_by_role("button", name="Note 2 names").click()
    expect(row).to_contain_text("Ben Carter4b")


def test_an_interrupted_upload_sends_only_what_is_missing(open_page: Open, folder: Path) -> None:
    page = open_page("/school")
    open_batch(page)
    passed: list[Route] = []

    def interrupt(route: Route) -> None:
        if route.request.method != "POST" or len(passed) < 4:
            passed.extend([route] * (route.request.method == "POST"))
            route.continue_()
        else:
            route.abort()

    page.route("**/items?*", interrupt)
    page.get_by_label("Choose a folder").set_input_files(folder)
    page.get_by_role("button", name="Make 10 photos").click()
    expect(page.get_by_text("Sending 4 of 10")).to_be_visible()
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.once("dialog", leave)
    page.reload()
    assert asked == ["beforeunload"]
    page.unroute("**/items?*")

    sent: list[Request] = []
    page.on("request", lambda each: sent.append(each) if each.method == "POST" else None)
    assert len(people(page)) == 4
    page.get_by_label("Choose a folder").set_input_files(folder)
    expect(page.get_by_text("4 of these photos are in the batch already")).to_be_visible()
    page.get_by_role("button", name="Make 6 photos").click()
    made(page, 10)
    assert len(sent) == 6
    assert number_of(page, "Not OK") == 2


def test_a_deleted_batch_is_gone_with_its_pictures(open_page: Open, folder: Path) -> None:
    page = open_page("/school")
    open_batch(page)
    add(page, folder / "london_030.jpg")
    place = page.url
    picture = page.get_by_role("img", name="Portrait of").get_attribute("src")
    assert picture
    assert page.request.get(picture).ok
    page.get_by_role("button", name="Delete the batch").click()
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_text("Everything of this batch is deleted.")).to_be_visible()
    assert page.request.get(picture).status == 404
    page.goto(place)
    expect(page.get_by_text("This batch does not exist, or it has expired.")).to_be_visible()
    page.get_by_role("link", name="All batches").click()
    settled(page)
    expect(page.get_by_text("Batches that you open appear here.")).to_be_visible()


def test_what_holds_no_pictures_or_names_is_refused_in_words(
    open_page: Open, tmp_path: Path
) -> None:
    page = open_page("/school")
    open_batch(page)
    (tmp_path / "notes.docx").write_bytes(b"notes")
    (tmp_path / "broken.zip").write_bytes(b"PK no archive")
    (tmp_path / "empty.csv").write_bytes(b"")
    files = page.get_by_label("Choose files or a ZIP")
    files.set_input_files(tmp_path / "notes.docx")
    expect(page.get_by_role("alert")).to_have_text("There are no pictures in what you chose.")
    files.set_input_files(tmp_path / "broken.zip")
    expect(page.get_by_role("alert")).to_have_text("This ZIP archive cannot be read.")
    page.get_by_label("Add a list of names").set_input_files(tmp_path / "empty.csv")
    expect(page.get_by_role("alert")).to_have_text("There are no names in this file.")
