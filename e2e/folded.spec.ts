/** The folded method on the page: facts, maps, learning from the scan itself, thick slices. */

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { readNifti } from "../src/formats/nifti/read";
import { randomFoldedBank } from "../src/methods/folded/random-bank";
import { headPhantom } from "../src/phantom/head";
import { fact, openScan, pane, readout, superResolve } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

const random = randomFoldedBank([2, 2, 2], { exchange: "xyz", taps: 27, seed: 3 });
const small = (errors: Float32Array<ArrayBuffer>) => errors.map((error) => error / 1e6);
/** So sure of itself that its random results are drawn back. */
const bank = {
  ...random,
  structureResidual: small(random.structureResidual),
  levelResidual: small(random.levelResidual),
};

test("a folded result says how faithful it is, in words and as maps", async ({ page }) => {
  await shipTestBank(page, bank);
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  await superResolve(page);
  const result = pane(page, "Super-resolved");
  expect(await fact(result, "Method")).toBe("Learned filters, folded, 2×");
  const check = await fact(result, "Check");
  expect(check).toMatch(
    /(Consistent with|Differs from) the scan .*% of its range \(RMS [\d.]+\), made coarse again \(box\)/,
  );
  expect(await fact(result, "Few rows")).toMatch(
    /^[\d.]+ % of voxels in classes learned from fewer than 1000 examples/,
  );
  expect(await fact(result, "Guard")).toMatch(/^[\d.]+ % of voxels drawn back to their neighbours' range$/);
  const before = Number(/RMS ([\d.]+)/.exec(check)?.[1]);

  // The maps, by keyboard; each is named for what it is and has its own grid.
  await result.getByRole("radio", { name: "Result" }).focus();
  await page.keyboard.press("ArrowRight");
  const error = page.getByRole("region", { name: "Expected error", exact: true });
  await expect(error.getByRole("img", { name: /^Colours from 0 to [\d.]+$/ })).toBeVisible();
  await expect(error.locator("h2")).toHaveText("Expected error — map, not anatomy");
  await expect(error.locator("svg.tile-marks path").first()).toBeAttached();
  expect(await fact(error, "Grid")).toBe("48 × 56 × 44");
  expect((await readout(error)).value).toBeGreaterThan(0);
  await error.getByRole("radio", { name: "Residual" }).check();
  const residual = page.getByRole("region", { name: "Residual", exact: true });
  expect(await fact(residual, "Grid")).toBe("24 × 28 × 22");
  expect(await fact(residual, "Shows")).toBe("result made coarse again (box) minus scan");
  await residual.getByRole("radio", { name: "Result" }).check();
  await expect(result).toContainText("computed, not acquired");

  // With data consistency the difference is smaller, and the file says what was done.
  await page.getByRole("button", { name: "Options" }).click();
  await page.getByRole("radio", { name: "2 steps" }).check();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Super-resolve" }).click();
  await expect.poll(() => fact(result, "Steps")).toMatch(/^2 back-projections; RMS/);
  const after = Number(/RMS ([\d.]+)/.exec(await fact(result, "Check"))?.[1]);
  expect(after).toBeLessThan(before);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save NIfTI" }).click(),
  ]);
  const file = readFileSync(await download.path());
  const text = gunzipSync(file).toString("latin1");
  expect(text).toMatch(/folded 2x \+2 bank [0-9a-f]{12}, computed not acquired/);
  expect(text).toContain("Back-projection steps: 2");
  expect((await readNifti(new Uint8Array(file))).volume.dims).toEqual([48, 56, 44]);
});

test("thick slices are refined along their axis, from the scan itself", async ({ page }) => {
  await shipTestBank(page, randomFoldedBank([1, 1, 3], { exchange: "xy", taps: 27, seed: 4 }));
  await page.goto("/");
  const spacing = [5, 5, 15] as const;
  const dims = [36, 40, 14] as const;
  const { data } = headPhantom({ dims, spacing, noise: 4, seed: 5, supersample: 2 });
  const affine = [5, 0, 0, -90, 0, 5, 0, -100, 0, 0, 15, -100, 0, 0, 0, 1];
  await openScan(page, await fileOf({ data, dims, spacing, affine }, "thick.nii.gz"));
  await page.getByRole("radio", { name: "1×1×3" }).check();
  const choice = page.getByRole("combobox", { name: "Filter bank" });
  await expect(choice).toContainText("From the scan itself (box): a bank that fits is the better choice");
  await choice.selectOption("self");
  await page.getByRole("button", { name: "Options" }).click();
  await page.getByRole("radio", { name: "Gaussian" }).check();
  const thickness = page.getByRole("textbox", { name: "Slice thickness in fine voxels" });
  await expect(thickness).toHaveValue("3");
  await thickness.fill("2.5");
  await thickness.press("Enter");
  await page.keyboard.press("Escape");
  await superResolve(page);
  const result = pane(page, "Super-resolved");
  expect(await fact(result, "Bank")).toMatch(/^the scan itself, 1×1×3 slice:z,2.5,0.5 · [0-9a-f]{12}$/);
  expect(await fact(result, "Grid")).toBe("36 × 40 × 42");
  expect(await fact(result, "Check")).toContain("made coarse again (slice:z,2.5,0.5)");
});

test("where no bank fits, the scan teaches its own; at 3× it starts from the bank", async ({ page }) => {
  await shipTestBank(page, randomFoldedBank([3, 3, 3], { exchange: "xyz", taps: 27, seed: 6 }));
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const choice = page.getByRole("combobox", { name: "Filter bank" });
  await expect(choice).toContainText("From the scan itself (box): no bank is for this");
  await superResolve(page);
  const result = pane(page, "Super-resolved");
  expect(await fact(result, "Bank")).toMatch(/^the scan itself, 2× box · [0-9a-f]{12}$/);
  const learned = await readout(result);

  await page.getByRole("radio", { name: "3×" }).check();
  await choice.selectOption("self");
  await page.getByRole("button", { name: "Super-resolve" }).click();
  await expect.poll(() => fact(result, "Bank")).toMatch(/^the scan itself, 3× box · [0-9a-f]{12}$/);
  expect(await fact(result, "Grid")).toBe("72 × 84 × 66");
  expect((await readout(result)).value).not.toBe(learned.value);
});

test("a bank for slices along another axis is not offered, and the page says why", async ({ page }) => {
  await shipTestBank(page, randomFoldedBank([1, 1, 3], { exchange: "xy", taps: 27, seed: 4 }));
  await page.goto("/");
  const spacing = [15, 5, 5] as const;
  const dims = [12, 24, 24] as const;
  const { data } = headPhantom({ dims, spacing, noise: 4, seed: 5, supersample: 1 });
  const affine = [15, 0, 0, -90, 0, 5, 0, -60, 0, 0, 5, -60, 0, 0, 0, 1];
  await openScan(page, await fileOf({ data, dims, spacing, affine }, "sagittal.nii.gz"));
  await expect(page.getByRole("radio", { name: "1×1×3" })).toBeDisabled();
  await expect(page.getByTitle("For slices along z; the slices of this scan lie along x")).toBeVisible();
  await expect(page.getByRole("radio", { name: "3×1×1" })).toBeEnabled();
});
