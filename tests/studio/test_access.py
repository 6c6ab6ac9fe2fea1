"""Who may enter a studio that its operator has opened to others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect
from tests.faults.serving import BLANK, Server
from tests.studio.conftest import Open
from tests.studio.pages import axe_faults, english_phrases, is_wider_than_its_window

pytestmark = pytest.mark.xdist_group("school")

PASSWORD = "correct horse battery"  # noqa: S105  # of this test's own server
PLACES = ("", "/photo?spec=jp-visa", "/result", "/save", "/school", "/school/some-batch")


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, browsers: Playwright) -> Iterator[Server]:
    """A server that is open to everyone who signs in. Its photos are blank."""
    folder = tmp_path_factory.mktemp("access")
    server = Server(folder, BLANK, studio="on", studio_password=PASSWORD)
    server.start()
    yield server
    server.stop()


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def has_entered(page: Page) -> None:
    expect(page.get_by_role("searchbox")).to_be_visible()
    expect(page.get_by_role("navigation").first).to_be_visible()


def test_nothing_but_the_sign_in_is_seen_before(open_page: Open) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for place in PLACES:
        page.goto(f"/studio{place}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to the studio")
        expect(page.get_by_role("navigation")).to_have_count(0)
        expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
        page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/v1/" in url] == []
    answer = page.request.get("/v1/specs")
    assert (answer.status, answer.json()["code"]) == (401, "invalid_key")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_axe_finds_nothing_at_the_sign_in(open_page: Open, phone: bool) -> None:
    page = open_page(phone=phone)
    sign_in(page, "a wrong password")
    expect(page.get_by_role("alert")).to_be_visible()
    assert axe_faults(page) == []
    assert not is_wider_than_its_window(page)


def test_a_wrong_password_is_refused_in_words(open_page: Open) -> None:
    page = open_page()
    sign_in(page, "a wrong password")
    expect(page.get_by_role("alert")).to_contain_text("The password is wrong")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to the studio")


def test_the_sign_in_in_chinese_is_all_chinese(open_page: Open) -> None:
    page = open_page(locale="zh-CN")
    page.get_by_label("密码").fill("a wrong password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("密码不正确")
    assert english_phrases(page) == []


def test_the_password_leads_to_the_place_that_was_asked_for(open_page: Open) -> None:
    page = open_page("/school")
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Photos for a school")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Photos for a school")


def test_who_has_signed_out_is_out(open_page: Open) -> None:
    page = open_page()
    sign_in(page)
    has_entered(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to the studio")
    assert page.request.get("/v1/specs").status == 401
    page.reload()
    expect(page.get_by_label("Password")).to_be_visible()


def test_the_cookie_of_a_session_is_kept_from_scripts_and_other_sites(open_page: Open) -> None:
    page = open_page()
    sign_in(page)
    has_entered(page)
    (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert page.evaluate("document.cookie") == ""


def test_a_photo_is_sent_after_signing_in(open_page: Open, portrait_file: Path) -> None:
    page = open_page("/photo?spec=jp-visa")
    sign_in(page)
    page.set_input_files("input[type=file]:not([capture])", portrait_file)
    page.wait_for_url("**/studio/result?**")


def test_a_personal_link_enters_and_leaves_no_trace_of_its_token(
    open_page: Open, studio: Server
) -> None:
    link = studio.command("studio", "link", "Anna")["url"]
    page = open_page(link.partition("/studio")[2])
    has_entered(page)
    expect(page).to_have_url(re.compile("/studio$"))
    page.go_back()
    assert link.partition("#")[2] not in page.url


def test_a_revoked_link_is_refused_in_words_and_ends_its_sessions(
    open_page: Open, studio: Server
) -> None:
    link = studio.command("studio", "link", "Ben")["url"].partition("/studio")[2]
    inside = open_page(link)
    has_entered(inside)
    studio.command("studio", "revoke", "Ben")
    page = open_page(link)
    expect(page.get_by_role("alert")).to_contain_text("the link is no longer valid")
    expect(page.get_by_role("heading", level=1)).to_have_text("The studio is not open to you")
    inside.reload()
    expect(inside.get_by_role("heading", level=1)).to_have_text("Sign in to the studio")


def test_a_session_that_ends_meanwhile_leads_to_the_sign_in(
    open_page: Open, studio: Server
) -> None:
    page = open_page(studio.command("studio", "link", "Cem")["url"].partition("/studio")[2])
    has_entered(page)
    studio.command("studio", "revoke", "Cem")
    page.get_by_role("searchbox").fill("visa")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to the studio")
