import { describe, expect, it, test } from "vitest";
import { upsampledGrid } from "../core/affine";
import type { Volume } from "../core/volume";
import { rising, signed } from "./colour-map";
import { differenceRange, type Layer, type Pixels, paintPicture } from "./picture";
import { sampleSlice } from "./sample";
import { cameraOn, gridVolume } from "./test-grids";
import { thumbnail } from "./thumbnail";

const layer = (volume: Volume, change: Partial<Layer> = {}): Layer => ({
  id: "one",
  volume,
  window: [100, 1000],
  colours: "gray",
  ...change,
});

const colourAt = ({ data, width }: Pixels, x: number, y: number) => [
  ...data.slice(4 * (x + width * y), 4 * (x + width * y) + 4),
];

const constant = (volume: Volume, value: number): Volume => ({ ...volume, data: volume.data.map(() => value) });

const scan = gridVolume("las", [16, 14, 12], [1, 1, 1]);
const other: Volume = { ...scan, data: scan.data.map((value) => 1100 - value) };
const camera = cameraOn(scan, { width: 61, height: 43 });

describe("paintPicture", () => {
  it("draws the window in 256 greys and what has no value black", () => {
    const values = sampleSlice(scan, camera, true);
    const { data } = paintPicture({ kind: "single", layer: layer(scan) }, camera, true);
    values.forEach((value, i) => {
      const grey = Number.isNaN(value) ? 0 : Math.min(255, Math.max(0, Math.round((255 * (value - 100)) / 900)));
      expect([...data.slice(4 * i, 4 * i + 4)]).toEqual([grey, grey, grey, 255]);
    });
    expect(values.some(Number.isNaN)).toBe(true);
  });

  it("draws inverted greys from white to black, and what has no value black", () => {
    const grey = paintPicture({ kind: "single", layer: layer(scan) }, camera, true);
    const inverted = paintPicture({ kind: "single", layer: layer(scan, { colours: "inverted" }) }, camera, true);
    const values = sampleSlice(scan, camera, true);
    values.forEach((value, i) => {
      expect(inverted.data[4 * i]).toBe(Number.isNaN(value) ? 0 : 255 - (grey.data[4 * i] as number));
    });
  });

  it("draws a window without width as a threshold", () => {
    const picture = paintPicture({ kind: "single", layer: layer(scan, { window: [500, 500] }) }, camera, false);
    const values = sampleSlice(scan, camera, false);
    values.forEach((value, i) => {
      expect(picture.data[4 * i]).toBe(value > 500 ? 255 : 0);
    });
  });

  it("draws maps in their colours, 0 of signed ones in the middle colour", () => {
    const at = (value: number, colours: "rising" | "signed") => {
      const shown = layer(constant(scan, value), { colours, window: colours === "signed" ? [-2, 2] : [0, 2] });
      return colourAt(paintPicture({ kind: "single", layer: shown }, camera, false), 30, 20);
    };
    expect(at(2, "rising")).toEqual([...rising(1), 255]);
    expect(at(0, "rising")).toEqual([...rising(0), 255]);
    expect(at(0, "signed")).toEqual([...signed(0), 255]);
    expect(at(-2, "signed")).toEqual([...signed(-1), 255]);
    expect(at(5, "signed")).toEqual([...signed(1), 255]);
  });

  test.each([
    [0, false],
    [0.37, false],
    [0.5, true],
    [0.81, true],
    [1, false],
  ])("a curtain at %d shows each series as it is alone", (at, isHorizontal) => {
    const [a, b] = [layer(scan), layer(other, { id: "two", window: [0, 700] })];
    const both = paintPicture({ kind: "curtain", a, b, at, isHorizontal }, camera, false);
    const alone = [a, b].map((one) => paintPicture({ kind: "single", layer: one }, camera, false)) as [Pixels, Pixels];
    for (let y = 0; y < camera.height; y++) {
      for (let x = 0; x < camera.width; x++) {
        const isFirst = isHorizontal ? y < at * camera.height : x < at * camera.width;
        expect(colourAt(both, x, y)).toEqual(colourAt(alone[isFirst ? 0 : 1], x, y));
      }
    }
  });

  it("shows no difference between constants, whatever their grids, and says so", () => {
    const finer: Volume = {
      data: new Float32Array(8 * scan.data.length).fill(321.7),
      ...upsampledGrid(scan, [2, 2, 2]),
    };
    const a = constant(scan, 321.7);
    for (const pixelsPerMm of [0.4, 0.9, 1.7, 4]) {
      for (const smooth of [false, true]) {
        const seen = cameraOn(scan, { pixelsPerMm });
        expect(differenceRange(a, finer, seen, smooth)).toBe(1);
        const picture = { kind: "difference", a: layer(a), b: layer(finer), range: 1e-6 } as const;
        const { data } = paintPicture(picture, seen, smooth);
        const values = sampleSlice(a, seen, smooth);
        const middle = [...signed(0), 255].join();
        values.forEach((value, i) => {
          expect([...data.slice(4 * i, 4 * i + 4)].join()).toBe(Number.isNaN(value) ? "0,0,0,255" : middle);
        });
      }
    }
  });

  it("shows where A is above B, and its range holds nearly all of it", () => {
    const [a, b] = [constant(scan, 5), constant(scan, 3)];
    expect(differenceRange(a, b, camera, false)).toBeCloseTo(2, 6);
    const above = paintPicture({ kind: "difference", a: layer(a), b: layer(b), range: 2 }, camera, false);
    const below = paintPicture({ kind: "difference", a: layer(b), b: layer(a), range: 2 }, camera, false);
    expect(colourAt(above, 30, 20)).toEqual([...signed(1), 255]);
    expect(colourAt(below, 30, 20)).toEqual([...signed(-1), 255]);
    const range = differenceRange(scan, other, camera, false);
    const values = sampleSlice(other, camera, false);
    const sizes = sampleSlice(scan, camera, false)
      .map((value, i) => Math.abs(value - (values[i] as number)))
      .filter(Number.isFinite);
    const within = sizes.filter((size) => size <= range).length / sizes.length;
    expect(within).toBeGreaterThanOrEqual(0.99);
    expect(range).toBeLessThanOrEqual(Math.max(...sizes));
  });

  test.each([0, 0.25, 1])("blends B over A by %d", (opacity) => {
    const [a, b] = [layer(scan), layer(other, { id: "two" })];
    const [onlyA, onlyB] = [a, b].map((one) => paintPicture({ kind: "single", layer: one }, camera, false)) as [
      Pixels,
      Pixels,
    ];
    const { data } = paintPicture({ kind: "blend", a, b, opacity }, camera, false);
    data.forEach((value, i) => {
      const mixed = Math.round((onlyA.data[i] as number) * (1 - opacity) + (onlyB.data[i] as number) * opacity);
      expect(Math.abs(value - mixed)).toBeLessThanOrEqual(1);
    });
  });
});

test("a thumbnail shows all of the middle plane", () => {
  const volume = gridVolume("psr", [10, 30, 20], [1, 1, 1]);
  const { data, width, height } = thumbnail(constant(volume, 1), [0, 1], "gray", 48);
  expect([width, height]).toEqual([48, 48]);
  const lit = data.filter((value, i) => i % 4 === 0 && value === 255).length;
  // Axial is 20 mm across and 10 mm high: half of the square.
  expect(lit).toBe(48 * 24);
});
