"""``idphoto make``: make official photos from portraits."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from idphoto.cli.inputs import expand, is_batch
from idphoto.cli.limits import parse_limits, parse_pair
from idphoto.errors import BadRequest
from idphoto.imaging.color import parse_color
from idphoto.imaging.decode import open_source
from idphoto.imaging.encode import FORMATS, SUFFIXES, OutputFormat
from idphoto.photo.background import (
    WHITE,
    Backdrop,
    Background,
    Gradient,
    Original,
    Transparent,
)
from idphoto.photo.batch import Job, finished, make_one, plan, run_batch
from idphoto.photo.label import Label
from idphoto.photo.request import PhotoRequest, photo_request
from idphoto.photo.retouch.strengths import DEFAULT_STRENGTH, Retouch
from idphoto.runtime.cores import usable_cores
from idphoto.runtime.engine import default_engine
from idphoto.specs import load_spec

_STRENGTH: Final = "0–1; 0.5 is usual."
_SIZE, _BACK, _LOOK, _FILE = "Size", "Background", "Retouching, clothes and text", "File"
_FACE = "Head: TARGET, LOW:HIGH or LOW:TARGET:HIGH, in px or with mm"


def make(
    photos: Annotated[list[Path], typer.Argument(help="Portraits, or folders of portraits.")],
    spec: Annotated[
        str | None,
        typer.Option(help='The specification: a name, an id or words ("us-passport", 1102).'),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write, or a folder for several photos."),
    ] = None,
    size: Annotated[
        str | None, typer.Option(help="Size in pixels, such as 295x413.", rich_help_panel=_SIZE)
    ] = None,
    mm: Annotated[
        str | None,
        typer.Option(help="Size of the print in mm, such as 35x45.", rich_help_panel=_SIZE),
    ] = None,
    dpi: Annotated[
        int | None,
        typer.Option(
            help="Resolution, 10–1000. Default: the specification's, or 300.", rich_help_panel=_SIZE
        ),
    ] = None,
    face_width: Annotated[
        str | None,
        typer.Option(help="Width of the face across the cheekbones.", rich_help_panel=_FACE),
    ] = None,
    face_height: Annotated[
        str | None, typer.Option(help="From the chin to the crown.", rich_help_panel=_FACE)
    ] = None,
    head_height: Annotated[
        str | None,
        typer.Option(help="From the chin to the top of the hair.", rich_help_panel=_FACE),
    ] = None,
    head_top: Annotated[
        str | None,
        typer.Option(help="From the top edge to the top of the hair.", rich_help_panel=_FACE),
    ] = None,
    chin_top: Annotated[
        str | None, typer.Option(help="From the top edge to the chin.", rich_help_panel=_FACE)
    ] = None,
    eyes_top: Annotated[
        str | None, typer.Option(help="From the top edge to the eye line.", rich_help_panel=_FACE)
    ] = None,
    bg: Annotated[
        str | None,
        typer.Option(help="Background colour: white, 438EDB, '#ff0000'.", rich_help_panel=_BACK),
    ] = None,
    bg2: Annotated[
        str | None,
        typer.Option(
            help="Bottom colour of a gradient; --bg is the top one.", rich_help_panel=_BACK
        ),
    ] = None,
    bg_image: Annotated[
        Path | None, typer.Option(help="A picture to put behind the person.", rich_help_panel=_BACK)
    ] = None,
    transparent: Annotated[
        bool,
        typer.Option("--transparent", help="No background (PNG or WebP).", rich_help_panel=_BACK),
    ] = False,
    keep_background: Annotated[
        bool, typer.Option("--keep-background", help="Keep the photo's own.", rich_help_panel=_BACK)
    ] = False,
    retouch: Annotated[
        bool,
        typer.Option(
            "--retouch", help="--bright, --smooth and --sharp at 0.5.", rich_help_panel=_LOOK
        ),
    ] = False,
    bright: Annotated[
        float | None, typer.Option(help=f"Improve the light, {_STRENGTH}", rich_help_panel=_LOOK)
    ] = None,
    smooth: Annotated[
        float | None, typer.Option(help=f"Smooth the skin, {_STRENGTH}", rich_help_panel=_LOOK)
    ] = None,
    thin_face: Annotated[
        float | None, typer.Option(help=f"Slim the jaw, {_STRENGTH}", rich_help_panel=_LOOK)
    ] = None,
    sharp: Annotated[
        float | None, typer.Option(help=f"Sharpen the edges, {_STRENGTH}", rich_help_panel=_LOOK)
    ] = None,
    clothes: Annotated[
        str | None,
        typer.Option(help="A garment; `idphoto wardrobe` lists them all.", rich_help_panel=_LOOK),
    ] = None,
    label: Annotated[
        str | None, typer.Option(help="Text on a white strip at the bottom.", rich_help_panel=_LOOK)
    ] = None,
    label_height: Annotated[
        int | None,
        typer.Option(help="Height of the strip in pixels. Default: 30.", rich_help_panel=_LOOK),
    ] = None,
    watermark: Annotated[
        str | None,
        typer.Option(help="Text repeated across the whole photo.", rich_help_panel=_LOOK),
    ] = None,
    format: Annotated[  # noqa: A002 - the word users know
        OutputFormat | None,
        typer.Option(help="Default: by the output's name, or jpeg.", rich_help_panel=_FILE),
    ] = None,
    quality: Annotated[
        int | None, typer.Option(help="JPEG or WebP quality, 1–100.", rich_help_panel=_FILE)
    ] = None,
    min_bytes: Annotated[
        int | None, typer.Option(help="Smallest size of the file.", rich_help_panel=_FILE)
    ] = None,
    max_bytes: Annotated[
        int | None, typer.Option(help="Largest size of the file.", rich_help_panel=_FILE)
    ] = None,
    fast: Annotated[
        bool, typer.Option("--fast", help="Faster, with slightly rougher edges.")
    ] = False,
    one_face: Annotated[
        bool, typer.Option("--one-face", help="Refuse photos that show several faces.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Also make what an interrupted batch had already made.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write a report to this .csv or .json file.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one line of JSON per photo.")
    ] = False,
) -> None:
    """Make official photos from portraits.

    Examples:

    - `idphoto make me.jpg --spec us-passport -o photo.jpg`

    - `idphoto make me.jpg --size 295x413 --bg 438EDB --max-bytes 40000 --json`

    - `idphoto make me.jpg --spec schengen-visa --retouch --label "Ada Lovelace"`

    - `idphoto make me.jpg --size 413x626 --clothes woman_7 --bg 438EDB`

    - `idphoto make class-3b/ --mm 35x45 --head-height 32mm:36mm -o done/ --report done.csv`
    """
    known = load_spec(spec) if spec is not None else None
    density = dpi or (known.dpi if known else 300)
    heads = {
        "face_width": face_width,
        "face_height": face_height,
        "head_height": head_height,
        "head_top": head_top,
        "chin_top": chin_top,
        "eyes_top": eyes_top,
    }
    if output is not None and format is None and not is_batch(photos):
        format = _format_of(output)  # noqa: A001
    request = photo_request(
        known,
        size_px=_whole_pair(size),
        size_mm=parse_pair("mm", mm) if mm is not None else None,
        dpi=dpi,
        background=_background(bg, bg2, bg_image, transparent, keep_background),
        constraints=parse_limits(heads, density),
        retouch=_strengths(retouch, bright, smooth, thin_face, sharp),
        clothes=clothes,
        label=_label(label, label_height),
        watermark=watermark,
        format=format,
        jpeg_quality=quality,
        min_bytes=min_bytes,
        max_bytes=max_bytes,
        quality="fast" if fast else "best",
        faces="only" if one_face else "largest",
    )
    if report is not None and report.suffix.lower() not in (".csv", ".json"):
        raise BadRequest("report", f"{report.name} must end in .csv or .json")
    reports = _run(photos, request, output, again=again, as_json=as_json)
    if report is not None:
        _write_report(report, reports)
    if not all(one["ok"] for one in reports):
        raise typer.Exit(1)


def _run(
    photos: list[Path], request: PhotoRequest, output: Path | None, *, again: bool, as_json: bool
) -> list[dict[str, Any]]:
    files = expand(photos)
    if not is_batch(photos):
        suffix = SUFFIXES[request.output.format]
        target = output or Path(f"{files[0].stem}-idphoto{suffix}")
        if target.is_dir() or not target.suffix:
            target.mkdir(parents=True, exist_ok=True)
            target = target / (files[0].stem + suffix)
        if target.resolve() == files[0].resolve():
            raise BadRequest("output", f"{target} is the source photo: choose another name")
        one = make_one(default_engine(), Job(files[0], target, ""), request)
        _tell(one, as_json)
        return [one]
    folder = output or Path("idphotos")
    if folder.exists() and not folder.is_dir():
        raise BadRequest("output", f"{folder} is a file, but several photos need a folder")
    folder.mkdir(parents=True, exist_ok=True)
    jobs = plan(files, request, folder)
    done = {} if again else finished(jobs, folder)
    reports = list(done.values())
    for report in reports:
        _tell(report, as_json, note="already done")
    left = [job for job in jobs if job.key not in done]
    if left:
        workers = usable_cores()
        engine = default_engine("throughput" if len(left) > workers else "latency")
        for report in _with_progress(
            run_batch(engine, left, request, folder, workers), len(left), hidden=as_json
        ):
            reports.append(report)
            _tell(report, as_json)
    order = {str(job.photo): number for number, job in enumerate(jobs)}
    return sorted(reports, key=lambda one: order[one["photo"]])


def _with_progress(
    reports: Iterable[dict[str, Any]], total: int, *, hidden: bool
) -> Iterable[dict[str, Any]]:
    columns = TextColumn("photos"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), disable=hidden) as bar:
        task = bar.add_task("photos", total=total)
        for report in reports:
            yield report
            bar.advance(task)


def _tell(report: dict[str, Any], as_json: bool, note: str = "") -> None:
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
    elif report["ok"]:
        width, height = report["px"]
        about = f"{width}×{height} px, {report['dpi']:g} dpi, {report['bytes']:,} bytes"
        typer.echo(f"{report['output']}: {about}{f' ({note})' if note else ''}")
        for warning in report["warnings"]:
            typer.echo(f"  note: {warning['message']}")
    else:
        typer.echo(f"{report['photo']}: {report['error']['message']}", err=True)


def _background(
    bg: str | None, bg2: str | None, image: Path | None, transparent: bool, keep: bool
) -> Background | str | None:
    chosen = {
        "bg": bg is not None or bg2 is not None,
        "bg_image": image is not None,
        "transparent": transparent,
        "keep_background": keep,
    }
    names = [name for name, given in chosen.items() if given]
    if len(names) > 1:
        raise BadRequest(names[1], f"cannot be combined with {names[0]}")
    if image is not None:
        return Backdrop(open_source(image).decode().rgb)
    if transparent:
        return Transparent()
    if keep:
        return Original()
    if bg2 is not None:
        top = parse_color(bg, "bg") if bg is not None else WHITE
        return Gradient(top, parse_color(bg2, "bg2"))
    return bg


def _strengths(
    usual: bool,
    bright: float | None,
    smooth: float | None,
    thin_face: float | None,
    sharp: float | None,
) -> Retouch:
    """The given strengths; ``usual`` sets the others, except ``thin_face``, which changes what a
    face looks like."""
    rest = DEFAULT_STRENGTH if usual else 0.0
    return Retouch(
        bright=rest if bright is None else bright,
        smooth=rest if smooth is None else smooth,
        thin_face=thin_face or 0.0,
        sharp=rest if sharp is None else sharp,
    )


def _label(text: str | None, height_px: int | None) -> Label | None:
    if text is None:
        if height_px is not None:
            raise BadRequest("label_height", "has no effect without label")
        return None
    return Label(text) if height_px is None else Label(text, height_px)


def _format_of(output: Path) -> OutputFormat | None:
    """The format that the suffix of ``output`` stands for."""
    suffix = output.suffix.lower()
    if suffix and suffix not in FORMATS and not output.is_dir():
        raise BadRequest("output", f"{output.name} must end in one of {', '.join(FORMATS)}")
    return FORMATS.get(suffix)


def _whole_pair(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    width, height = parse_pair("size", text)
    if width != int(width) or height != int(height):
        raise BadRequest("size", f"pixels must be whole numbers, not {text!r}")
    return int(width), int(height)


def _write_report(path: Path, reports: list[dict[str, Any]]) -> None:
    if path.suffix.lower() == ".json":
        path.write_text(json.dumps(reports, ensure_ascii=False, indent=2) + "\n", "utf-8")
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, _COLUMNS)
        rows.writeheader()
        rows.writerows(_row(one) for one in reports)


_LENGTHS: Final = ("face_width", "face_height", "head_height", "head_top", "eyes_top", "chin_top")
_COLUMNS: Final = (
    "photo",
    "ok",
    "output",
    "width_px",
    "height_px",
    "dpi",
    "bytes",
    *(f"{name}_{unit}" for name in _LENGTHS for unit in ("px", "mm")),
    "warnings",
    "error",
    "message",
)


def _row(report: dict[str, Any]) -> dict[str, Any]:
    if not report["ok"]:
        error = report["error"]
        return {
            "photo": report["photo"],
            "ok": False,
            "error": error["code"],
            "message": error["message"],
        }
    geometry = report["geometry"]
    lengths = {f"{name}_{unit}": geometry[unit][name] for name in _LENGTHS for unit in ("px", "mm")}
    return {
        "photo": report["photo"],
        "ok": True,
        "output": report["output"],
        "width_px": report["px"][0],
        "height_px": report["px"][1],
        "dpi": report["dpi"],
        "bytes": report["bytes"],
        "warnings": " ".join(warning["code"] for warning in report["warnings"]),
        **lengths,
    }
