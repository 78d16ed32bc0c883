import { expect, test } from "vitest";
import { testEdges, testEvidence, testZeroFilled } from "../../state/test-evidence";
import { edgesText, evidenceFacts, noiseShare, resolutionFacts } from "./evidence-texts";

test("what a scan tells is told in words, each with how certain it is", () => {
  expect(evidenceFacts(testEvidence())).toEqual([
    { name: "Noise", text: "about 2.0 % of its range", certainty: "likely" },
    { name: "Edges", text: "box or k-space cannot be told", certainty: "guess" },
  ]);
});

test("the noise of a scan that was interpolated is a guess, and so is one seen in few places", () => {
  const certainty = (evidence = testEvidence()) => evidenceFacts(evidence)[0]?.certainty;
  expect(certainty(testZeroFilled(1))).toBe("guess");
  expect(certainty(testEvidence({ noise: { sigma: 1, share: 0.01, blocks: 300 } }))).toBe("guess");
  expect(evidenceFacts(testEvidence({ noise: undefined })).map(({ name }) => name)).toEqual(["Edges"]);
});

test("grids that are finer than what was sampled are told by their axes", () => {
  expect(resolutionFacts(testEvidence())).toEqual([]);
  const [x, y, z] = testZeroFilled(0.9).axes;
  expect(resolutionFacts(testZeroFilled(0.9))).toEqual([
    { name: "Resolution", text: "1 mm grid, 2 mm resolution along x: zero-filled", certainty: "sure" },
  ]);
  const both = testEvidence({ axes: [x, { ...x, certainty: 0.6 }, z] });
  expect(resolutionFacts(both)).toEqual([
    { name: "Resolution", text: "1 mm grid, 2 mm resolution along x, y: zero-filled", certainty: "likely" },
  ]);
  const interpolated = testEvidence({ axes: [x, y, { ...x, kind: "interpolated" }] });
  expect(resolutionFacts(interpolated).map(({ text }) => text)).toEqual([
    "1 mm grid, 2 mm resolution along x: zero-filled",
    "1 mm grid, 2 mm resolution along z: interpolated",
  ]);
});

test("edges show k-space by ringing, and means of voxels by not ringing", () => {
  const text = (share: number, certainty: number) => edgesText(testEdges(share, certainty).degradation);
  expect(text(0.9, 0.5)).toBe("ringing, so k-space");
  expect(text(0.1, 0.5)).toBe("no ringing, so partial volume (box)");
  expect(text(0.6, 0.5)).toBe("box or k-space cannot be told");
  expect(text(1, 0)).toBe("box or k-space cannot be told");
});

test("slices are sure where their files tell of them", () => {
  const slices = { axis: 2, thicknessMm: 3, distanceMm: 3.3, certainty: 0.6 } as const;
  const last = (from: "tags" | "spectrum") => evidenceFacts(testEvidence({ slices: { ...slices, from } })).at(-1);
  expect(last("tags")).toEqual({ name: "Slices", text: "3 mm thick, 3.3 mm apart", certainty: "sure" });
  expect(last("spectrum")?.certainty).toBe("likely");
});

test("shares of noise have two digits", () => {
  expect([0.02, 0.0345, 0.1, 0.0001].map(noiseShare)).toEqual(["2.0 %", "3.5 %", "10 %", "less than 0.1 %"]);
});
