import { expect, test } from "vitest";
import { dicomFormat } from "./format";
import { MOST_IMAGES, Room } from "./room";
import { buildSlice, fileOf } from "./test-dicom";
import { enhanced, mosaic } from "./test-dicom-cases";
import { expectRefusal } from "./test-survey";

test("a file is told how much room there is when those before it are counted", async () => {
  const room = new Room();
  const [first, second] = [room.share(), room.share()];
  const told: number[] = [];
  const waiting = second.most().then((most) => told.push(most));
  expect(await first.most()).toBe(MOST_IMAGES);
  expect(first.fits(1000)).toBe(true);
  expect(told).toEqual([]);
  first.end();
  await waiting;
  expect(told).toEqual([MOST_IMAGES - 1000]);
});

test("more than there is room for does not fit, and takes none", async () => {
  const room = new Room();
  const share = room.share();
  expect(share.fits(MOST_IMAGES + 1)).toBe(false);
  expect(room.isFull()).toBe(false);
  expect(share.fits(MOST_IMAGES)).toBe(true);
  expect(room.isFull()).toBe(true);
});

test("descriptions of frames take room from further ones, not from images", async () => {
  const room = new Room();
  const [first, second] = [room.share(), room.share()];
  first.describe(MOST_IMAGES - 10);
  first.end();
  expect(await second.most()).toBe(10);
  expect(second.fits(1000)).toBe(true);
});

/** A file of so many frames, of one pixel each. */
const frames = (name: string, count: number) =>
  fileOf(
    name,
    buildSlice({
      columns: 1,
      rows: 1,
      pixelData: new Uint8Array(2 * count),
      elements: { NumberOfFrames: count, SOPInstanceUID: `2.25.7${name}`, SeriesInstanceUID: `2.25.8${name}` },
    }),
  );

test("of files that have too many images together, the last are refused, however fast they are read", async () => {
  const slow = frames("1", 40_000);
  const files = [
    { ...slow, slice: (begin: number, end: number) => pause().then(() => slow.slice(begin, end)) },
    frames("2", 30_000),
    frames("3", 25_536),
    frames("4", 300),
  ];
  const { series, refused } = await dicomFormat().survey(files);
  expect(series.map(({ id, count }) => [id, count])).toEqual([
    ["2.25.81", 40_000],
    ["2.25.83", 25_536],
  ]);
  expect(refused.map(({ files: own, error }) => [own.map(({ name }) => name), expectRefusal(error)])).toEqual([
    [["2"], "E_TOO_LARGE"],
    [["4"], "E_TOO_LARGE"],
  ]);
});

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

test("frames that are described and do not fit are not read", async () => {
  const file = enhanced({ slices: 300, columns: 1, rows: 1, elements: { SeriesInstanceUID: "2.25.9" } });
  let furthest = 0;
  const watched = {
    ...file,
    size: 1e6,
    slice: async (begin: number, end: number) => {
      furthest = Math.max(furthest, end);
      return file.slice(begin, Math.min(end, file.size));
    },
  };
  const { refused } = await dicomFormat().survey([frames("1", 65_300), watched]);
  expect(refused.map(({ error }) => expectRefusal(error))).toEqual(["E_TOO_LARGE"]);
  expect(furthest).toBeLessThanOrEqual(1 << 16);
});

test("a mosaic's tiles count as images", async () => {
  const tiles = mosaic({ slices: 400, columns: 1, rows: 1, elements: { SeriesInstanceUID: "2.25.9" } });
  const { series, refused } = await dicomFormat().survey([frames("1", 65_200), tiles]);
  expect(series).toHaveLength(1);
  expect(refused.map(({ error }) => expectRefusal(error))).toEqual(["E_TOO_LARGE"]);
});
