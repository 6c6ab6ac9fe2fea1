"""What holds at every place: both languages, phones, keys, accessibility, no other host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.studio.conftest import BUILT, Open

pytestmark = pytest.mark.xdist_group("studio")

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "studio" / "node_modules" / "axe-core" / "axe.min.js"
MOST_AT_FIRST = 150_000  # bytes, compressed
# What stays English in Chinese: names, units, words of the trade, and what authorities write.
LATIN = re.compile(r"[A-Za-z]{4,}(?: [A-Za-z]{2,}){2,}")


def settled(page: Page) -> None:
    """Wait until nothing is being loaded or made."""
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def with_photo(page: Page, portrait: Path, spec: str = "jp-visa") -> None:
    page.set_input_files("input[type=file]:not([capture])", portrait)
    page.wait_for_url("**/studio/result?**")
    settled(page)


def places(page: Page, portrait: Path) -> list[str]:
    """The address of each place, of one photo being made."""
    with_photo(page, portrait)
    result = page.url.rpartition("/studio")[2]
    return [
        "",
        "/document?spec=us-passport",
        "/photo?spec=jp-visa",
        result,
        result.replace("/result", "/save"),
        "/school",
        "/nowhere",
    ]


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_axe_finds_nothing_at_any_place(open_page: Open, portrait_file: Path, phone: bool) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: make studio")
    page = open_page("/photo?spec=jp-visa", phone=phone)
    found = {}
    for place in places(page, portrait_file):
        page.goto(f"/studio{place}")
        settled(page)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        report = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
        )
        faults = [f"{each['id']}: {each['nodes'][0]['html']}" for each in report["violations"]]
        if faults:
            found[place.partition("?")[0]] = faults
    assert found == {}


def test_no_place_is_wider_than_a_phone(open_page: Open, portrait_file: Path) -> None:
    page = open_page("/photo?spec=jp-visa", phone=True)
    wide = []
    for place in places(page, portrait_file):
        page.goto(f"/studio{place}")
        settled(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(place)
    assert wide == []


def test_no_place_speaks_english_in_chinese(open_page: Open, portrait_file: Path) -> None:
    page = open_page("/photo?spec=jp-visa", locale="zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    english = {}
    for place in places(page, portrait_file):
        page.goto(f"/studio{place}")
        settled(page)
        page.locator("details").evaluate_all("folded => folded.forEach(each => (each.open = true))")
        page.locator("[lang=en]").evaluate_all("cited => cited.forEach(each => each.remove())")
        if found := LATIN.findall(page.locator("main").inner_text()):
            english[place.partition("?")[0]] = found
    assert english == {}


def test_the_language_can_be_changed_and_is_remembered(open_page: Open) -> None:
    page = open_page()
    page.get_by_label("Language").select_option("zh")
    expect(page.get_by_role("heading", level=1)).to_have_text("您要制作哪种证件照？")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_the_first_load_is_small(open_page: Open) -> None:
    page = open_page()
    settled(page)
    sizes = page.evaluate(
        "performance.getEntries().filter(each => /\\/studio/.test(each.name))"
        ".map(each => each.encodedBodySize ?? 0)"
    )
    assert 10_000 < sum(sizes) < MOST_AT_FIRST


def test_keys_alone_lead_from_the_search_to_the_file(open_page: Open, portrait_file: Path) -> None:
    page = open_page()
    settled(page)
    tab_to(page, "input[type=search]")
    page.keyboard.type("japan visa")
    expect(page.get_by_role("link", name=re.compile("^Japan visa")).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Japan visa")
    tab_to(page, "a[href*='/photo']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Take or choose a photo")
    with page.expect_file_chooser() as chooser:
        tab_to(page, "input[type=file], button:has-text('Choose a file')")
        page.keyboard.press("Enter")
    chooser.value.set_files(portrait_file)
    page.wait_for_url("**/studio/result?**")
    expect(page.get_by_role("link", name="Save and print")).to_be_visible()
    tab_to(page, "a[href*='/save']:has-text('Save and print')")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Save and print")
    tab_to(page, "a[download]")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.path().read_bytes().startswith(b"\xff\xd8")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, which must then be visible."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(
            "want => document.activeElement.matches(want)", selector.split(":has-text")[0]
        ):
            wanted = re.search(r":has-text\('([^']+)'\)", selector)
            if not wanted or wanted[1] in page.evaluate("document.activeElement.innerText ?? ''"):
                return
    raise AssertionError(f"no Tab leads to {selector}")


def test_a_page_that_does_not_exist_says_so(open_page: Open) -> None:
    page = open_page("/nowhere")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")


def test_the_address_of_the_server_alone_leads_to_the_studio(open_page: Open) -> None:
    page = open_page()
    page.goto("/")
    expect(page).to_have_url(re.compile("/studio$"))


def test_a_server_that_is_away_is_said_to_be(open_page: Open) -> None:
    page = open_page()
    settled(page)
    page.route("**/v1/**", lambda route: route.abort())
    page.get_by_role("searchbox").fill("visa")
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached")
    page.unroute("**/v1/**")


def test_the_built_page_names_no_other_host() -> None:
    if not BUILT.is_file():
        pytest.skip("the studio's page is not built: make studio")
    named = {
        host
        for path in BUILT.parent.rglob("*.js")
        for host in re.findall(r"https?://([\w.-]+)", path.read_text(encoding="utf-8"))
    }
    assert named <= {"www.w3.org"}  # the names of SVG's and XML's own dialects
