import { expect, test } from "vitest";
import { checkResult, checkTabScan } from "./limits";

const tooLarge = (text: RegExp) =>
  expect.objectContaining({ name: "EigenvoxError", code: "E_TOO_LARGE", message: expect.stringMatching(text) });

test("a tab takes scans up to its bound, and says the figures of what is beyond", () => {
  expect(() => checkTabScan([1024, 512, 512])).not.toThrow();
  expect(() => checkTabScan([1024, 512, 513])).toThrow(
    tooLarge(/^The scan has 1024×512×513 voxels, 1 GiB .*at most 1 GiB/),
  );
});

test("a result of which no array can be made is refused, whatever a 32-bit product would be", () => {
  expect(() => checkResult([512, 512, 512], [2, 2, 2])).not.toThrow();
  expect(() => checkResult([512, 512, 513], [2, 2, 2])).toThrow(tooLarge(/made 2× finer .*1024×1024×1026 voxels/));
  expect(() => checkResult([32768, 32768, 4], [1, 1, 4])).toThrow(tooLarge(/64 GiB as float32; at most 4 GiB/));
});
