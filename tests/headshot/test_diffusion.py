"""The generative renderer, with a tiny network of random weights made here."""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.headshot.faces import inside_faces

from idphoto.errors import BadSetting, DeadlineExceeded, LibraryMissing
from idphoto.headshot import people
from idphoto.headshot.diffusion import DiffusionRenderer, load_pipeline
from idphoto.headshot.logo import neutral_mark
from idphoto.headshot.people import PeopleDraft
from idphoto.headshot.renderer import DrawingRenderer
from idphoto.headshot.templates import TEMPLATES
from idphoto.imaging.decode import open_source
from idphoto.photo.setup import Setup

pytestmark = [
    # warnings of the libraries about each other are not ours to fix
    pytest.mark.filterwarnings("ignore"),
    # each process that imports them takes ten CPU seconds for it
    pytest.mark.xdist_group("diffusion"),
]


def library(name: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name, reason="the extra `diffusion` is not installed")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inpainting pipeline of the usual architecture, at 1/2000 of the usual size."""
    torch, diffusers, transformers = map(library, ("torch", "diffusers", "transformers"))
    torch.manual_seed(0)
    folder: Path = tmp_path_factory.mktemp("pipeline")
    words = folder / "words"
    words.mkdir()
    tokens = ["<|startoftext|>", "<|endoftext|>", *(f"{chr(i)}</w>" for i in range(97, 123))]
    tokens += [chr(i) for i in range(97, 123)]
    (words / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(tokens)}), "utf-8")
    (words / "merges.txt").write_text("#version: 0.2\n", "utf-8")
    tokenizer = transformers.CLIPTokenizer(
        str(words / "vocab.json"), str(words / "merges.txt"), model_max_length=16
    )
    encoder = transformers.CLIPTextModel(
        transformers.CLIPTextConfig(
            vocab_size=len(tokens),
            hidden_size=16,
            intermediate_size=24,
            num_hidden_layers=1,
            num_attention_heads=2,
            max_position_embeddings=16,
            bos_token_id=0,
            eos_token_id=1,
            pad_token_id=1,
        )
    )
    blocks = {"block_out_channels": (8, 16), "norm_num_groups": 4, "layers_per_block": 1}
    unet = diffusers.UNet2DConditionModel(
        sample_size=16,
        in_channels=4,
        out_channels=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=16,
        attention_head_dim=4,
        **blocks,
    )
    vae = diffusers.AutoencoderKL(
        in_channels=3,
        out_channels=3,
        latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(4, 4, 8, 8),
        norm_num_groups=4,
    )
    pipeline = diffusers.StableDiffusionInpaintPipeline(
        vae=vae,
        text_encoder=encoder,
        tokenizer=tokenizer,
        unet=unet,
        scheduler=diffusers.DDIMScheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.save_pretrained(str(folder / "tiny"))
    return folder / "tiny"


@pytest.fixture(scope="module")
def sat(photo_setup: Setup, astronaut_jpeg: bytes) -> Callable[[str, bool], PeopleDraft]:
    """``sat(template, retouched)``: the people of a photo, found and measured."""

    def sit(template: str, retouched: bool) -> PeopleDraft:
        made = PeopleDraft(
            photo_setup, (open_source(astronaut_jpeg),), TEMPLATES[template], retouched
        )
        for step in people.STEPS:
            step(made)
        return made

    return sit


@pytest.mark.parametrize("template", ["business_photo", "bob_suit"])
def test_the_network_paints_everything_but_the_face(
    template: str, weights: Path, sat: Callable[[str, bool], PeopleDraft]
) -> None:
    here = sat(template, False)
    variant = TEMPLATES[template].variants[0]
    drawn = DrawingRenderer().render(here, variant, neutral_mark())
    painted = DiffusionRenderer(weights, steps=2).render(here, variant, neutral_mark())
    face = inside_faces(painted)
    assert face.sum() > 20_000
    assert np.array_equal(painted.pixels[face], drawn.pixels[face])
    apart = np.abs(painted.pixels.astype(int) - drawn.pixels).max(axis=-1)
    assert (apart[-100:] > 8).mean() > 0.9
    assert "generate" in painted.timings_ms


def test_the_same_photo_gives_the_same_picture(
    weights: Path, sat: Callable[[str, bool], PeopleDraft]
) -> None:
    here, variant = sat("male_portrait", True), TEMPLATES["male_portrait"].variants[1]
    renderer = DiffusionRenderer(weights, steps=2)
    one = renderer.render(here, variant, neutral_mark())
    other = renderer.render(here, variant, neutral_mark())
    assert np.array_equal(one.pixels, other.pixels)


def test_a_deadline_stops_the_network_between_two_steps(
    weights: Path, sat: Callable[[str, bool], PeopleDraft], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, variant = sat("male_portrait", True), TEMPLATES["male_portrait"].variants[0]
    steps: list[str] = []
    clock = time.monotonic

    def late() -> float:
        # after the network's first step a day has passed
        return clock() + (86_400 if "generate" in steps else 0)

    def progress(step: str, share: float) -> None:
        steps.append(step)

    # in these two modules only: a server's event loop in this process would sleep for that day
    for room in ("steps", "headshot.diffusion"):
        monkeypatch.setattr(f"idphoto.{room}.time", SimpleNamespace(monotonic=late))
    with pytest.raises(DeadlineExceeded) as caught:
        DiffusionRenderer(weights, steps=8).render(
            here, variant, neutral_mark(), deadline=clock() + 3600, progress=progress
        )
    assert caught.value.step == "generate"
    assert steps.count("generate") == 1


def test_a_folder_without_a_pipeline_is_a_bad_setting(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as caught:
        load_pipeline(tmp_path)
    assert caught.value.variable == "IDPHOTO_HEADSHOT_DIFFUSION"
    assert "model_index.json" in caught.value.message


def test_a_pipeline_of_another_kind_is_a_bad_setting(tmp_path: Path) -> None:
    library("diffusers")
    (tmp_path / "model_index.json").write_text('{"_class_name": "NothingKnown"}', "utf-8")
    with pytest.raises(BadSetting) as caught:
        load_pipeline(tmp_path)
    assert "not an inpainting pipeline" in caught.value.message


def test_a_missing_library_is_named_with_what_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model_index.json").write_text("{}", "utf-8")
    monkeypatch.setitem(sys.modules, "torch", None)  # as if it were not installed
    with pytest.raises(LibraryMissing) as caught:
        load_pipeline(tmp_path)
    assert caught.value.code == "library_missing"
    assert "idphoto[diffusion]" in caught.value.message
