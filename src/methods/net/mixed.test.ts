import { expect, test } from "vitest";
import { mixed } from "./mixed";
import { randomNetBank } from "./random-bank";

const a = randomNetBank([2, 2, 2], { widths: [8, 8], seed: 1 });
/** As if trained on from a. */
const b = {
  ...a,
  metadata: { ...a.metadata, errorScale: a.metadata.errorScale + 0.1 },
  layers: a.layers.map((layer, i) => layer.map((w, j) => w * (1 + 0.1 * Math.sin(i + j)))),
};

test("the layers, the folded bank and the errors of a mixture lie between", () => {
  const half = mixed(a, b, 0.5);
  expect(half.metadata.errorScale).toBeCloseTo(a.metadata.errorScale + 0.05, 9);
  for (const [i, layer] of half.layers.entries()) {
    for (const j of [0, 7, layer.length - 1]) {
      expect(layer[j]).toBeCloseTo(((a.layers[i]?.[j] as number) + (b.layers[i]?.[j] as number)) / 2, 6);
    }
  }
  expect(mixed(a, b, 0).layers).toEqual(a.layers);
  expect(half.folded.structureFilters).toEqual(a.folded.structureFilters);
});

test("networks that have nothing in common are not mixed", () => {
  const apart = { ...randomNetBank([2, 2, 2], { widths: [8, 8], seed: 2 }), folded: a.folded };
  expect(() => mixed(a, apart, 0.5)).toThrow(/neither was trained from the other/);
  const wider = randomNetBank([2, 2, 2], { widths: [12, 8], seed: 1 });
  expect(() => mixed(a, wider, 0.5)).toThrow(/neither was trained from the other/);
});
