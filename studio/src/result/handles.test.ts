import { expect, test } from "vitest";

import { cornersOf, movedByKey, onSource, placeOf, stillSuits, viewAround, within, type Pair } from "./handles";

const found = {
  px: [1000, 1200] as Pair,
  left_eye: [420, 500] as Pair,
  right_eye: [580, 500] as Pair,
  chin: [500, 760] as Pair,
  crown: [500, 300] as Pair,
  top: [500, 270] as Pair,
};

test("a handle stays where it was put, whatever the server has measured since", () => {
  expect(placeOf("chin", { chin: [510, 770], rotate_deg: 0, zoom: 0, shift: 0 }, found)).toEqual([510, 770]);
  expect(placeOf("crown", { chin: [510, 770], rotate_deg: 0, zoom: 0, shift: 0 }, found)).toEqual([500, 300]);
});

test("handles stay on the portrait", () => {
  expect(within([-5, 1300], [1000, 1200])).toEqual([0, 1199]);
});

test("arrow keys move by a pixel, with shift by ten, and other keys by nothing", () => {
  expect(movedByKey([10.4, 20], "ArrowLeft", false)).toEqual([9, 20]);
  expect(movedByKey([10, 20], "ArrowDown", true)).toEqual([10, 30]);
  expect(movedByKey([10, 20], "Tab", false)).toBeNull();
});

test("the photo's corners are found on a turned and scaled portrait", () => {
  // a quarter turn and half the size: (x, y) → (y/2, 500 - x/2)
  const to_photo: [[number, number, number], [number, number, number]] = [
    [0, 0.5, 0],
    [-0.5, 0, 500],
  ];
  expect(onSource(to_photo, [100, 400])).toEqual([200, 200]);
  expect(cornersOf({ px: [300, 400], to_photo })[0]).toEqual([1000, 0]);
});

test("the view has room around the frame and ends with the portrait", () => {
  const corners: Pair[] = [
    [100, 10],
    [500, 10],
    [500, 510],
    [100, 510],
  ];
  expect(viewAround(corners, [520, 1200])).toEqual({ left: 40, top: 0, width: 480, height: 570 });
});

test("a view is kept while it shows the whole frame, so that nothing jumps", () => {
  const frame = (left: number): Pair[] => [
    [left, 100],
    [left + 400, 100],
    [left + 400, 600],
    [left, 600],
  ];
  const view = viewAround(frame(300), [1000, 1200]);
  expect(stillSuits(view, frame(330), [1000, 1200])).toBe(true);
  expect(stillSuits(view, frame(420), [1000, 1200])).toBe(false);
});
