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
