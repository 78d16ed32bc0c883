import { expect, test } from "vitest";
import { notice } from "../core/notice";
import { sidecarText } from "./sidecar";

test("warnings of the source stand in the sidecar by their codes", () => {
  const text = sidecarText({
    fileName: "fine.nii.gz",
    sourceHash: "00",
    spacing: [1, 1, 1],
    provenance: {
      method: "tricubic",
      factor: [1, 1, 2],
      bankTitle: "",
      bankHash: "",
      software: "Eigenvox 1",
      adapterName: "GPU",
      seconds: 1,
    },
    warnings: [notice("W_FRAMES", "It has 2 frames."), notice("W_TILT", "The slices are tilted.")],
  });
  expect(JSON.parse(text)).toMatchObject({
    Warnings: ["W_FRAMES: It has 2 frames.", "W_TILT: The slices are tilted."],
    Resolution: "1 × 1 × 1 mm, 1 × 1 × 2 times finer than the source",
  });
});

test("what fell back to interpolation says so, and is not called super-resolved", () => {
  const provenance = {
    method: "tricubic",
    factor: [2, 2, 2],
    bankTitle: "",
    bankHash: "",
    software: "Eigenvox 1",
  } as const;
  const { Description, Warnings } = JSON.parse(
    sidecarText({
      fileName: "fine.nii.gz",
      sourceHash: "00",
      spacing: [1, 1, 1],
      provenance: {
        ...provenance,
        adapterName: "GPU",
        seconds: 1,
        notices: [notice("W_SELF_FEW_ROWS", "Too few.")],
      },
      warnings: [notice("W_FRAMES", "It has 2 frames.")],
    }),
  );
  expect(Description).toMatch(/^Interpolated 2× by the method tricubic\./);
  expect(Warnings).toEqual(["W_FRAMES: It has 2 frames.", "W_SELF_FEW_ROWS: Too few."]);
});

test("a scan that was brought to its true grid first is told from what to what", () => {
  const consistency = { degradation: "box", steps: 0, rmse: 1, rmseBefore: 1, range: 9, noise: undefined } as const;
  const trueGrid = {
    from: { dims: [6, 4, 3], spacing: [0.5, 1, 3] },
    to: { dims: [4, 4, 3], spacing: [0.75, 1, 3] },
  } as const;
  const text = sidecarText({
    fileName: "fine.nii.gz",
    sourceHash: "00",
    spacing: [0.375, 0.5, 1.5],
    provenance: {
      method: "folded",
      factor: [2, 2, 2],
      trueGrid,
      bankTitle: "T1w",
      bankHash: "01",
      consistency,
      software: "Eigenvox 1",
      adapterName: "GPU",
      seconds: 1,
    },
    warnings: [],
  });
  expect(JSON.parse(text)).toMatchObject({
    Resolution: "0.375 × 0.5 × 1.5 mm, 2 × 2 × 2 times finer than the grid on which the source was sampled",
    Parameters: {
      TrueGrid: {
        From: { Voxels: [6, 4, 3], VoxelSizeMM: [0.5, 1, 3] },
        To: { Voxels: [4, 4, 3], VoxelSizeMM: [0.75, 1, 3] },
      },
    },
    Consistency: { Description: expect.stringContaining("minus its source on its true grid") },
  });
});
