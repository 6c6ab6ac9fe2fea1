"""The tree as a whole: its drawing, its codes, and what holds for every error."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Iterator
from typing import Any

import pytest

from idphoto import errors
from idphoto.errors import ALL, IdPhotoError, PhotoAtFault, restored

# Codes never change: add to this list, take nothing away.
CODES = (
    "address_refused background_cut_off background_unfit bad_catalogue bad_garment bad_image "
    "bad_ranges bad_request bad_setting batch_full body_cut_off cannot_dress cannot_fit "
    "cannot_style_hair card_blurred card_on_screen card_too_small card_unreadable "
    "cross_site_request database_lost database_outdated database_unavailable deadline_exceeded "
    "download_failed download_too_large editing_forbidden face_covered face_cut_off "
    "face_too_small file_forbidden file_unreadable framing_conflict given_up hair_cut_off "
    "head_not_frontal idempotency_key_in_use idempotency_key_reused idphoto_error "
    "image_too_large implausible_density internal_error invalid_key io_error item_exists "
    "key_required library_missing missing_glyph networks_unavailable no_card no_face "
    "no_such_face no_such_file no_such_folder not_a_file not_enough_credits not_offered "
    "not_signed_in nothing_to_print out_of_resources outdated_embeddings overloaded "
    "person_exists person_touched registry_damaged server_unreachable several_cards "
    "several_faces sheet_full sheet_too_small sign_in_refused source_expired source_in_use "
    "specification_violated storage_unavailable studio_closed task_overdue task_removed "
    "task_unfinished too_few_pairs too_many_requests too_many_sign_ins too_many_tasks "
    "too_many_uploads unexpected_answer unknown_batch unknown_file unknown_garment unknown_item "
    "unknown_key unknown_link unknown_person unknown_source unknown_spec unknown_task "
    "unknown_template unsupported_format upload_too_large weights_corrupt weights_unavailable "
    "wrong_people wrong_secret"
)

# a value for each type of field
EXAMPLES: dict[str, Any] = {
    "str": "text",
    "int": 3,
    "float": 2.5,
    "int | None": 4,
    "tuple[float, float]": (30.0, 40.0),
    "tuple[int | None, ...]": (8, None),
    "tuple[int, ...]": (5, 3),
    "tuple[int, int]": (413, 531),
}


def example(kind: type[IdPhotoError]) -> IdPhotoError:
    return kind(**{field.name: EXAMPLES[str(field.type)] for field in dataclasses.fields(kind)})


def drawn() -> Iterator[tuple[str, str]]:
    """Each class of the drawing and the one above it."""
    above: list[str] = []
    drawing = (errors.__doc__ or "").partition("::\n\n")[2].partition("\n\n")[0]
    for line in drawing.splitlines():
        depth = (len(line) - len(line.lstrip())) // 4 - 1
        del above[depth:]
        if above:
            yield line.strip(), above[-1]
        above.append(line.strip())


def test_the_drawing_is_the_tree() -> None:
    assert dict(drawn()) == {each.__name__: each.__bases__[0].__name__ for each in ALL}


def test_codes_never_change() -> None:
    assert sorted({each.code for each in ALL}) == CODES.split()


def test_two_classes_share_a_code_only_where_one_derives_from_the_other() -> None:
    for each in ALL:
        twins = [other for other in ALL if other.code == each.code and other is not each]
        assert all(issubclass(each, other) or other.__bases__ == each.__bases__ or
                   issubclass(other, each) for other in twins)  # fmt: skip


def test_everything_in_the_tree_is_exported() -> None:
    assert {each.__name__ for each in ALL} <= set(errors.__all__)
    assert all(getattr(errors, name) is not None for name in errors.__all__)
    assert {each.__module__ for each in ALL} == {"idphoto.errors"}


@pytest.mark.parametrize("kind", ALL)
def test_every_class_explains_itself_in_one_line(kind: type[IdPhotoError]) -> None:
    assert kind.__doc__
    assert "\n" not in kind.__doc__
    assert kind.__doc__.endswith(".")


@pytest.mark.parametrize("kind", [each for each in ALL if each is not PhotoAtFault])
def test_every_class_has_a_remedy(kind: type[IdPhotoError]) -> None:
    assert kind.remedy


@pytest.mark.parametrize("kind", ALL)
def test_every_error_renders_its_message_and_survives_pickling(kind: type[IdPhotoError]) -> None:
    error = example(kind)
    assert str(error) == error.message
    assert "{" not in error.message
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(copy) is kind
    assert (copy.details(), copy.message) == (error.details(), error.message)


@pytest.mark.parametrize("kind", [each for each in ALL if each is not PhotoAtFault])
def test_every_error_can_be_restored_from_what_is_stored(kind: type[IdPhotoError]) -> None:
    error = example(kind)
    again = restored(error.code, error.details())
    assert again is not None
    assert (again.code, again.message) == (error.code, error.message)


def test_what_another_version_stored_is_not_restored() -> None:
    assert restored("of_another_version", {}) is None
    assert restored("no_face", {"of_another": "version"}) is None


def test_an_error_in_json_has_its_figures() -> None:
    assert errors.NoFace().to_json() == {"code": "no_face", "message": errors.NoFace().message}
    found = errors.FaceTooSmall(found_px=41, need_px=60).to_json()
    assert (found["code"], found["found_px"], found["need_px"]) == ("face_too_small", 41, 60)
    assert "41" in found["message"]
