from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from idphoto.imaging.encode import EncodeOptions, encode

Run = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a one-inch photo ``one.jpg`` and ``visa.png``, of 35 × 45 mm."""
    monkeypatch.chdir(tmp_path)
    for name, size, kind in (("one.jpg", (413, 295), "jpeg"), ("visa.png", (531, 413), "png")):
        pixels = np.full((*size, 3), 230, np.uint8)
        pixels[100:, 80:200] = (60, 90, 140)
        options = EncodeOptions(format=kind)  # type: ignore[arg-type]
        Path(name).write_bytes(encode(pixels, options).data)
    return tmp_path


def test_a_sheet_is_full_of_one_photo(idphoto: Run, folder: Path) -> None:
    outcome = idphoto("sheet", "one.jpg", "--paper", "5inch", "-o", "sheet.jpg")
    assert (outcome.status, outcome.err) == (0, "")
    size = Path("sheet.jpg").stat().st_size
    assert outcome.out == (
        f"sheet.jpg: 9 photos of 25 × 35 mm on 89 × 127 mm, 1051×1500 px, 300 dpi, {size:,} bytes\n"
    )
    with Image.open("sheet.jpg") as image:
        assert (image.format, image.size, image.info["dpi"]) == ("JPEG", (1051, 1500), (300, 300))


def test_without_an_output_the_sheet_is_written_to_the_current_folder(
    idphoto: Run, folder: Path
) -> None:
    report = json.loads(idphoto("sheet", "one.jpg", "--json").out)
    assert report["output"] == "one-sheet.jpg"
    assert report["bytes"] == Path("one-sheet.jpg").stat().st_size
    assert (report["count"], report["paper"], report["mm"]) == (13, "6inch", [102.0, 152.0])
    assert report["photos"] == [{"count": 13, "mm": [24.98, 34.97]}]
    assert set(report["timings_ms"]) == {"plan", "draw", "encode"}


def test_each_photo_has_its_own_number_of_copies(idphoto: Run, folder: Path) -> None:
    outcome = idphoto("sheet", "one.jpg:4", "visa.png", "--count", "2", "-o", "sheet.png")
    assert "4 photos of 25 × 35 mm and 2 of 35 × 45 mm on" in outcome.out
    assert Path("sheet.png").read_bytes().startswith(b"\x89PNG")


def test_a_file_whose_name_ends_in_a_number_is_that_file(idphoto: Run, folder: Path) -> None:
    Path("one.jpg").rename("one.jpg:4")
    assert "13 photos" in idphoto("sheet", "one.jpg:4", "-o", "sheet.jpg").out


def test_a_pdf_is_chosen_by_its_name(idphoto: Run, folder: Path) -> None:
    outcome = idphoto("sheet", "one.jpg", "--paper", "A4", "-o", "sheet.pdf")
    assert Path("sheet.pdf").read_bytes().startswith(b"%PDF-")
    assert " px" not in outcome.out
    # 58 fit only around a pinwheel, which a trimmer's owner wants to know
    assert outcome.out.splitlines()[1] == (
        "  note: straight cuts across the whole sheet do not separate these photos"
    )


def test_paper_label_and_qr_code_are_as_requested(idphoto: Run, folder: Path) -> None:
    outcome = idphoto(
        *("sheet", "one.jpg", "--paper", "100x150", "--orientation", "landscape"),
        *("--dpi", 200, "--margin", 0, "--gutter", 3, "--background", "white"),
        *("--label", "Ada L.\\n0042", "--qr", "0042", "--qr-size", 150),
        *("--no-crop-marks", "--no-rotate", "--quality", 80, "-o", "sheet.jpg", "--json"),
    )
    report = json.loads(outcome.out)
    assert (report["px"], report["mm"], report["dpi"]) == ([1181, 787], [150.0, 100.0], 200)
    assert report["qr"] == {"level": "H", "module_px": 5, "px": 150}
    with Image.open("sheet.jpg") as image:
        pixels = np.asarray(image)
    assert (pixels[:5] == 255).all()
    assert [found.text for found in zxingcpp.read_barcodes(pixels)] == ["0042"]


def test_the_size_of_the_print_can_be_given(idphoto: Run, folder: Path) -> None:
    outcome = idphoto("sheet", "one.jpg", "--size", "50x70", "-o", "sheet.jpg")
    assert "2 photos of 50 × 70 mm" in outcome.out
    outcome = idphoto("sheet", "one.jpg", "--size", "50x50")
    assert outcome.status == 2
    assert outcome.err == (
        "idphoto: size_mm: 50 x 50 mm does not have the proportions of the photo, 295 x 413 px\n"
    )


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["none.jpg"], 2, "photo: there is no file none.jpg"),
        (["one.jpg:0"], 2, "count: 0 is outside 1–10,000"),
        (
            ["one.jpg", "-o", "sheet.gif"],
            2,
            "output: sheet.gif must end in one of .jpg, .jpeg, .png",
        ),
        (["one.jpg", "-o", "one.jpg"], 2, "output: one.jpg is one of the photos"),
        (["one.jpg", "--paper", "A99"], 2, "paper: 'A99' is not one of 5inch"),
        (["one.jpg:99"], 1, "the sheet holds 13 of the 99 photos requested"),
        (["one.jpg", "--qr", "1", "--qr-size", "1500"], 1, "the QR code of 127 × 127 mm does not"),
        (["one.jpg", "--paper", "40x40"], 1, "the photo of 25 × 35 mm does not fit on the sheet"),
    ],
)
def test_a_sheet_that_cannot_be_made_is_reported_in_one_line(
    idphoto: Run, folder: Path, arguments: list[str], status: int, message: str
) -> None:
    outcome = idphoto("sheet", *arguments)
    assert outcome.status == status
    assert outcome.err.startswith(f"idphoto: {message}")
    assert outcome.err.count("\n") == 1
    assert sorted(path.name for path in folder.iterdir()) == ["one.jpg", "visa.png"]


def test_an_unknown_orientation_is_refused(idphoto: Run, folder: Path) -> None:
    assert idphoto("sheet", "one.jpg", "--orientation", "askew").status == 2


def test_the_help_has_examples(idphoto: Run) -> None:
    outcome = idphoto("sheet", "--help")
    assert "idphoto sheet one.jpg:4 two.jpg:2 --paper A4 -o sheet.pdf" in outcome.out


def test_a_passport_photo_that_claims_72_dpi_needs_its_size(
    idphoto: Run, folder: Path, shared_input: Callable[[str], Path]
) -> None:
    photo = str(shared_input("s_passport_72dpi.jpg"))
    refused = idphoto("sheet", photo, "--paper", "A4", "-o", "sheet.jpg")
    assert refused.status == 1
    assert "72 dpi" in refused.err
    assert "145.7 × 187.3 mm" in refused.err
    assert "--size" in refused.err
    assert not Path("sheet.jpg").exists()
    made = idphoto("sheet", photo, "--paper", "A4", "--size", "35x45", "-o", "sheet.jpg")
    assert (made.status, made.err) == (0, "")
    assert "photos of 35 × 45 mm on 210 × 297 mm" in made.out


def test_a_photo_without_a_density_is_printed_at_300_dpi_and_the_command_says_so(
    idphoto: Run, folder: Path
) -> None:
    Image.new("RGB", (413, 531)).save("bare.jpg")
    note = (
        "bare.jpg states no print density: it is printed at 300 dpi, 35.0 × 45.0 mm; "
        "--size sets another size"
    )
    assert f"  note: {note}\n" in idphoto("sheet", "bare.jpg", "-o", "sheet.jpg").out
    report = json.loads(idphoto("sheet", "bare.jpg", "-o", "sheet.jpg", "--json").out)
    assert note in report["notes"]
