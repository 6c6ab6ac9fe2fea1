from __future__ import annotations

import numpy as np
import pytest

from idphoto.imaging.geometry import Box, Similarity
from idphoto.models.ssd import Detection, anchor_centres, decode, merge


def detection(box: tuple[float, float, float, float], score: float) -> Detection:
    """A box whose one keypoint is its top left corner."""
    return Detection(Box(*box), score, np.array([[box[0], box[1]]], np.float64))


@pytest.mark.parametrize(
    ("side", "layers", "count"),
    [
        (128, ((8, 2), (16, 6)), 896),  # BlazeFace, short range
        (192, ((4, 1),), 2304),  # BlazeFace, full range
        (224, ((8, 2), (16, 2), (32, 6)), 2254),  # BlazePose
    ],
)
def test_the_number_of_anchors_equals_the_number_of_outputs(
    side: int, layers: tuple[tuple[int, int], ...], count: int
) -> None:
    anchors = anchor_centres(side, layers)
    assert anchors.shape == (count, 2)
    assert 0 < anchors.min() < anchors.max() < 1


def test_anchors_run_along_rows_repeated_for_each_cell() -> None:
    anchors = anchor_centres(8, ((4, 2), (8, 1)))
    expected = [
        [0.25, 0.25], [0.25, 0.25], [0.75, 0.25], [0.75, 0.25],
        [0.25, 0.75], [0.25, 0.75], [0.75, 0.75], [0.75, 0.75],
        [0.5, 0.5],
    ]  # fmt: skip
    assert anchors.tolist() == expected


def test_decoding_by_hand() -> None:
    anchors = np.array([[0.5, 0.5], [0.25, 0.75], [0.1, 0.1]], np.float32)
    regressors = np.array(
        [
            [10, -5, 20, 40, 1, 2, 3, 4],
            [0, 0, 10, 10, -5, -5, 5, 5],
            [0, 0, 10, 10, 0, 0, 0, 0],
        ],
        np.float32,
    )
    logits = np.array([0.0, np.log(3), -5.0], np.float32)
    best, second = decode(regressors, logits, anchors, 100, 0.4)
    assert best.score == pytest.approx(0.75)
    assert best.box == Box(20, 70, 30, 80)
    assert best.keypoints.tolist() == [[20, 70], [30, 80]]
    assert second.score == pytest.approx(0.5)
    assert second.box == Box(50, 25, 70, 65)
    assert second.keypoints.tolist() == [[51, 52], [53, 54]]


def test_decoding_nothing_above_the_score_gives_nothing() -> None:
    anchors = np.array([[0.5, 0.5]], np.float32)
    assert decode(np.zeros((1, 6), np.float32), np.array([-1], np.float32), anchors, 64, 0.5) == []


def test_extreme_logits_give_scores_of_zero_and_one() -> None:
    anchors = np.array([[0.5, 0.5], [0.5, 0.5]], np.float32)
    logits = np.array([1e4, -1e4], np.float32)
    found = decode(np.zeros((2, 6), np.float32), logits, anchors, 64, 0.0)
    assert [d.score for d in found] == pytest.approx([1.0, 0.0])


def test_overlapping_detections_become_their_mean_weighted_by_score() -> None:
    (merged,) = merge([detection((2, 0, 12, 10), 0.3), detection((0, 0, 10, 10), 0.9)])
    assert merged.score == 0.9
    box = merged.box
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx((0.5, 0, 10.5, 10))
    assert merged.keypoints == pytest.approx(np.array([[0.5, 0.0]]))


def test_separate_detections_stay_separate_the_best_first() -> None:
    found = [detection((0, 0, 10, 10), 0.5), detection((50, 0, 60, 10), 0.8)]
    assert [(d.score, d.box) for d in merge(found)] == [
        (0.8, Box(50, 0, 60, 10)),
        (0.5, Box(0, 0, 10, 10)),
    ]


def test_a_chain_of_overlaps_is_merged_around_its_best_detection() -> None:
    chain = [detection((x, 0, x + 10, 10), s) for x, s in ((0, 0.9), (5, 0.6), (10, 0.7))]
    merged = merge(chain)
    assert [d.score for d in merged] == [0.9, 0.7]
    assert merged[1].box == Box(10, 0, 20, 10)


def test_merging_nothing_gives_nothing() -> None:
    assert merge([]) == []


def test_a_detection_is_mapped_with_its_keypoints() -> None:
    mapped = detection((10, 20, 30, 60), 0.7).mapped(Similarity(2, 0.0, 5, -10))
    assert (mapped.box, mapped.score) == (Box(25, 30, 65, 110), 0.7)
    assert mapped.keypoints.tolist() == [[25, 30]]
