from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from idphoto.runtime.engine import Engine

Run = Callable[..., Any]
SMALL = ("--size", "120x160", "--fast")
LENGTHS = ("face_width", "face_height", "head_height", "head_top", "eyes_top", "chin_top")


@pytest.fixture
def portrait(
    engine: Engine, tmp_path: Path, astronaut_jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A portrait, and an empty folder to stand in."""
    standing = tmp_path / "here"
    standing.mkdir()
    monkeypatch.chdir(standing)
    path = tmp_path / "me.jpg"
    path.write_bytes(astronaut_jpeg)
    return path


@pytest.fixture
def school(
    portrait: Path, astronaut_jpeg: bytes, jpeg: Callable[[NDArray[np.uint8]], bytes]
) -> Path:
    """A folder of two portraits, a wall, and a note that is no photo by its name."""
    folder = portrait.parent / "class"
    folder.mkdir()
    for name in ("anna.jpg", "ben.jpeg"):
        (folder / name).write_bytes(astronaut_jpeg)
    (folder / "wall.jpg").write_bytes(jpeg(np.full((200, 150, 3), 128, np.uint8)))
    (folder / "note.txt").write_text("hello")
    (folder / ".hidden.jpg").write_bytes(astronaut_jpeg)
    return folder


# --- one photo ----------------------------------------------------------------------------------


def test_making_a_photo_prints_one_line_about_it(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("make", portrait, "--fast", "--bg", "438EDB", "-o", "photo.jpg")
    assert (outcome.status, outcome.err) == (0, "")
    size = Path("photo.jpg").stat().st_size
    assert outcome.out.startswith(f"photo.jpg: 295×413 px, 300 dpi, {size:,} bytes\n")
    with Image.open("photo.jpg") as image:
        assert image.size == (295, 413)
        assert np.asarray(image)[3, 3].tolist() == pytest.approx([0x43, 0x8E, 0xDB], abs=3)


def test_without_a_name_it_is_written_here(idphoto: Run, portrait: Path) -> None:
    assert idphoto("make", portrait, *SMALL).status == 0
    assert [path.name for path in Path().iterdir()] == ["me-idphoto.jpg"]


def test_a_folder_takes_the_photo_under_its_own_name(idphoto: Run, portrait: Path) -> None:
    assert idphoto("make", portrait, *SMALL, "-o", "done").status == 0
    assert Path("done/me.jpg").is_file()


@pytest.mark.parametrize("output", ["me.jpg", "."])
def test_the_source_photo_is_never_overwritten(
    idphoto: Run, portrait: Path, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    monkeypatch.chdir(portrait.parent)
    before = portrait.read_bytes()
    outcome = idphoto("make", "me.jpg", *SMALL, "-o", output)
    assert outcome.status == 2
    assert "me.jpg is the source photo" in outcome.err
    assert portrait.read_bytes() == before


def test_the_json_of_a_photo_has_everything_that_was_measured(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("make", portrait, *SMALL, "--dpi", "254", "--json", "-o", "photo.jpg")
    assert outcome.out.count("\n") == 1
    report = json.loads(outcome.out)
    assert report["ok"] is True
    assert (report["photo"], report["output"]) == (str(portrait), "photo.jpg")
    assert (report["px"], report["mm"], report["dpi"]) == ([120, 160], [12.0, 16.0], 254)
    assert report["bytes"] == Path("photo.jpg").stat().st_size
    assert (report["format"], report["quality"]) == ("jpeg", 92)
    for unit in ("px", "mm"):
        assert set(LENGTHS) < set(report["geometry"][unit])
    assert {"yaw_deg", "pitch_deg", "source_roll_deg"} < set(report["geometry"])
    assert isinstance(report["warnings"], list)
    assert "write" in report["timings_ms"]


def test_a_specification_in_millimetres_keeps_them_at_another_dpi(
    idphoto: Run, portrait: Path
) -> None:
    wishes = ("--spec", "it-passport", "--dpi", "500", "--face-height", "33mm")
    outcome = idphoto("make", portrait, "--fast", *wishes, "--json", "-o", "photo.jpg")
    report = json.loads(outcome.out)
    assert (report["px"], report["mm"], report["dpi"]) == ([689, 886], [35.0, 45.01], 500)
    assert report["geometry"]["mm"]["face_height"] == pytest.approx(33, abs=0.3)
    assert "spec_overridden" not in [warning["code"] for warning in report["warnings"]]


def test_an_edit_that_the_authority_forbids_needs_its_option(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("make", portrait, "--fast", "--spec", "us-passport", "--bg", "white")
    assert (outcome.status, outcome.out) == (2, "")
    assert "background is an edit" in outcome.err
    assert "--edit-anyway" in outcome.err


def test_the_own_background_is_refused_where_it_does_not_do(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("make", portrait, "--fast", "--spec", "us-passport", "--json")
    report = json.loads(outcome.out)
    assert (outcome.status, report["error"]["code"]) == (1, "background_unfit")
    assert report["error"]["allowed"] == "FFFFFF"


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_an_edit_made_anyway_is_said_first_and_on_stderr(
    idphoto: Run, portrait: Path, form: tuple[str, ...]
) -> None:
    wishes = ("--spec", "us-passport", "--edit-anyway", "-o", "photo.jpg")
    outcome = idphoto("make", portrait, "--fast", *wishes, *form)
    assert outcome.status == 0
    assert f"CAUTION: {portrait}: this authority forbids digital editing" in outcome.err
    if form:
        assert json.loads(outcome.out)["warnings"][0]["code"] == "editing_forbidden"


def test_a_failure_is_printed_on_stderr_with_status_one(idphoto: Run, school: Path) -> None:
    outcome = idphoto("make", school / "wall.jpg", *SMALL)
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.startswith(f"{school / 'wall.jpg'}: no face found")
    assert list(Path().iterdir()) == []


def test_a_failure_in_json_has_its_code(idphoto: Run, school: Path) -> None:
    outcome = idphoto("make", school / "wall.jpg", *SMALL, "--json")
    report = json.loads(outcome.out)
    assert (outcome.status, report["ok"], report["error"]["code"]) == (1, False, "no_face")


def test_several_faces_are_refused_on_demand(idphoto: Run, shared: Path, portrait: Path) -> None:
    group = shared / "photos" / "compreface_000_5.jpg"
    outcome = idphoto("make", group, *SMALL, "--one-face", "--json")
    error = json.loads(outcome.out)["error"]
    assert (outcome.status, error["code"], error["found"]) == (1, "several_faces", 5)


def test_one_of_several_faces_is_chosen_by_its_number(
    idphoto: Run, three_people: bytes, tmp_path: Path
) -> None:
    group = tmp_path / "group.jpg"
    group.write_bytes(three_people)
    outcome = idphoto("make", group, *SMALL, "--face", "2", "--json", "-o", tmp_path / "two.jpg")
    (notice,) = (
        one for one in json.loads(outcome.out)["warnings"] if one["code"] == "several_faces"
    )
    assert notice["message"].startswith("3 faces found: face 2 from the left, ")
    refused = idphoto("make", group, *SMALL, "--face", "6")
    assert refused.status == 1
    assert "face 6 was chosen, but the photo shows 3 faces" in refused.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--face", "middle"),
            "'middle' is not one of largest, left, right, or a number counted from the left",
        ),
        (("--face", "0"), "'0' is not one of largest"),
        (("--face", "left", "--one-face"), "cannot be combined with"),
    ],
)
def test_a_face_that_cannot_be_chosen_is_a_wrong_command(
    idphoto: Run, portrait: Path, options: tuple[str, ...], message: str
) -> None:
    outcome = idphoto("make", portrait, *SMALL, *options)
    assert outcome.status == 2
    assert message in outcome.err


def test_a_jpeg_without_its_last_two_bytes_becomes_a_photo(
    idphoto: Run, shared_input: Callable[[str], Path], portrait: Path
) -> None:
    file = shared_input("f_no_eoi.jpg")
    outcome = idphoto("make", file, "--spec", "gb-passport", "--fast", "--json", "-o", "out.jpg")
    assert (outcome.status, json.loads(outcome.out)["ok"]) == (0, True), outcome.err
    Path("cut.jpg").write_bytes(file.read_bytes()[:-3000])
    cut = json.loads(idphoto("make", "cut.jpg", *SMALL, "--json").out)
    assert cut["error"]["code"] == "bad_image"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("80", 79, 81),
        ("78:82", 78, 82),
        ("70:", 70, 160),
        (":60", 0, 60),
        ("60:75:80", 74, 76),
        ("8mm", 79, 81),
        ("7:8mm", 70, 80),
        ("7mm:8mm", 70, 80),
    ],
)
def test_a_limit_is_kept_however_it_is_written(
    idphoto: Run, portrait: Path, text: str, low: float, high: float
) -> None:
    outcome = idphoto("make", portrait, *SMALL, "--dpi", "254", "--head-height", text, "--json")
    height = json.loads(outcome.out)["geometry"]["px"]["head_height"]
    assert low - 0.05 <= height <= high + 0.05


def test_all_six_limits_can_be_given(idphoto: Run, portrait: Path) -> None:
    options = [f"--{name.replace('_', '-')}=1:150" for name in LENGTHS]
    assert idphoto("make", portrait, *SMALL, *options).status == 0


def test_a_specification_sets_size_and_density(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("make", portrait, "--spec", "picwish-1102", "--fast", "--json")
    report = json.loads(outcome.out)
    assert (report["px"], report["dpi"]) == ([295, 413], 300)


@pytest.mark.parametrize(
    ("options", "mode"),
    [
        (("--transparent",), "RGBA"),
        (("--keep-background", "--format", "png"), "RGB"),
        (("--bg", "white", "--bg2", "438EDB", "--format", "png"), "RGB"),
        (("--bg2", "red", "--format", "png"), "RGB"),
    ],
)
def test_every_background_can_be_requested(
    idphoto: Run, portrait: Path, options: tuple[str, ...], mode: str
) -> None:
    assert idphoto("make", portrait, *SMALL, *options, "-o", "photo.png").status == 0
    with Image.open("photo.png") as image:
        assert (image.format, image.mode, image.size) == ("PNG", mode, (120, 160))
        top = np.asarray(image)[0, 0]
    if mode == "RGBA":
        assert top[3] == 0
    elif "--bg2" in options:
        assert top.tolist() == [255, 255, 255]


def test_a_picture_can_be_the_background(
    idphoto: Run, portrait: Path, jpeg: Callable[[NDArray[np.uint8]], bytes]
) -> None:
    Path("behind.jpg").write_bytes(jpeg(np.full((40, 40, 3), (10, 200, 10), np.uint8)))
    outcome = idphoto("make", portrait, *SMALL, "--bg-image", "behind.jpg", "-o", "photo.png")
    assert outcome.status == 0
    with Image.open("photo.png") as image:
        assert np.asarray(image)[0, 0].tolist() == pytest.approx([10, 200, 10], abs=3)


def test_a_byte_window_is_kept(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto(
        "make", portrait, "--fast", "--min-bytes", 9000, "--max-bytes", 10000, "-o", "p.jpg"
    )
    assert outcome.status == 0
    assert 9000 <= Path("p.jpg").stat().st_size <= 10000


@pytest.mark.parametrize(
    ("suffix", "kind"), [(".png", "PNG"), (".webp", "WEBP"), (".jpeg", "JPEG"), (".JPG", "JPEG")]
)
def test_the_outputs_name_determines_the_format(
    idphoto: Run, portrait: Path, suffix: str, kind: str
) -> None:
    assert idphoto("make", portrait, *SMALL, "-o", f"photo{suffix}").status == 0
    with Image.open(f"photo{suffix}") as image:
        assert image.format == kind


@pytest.mark.parametrize(
    ("options", "field"),
    [
        (("--size", "295"), "size"),
        (("--size", "295.5x413"), "size"),
        (("--size", "5x5"), "width"),
        (("--mm", "35"), "mm"),
        (("--dpi", "3"), "dpi"),
        (("--face-width", "wide"), "face_width"),
        (("--head-height", "9:1"), "head_height"),
        (("--eyes-top", "1:2:3:4"), "eyes_top"),
        (("--bg", "blurple"), "background"),
        (("--bg2", "blurple"), "bg2"),
        (("--bg", "red", "--transparent"), "transparent"),
        (("--transparent", "--keep-background"), "keep_background"),
        (("--transparent", "--format", "jpeg"), "background"),
        (("--quality", "101"), "quality"),
        (("--max-bytes", "0"), "max_bytes"),
        (("-o", "photo.gif"), "output"),
        (("--report", "done.txt"), "report"),
    ],
)
def test_a_bad_option_is_named_with_status_two_before_anything_is_made(
    idphoto: Run, portrait: Path, options: tuple[str, ...], field: str
) -> None:
    outcome = idphoto("make", portrait, *options)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"idphoto: {field}: ")
    assert outcome.err.count("\n") == 1
    assert list(Path().iterdir()) == []


def test_an_unknown_specification_is_reported(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("make", portrait, "--spec", "xyzzy-passport")
    assert outcome.status == 2
    assert "no specification named 'xyzzy-passport'" in outcome.err


# --- many photos --------------------------------------------------------------------------------


def test_a_folder_is_made_into_a_folder_and_failures_do_not_stop_it(
    idphoto: Run, school: Path
) -> None:
    outcome = idphoto("make", school, *SMALL, "-o", "done", "--json")
    assert outcome.status == 1
    reports = [json.loads(line) for line in outcome.out.splitlines()]
    assert {Path(report["photo"]).name: report["ok"] for report in reports} == {
        "anna.jpg": True,
        "ben.jpeg": True,
        "wall.jpg": False,
    }
    assert {path.name for path in Path("done").glob("*.jpg")} == {"anna.jpg", "ben.jpg"}


def test_a_second_run_makes_only_what_is_missing(idphoto: Run, school: Path) -> None:
    (school / "wall.jpg").unlink()
    assert idphoto("make", school, *SMALL, "-o", "done").status == 0
    Path("done/ben.jpg").unlink()
    kept = Path("done/anna.jpg").stat().st_mtime_ns
    outcome = idphoto("make", school, *SMALL, "-o", "done")
    assert outcome.status == 0
    assert [line.endswith("(already done)") for line in outcome.out.splitlines()
            if line.startswith("done")] == [True, False]  # fmt: skip
    assert Path("done/ben.jpg").is_file()
    assert Path("done/anna.jpg").stat().st_mtime_ns == kept
    assert idphoto("make", school, *SMALL, "-o", "done", "--again").status == 0
    assert Path("done/anna.jpg").stat().st_mtime_ns > kept


def test_the_report_is_a_table_in_the_order_of_the_photos(idphoto: Run, school: Path) -> None:
    outcome = idphoto("make", school, *SMALL, "-o", "done", "--report", "done.csv")
    assert outcome.status == 1
    with Path("done.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [Path(row["photo"]).name for row in rows] == ["anna.jpg", "ben.jpeg", "wall.jpg"]
    good, _, bad = rows
    assert (good["ok"], good["width_px"], good["height_px"]) == ("True", "120", "160")
    assert float(good["head_height_px"]) > float(good["head_height_mm"]) > 0
    assert int(good["bytes"]) == Path("done/anna.jpg").stat().st_size
    assert good["error"] == ""
    assert (bad["ok"], bad["error"], bad["output"]) == ("False", "no_face", "")
    assert "no face found" in bad["message"]


def test_the_report_can_be_json(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("make", portrait, *SMALL, "-o", "p.jpg", "--report", "done.json")
    assert outcome.status == 0
    (report,) = json.loads(Path("done.json").read_text("utf-8"))
    assert (report["ok"], report["output"]) == (True, "p.jpg")


def test_several_photos_need_a_folder(idphoto: Run, school: Path) -> None:
    Path("one.jpg").write_bytes(b"")
    outcome = idphoto("make", school, *SMALL, "-o", "one.jpg")
    assert outcome.status == 2
    assert "one.jpg is a file, but several photos need a folder" in outcome.err


def test_a_folder_without_photos_is_refused(idphoto: Run, portrait: Path) -> None:
    Path("empty").mkdir()
    outcome = idphoto("make", "empty", *SMALL)
    assert outcome.status == 2
    assert "photo: the folder empty contains no photos" in outcome.err


# --- retouching and texts -----------------------------------------------------------------------


def pixels(path: str) -> NDArray[np.uint8]:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def test_retouch_is_light_skin_and_edges_at_half_strength(idphoto: Run, portrait: Path) -> None:
    usual = ("make", portrait, *SMALL, "--format", "png")
    assert idphoto(*usual, "--retouch", "-o", "a.png").status == 0
    spelled = ("--bright", "0.5", "--smooth", "0.5", "--sharp", "0.5")
    assert idphoto(*usual, *spelled, "-o", "b.png").status == 0
    assert idphoto(*usual, "-o", "c.png").status == 0
    assert np.array_equal(pixels("a.png"), pixels("b.png"))
    assert not np.array_equal(pixels("a.png"), pixels("c.png"))


def test_a_single_strength_overrides_retouch(idphoto: Run, portrait: Path) -> None:
    usual = ("make", portrait, *SMALL, "--format", "png")
    off = ("--retouch", "--bright", "0", "--smooth", "0", "--sharp", "0")
    assert idphoto(*usual, *off, "-o", "a.png").status == 0
    assert idphoto(*usual, "-o", "b.png").status == 0
    assert np.array_equal(pixels("a.png"), pixels("b.png"))


@pytest.mark.parametrize("option", ["--bright", "--smooth", "--thin-face", "--sharp"])
def test_a_strength_above_1_is_refused_by_name(idphoto: Run, portrait: Path, option: str) -> None:
    outcome = idphoto("make", portrait, option, "1.5")
    assert outcome.status == 2
    assert outcome.err == f"idphoto: {option[2:].replace('-', '_')}: 1.5 is outside 0–1\n"


def test_a_label_is_at_the_bottom(idphoto: Run, portrait: Path) -> None:
    words = ("make", portrait, "--fast", "--label", "E. M. Collins", "--label-height", "40")
    assert idphoto(*words, "-o", "photo.png").status == 0
    assert np.median(pixels("photo.png")[-40:]) == 255


def test_a_label_height_without_a_label_is_refused(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("make", portrait, "--label-height", "40")
    assert (outcome.status, outcome.err) == (
        2,
        "idphoto: label_height: has no effect without label\n",
    )


def test_a_watermark_covers_the_photo(idphoto: Run, portrait: Path) -> None:
    assert (
        idphoto("make", portrait, "--fast", "--watermark", "Studio 24", "-o", "a.png").status == 0
    )
    assert idphoto("make", portrait, "--fast", "-o", "b.png").status == 0
    changed = (pixels("a.png") != pixels("b.png")).any(axis=-1)
    assert changed.mean() > 0.05


def test_other_clothes_are_worn(idphoto: Run, portrait: Path) -> None:
    usual = ("make", portrait, "--fast")
    assert idphoto(*usual, "--clothes", "woman_17", "-o", "a.png").status == 0
    assert idphoto(*usual, "-o", "b.png").status == 0
    assert not np.array_equal(pixels("a.png")[-20:], pixels("b.png")[-20:])


def test_an_unknown_garment_is_a_usage_error(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("make", portrait, "--clothes", "man_99")
    assert outcome.status == 2
    assert outcome.err.startswith("idphoto: no garment 'man_99'")


# --- before anything is made, and what exists ----------------------------------------------------


def test_a_dry_run_says_what_would_be_made_and_makes_nothing(
    idphoto: Run, portrait: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("a network is loaded")

    monkeypatch.setattr("idphoto.api.default_setup", refuse)
    outcome = idphoto("make", portrait, "--size", "35x45mm", "-n")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == f"{portrait} → me-idphoto.jpg: 413×531 px, 300 dpi, jpeg (make)\n"
    assert list(Path().iterdir()) == []
    assert idphoto("make", portrait, "--dry-run", "--bg", "bleu").status == 2


def test_a_dry_run_of_a_batch_says_what_is_done_already(idphoto: Run, school: Path) -> None:
    (school / "wall.jpg").unlink()
    assert idphoto("make", school, *SMALL, "-o", "done").status == 0
    Path("done/ben.jpg").unlink()
    Path("done/ben.jpg").touch()
    (school / "carl.jpg").write_bytes((school / "anna.jpg").read_bytes())
    (school / "ben.jpeg").write_bytes((school / "anna.jpg").read_bytes() + b"more")
    for words, ben in (((), "overwrite"), (("--no-clobber",), "nothing: exists")):
        outcome = idphoto("make", school, *SMALL, "-o", "done", "-n", "--json", *words)
        found = {Path(one["output"]).name: one for one in map(json.loads, outcome.out.splitlines())}
        would = {name: one["would"] for name, one in found.items()}
        assert would == {
            "anna.jpg": "nothing: already done",
            "ben.jpg": ben,
            "carl.jpg": "make",
        }
        assert (found["carl.jpg"]["px"], found["carl.jpg"]["format"]) == ([120, 160], "jpeg")


@pytest.mark.parametrize("command", [("make", *SMALL), ("cutout",), ("sheet", "--size", "2x2in")])
def test_what_exists_is_left_alone_on_demand(
    idphoto: Run, portrait: Path, command: tuple[str, ...]
) -> None:
    Path("out.png").write_bytes(b"mine")
    outcome = idphoto(*command, portrait, "-o", "out.png", "--no-clobber")
    assert (outcome.status, outcome.out) == (0, "")
    assert outcome.err == "out.png: exists, and is left alone\n"
    assert Path("out.png").read_bytes() == b"mine"
    assert idphoto(*command, portrait, "-o", "new.png", "--no-clobber").status == 0
    assert Path("new.png").is_file()


def test_a_batch_skips_what_exists_on_demand(idphoto: Run, school: Path) -> None:
    (school / "wall.jpg").unlink()
    Path("done").mkdir()
    Path("done/anna.jpg").write_bytes(b"mine")
    words = ("--no-clobber", "--jobs", "1", "--report", "done.json")
    outcome = idphoto("make", school, *SMALL, "-o", "done", *words)
    assert outcome.status == 0
    assert "done/anna.jpg: exists, and is left alone" in outcome.err
    assert Path("done/anna.jpg").read_bytes() == b"mine"
    (report,) = json.loads(Path("done.json").read_text("utf-8"))
    assert report["output"] == "done/ben.jpg"


# --- how it is written ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "px"),
    [
        (("--size", "35x45mm"), [413, 531]),
        (("--size", "35×45 mm", "--dpi", "254"), [350, 450]),
        (("--size", "2x2in"), [600, 600]),
        (("--size", "120x160px"), [120, 160]),
        (("--mm", "3.5x4.5cm"), [413, 531]),
    ],
)
def test_a_size_is_written_with_its_unit(
    idphoto: Run, portrait: Path, options: tuple[str, ...], px: list[int]
) -> None:
    assert json.loads(idphoto("make", portrait, *options, "-n", "--json").out)["px"] == px


def test_a_size_in_millimetres_is_given_once(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("make", portrait, "--size", "35x45mm", "--mm", "35x45")
    assert (outcome.status, outcome.err) == (
        2,
        "idphoto: mm: cannot be combined with a size of 35x45mm\n",
    )


def test_bytes_formats_and_colours_are_written_as_people_write_them(
    idphoto: Run, portrait: Path
) -> None:
    words = ("--max-bytes", "20k", "--format", "JPG", "--bg", "rgb(0, 0, 255)")
    report = json.loads(idphoto("make", portrait, *words, "--json").out)
    assert (report["format"], report["bytes"] <= 20_000) == ("jpeg", True)
    assert pixels("me-idphoto.jpg")[3, 3].tolist() == pytest.approx([0, 0, 255], abs=4)


def test_a_quiet_command_prints_errors_only(idphoto: Run, school: Path) -> None:
    for words in (("make", "-q"), ("-q", "make")):
        outcome = idphoto(*words, school / "anna.jpg", *SMALL)
        assert (outcome.status, outcome.out, outcome.err) == (0, "", "")
    outcome = idphoto("make", "-q", school / "wall.jpg", *SMALL)
    assert (outcome.status, outcome.out) == (1, "")
    assert "no face found" in outcome.err


def test_a_verbose_command_prints_how_long_each_step_took(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("make", "-v", portrait, *SMALL)
    assert outcome.status == 0
    assert " ms: " in outcome.err
    assert ", write " in outcome.err
    assert idphoto("make", portrait, *SMALL).err == ""
