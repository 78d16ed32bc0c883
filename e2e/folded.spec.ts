/** The folded method on the page: facts, maps, learning from the scan itself, thick slices. */

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Locator, Page } from "@playwright/test";
import { readNifti } from "../src/formats/nifti/test-nifti";
import { randomFoldedBank } from "../src/methods/folded/random-bank";
import { headPhantom } from "../src/phantom/head";
import {
  chooseFactor,
  cornerText,
  fact,
  openScan,
  readout,
  saveResult,
  scanGroup,
  section,
  superResolve,
  tile,
} from "./helpers/page-actions";
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

/** What can make the result, a row for each. */
const madeBy = (page: Page, name: RegExp): Locator =>
  page.getByRole("group", { name: "Made by" }).getByRole("radio", { name });

async function runAgain(page: Page): Promise<void> {
  await (await section(page, "super-resolve")).getByRole("button", { name: "Super-resolve again" }).click();
}

async function unfoldAdvanced(page: Page): Promise<Locator> {
  const run = await section(page, "super-resolve");
  await run.getByText("Advanced", { exact: true }).click();
  return run;
}

test("a folded result says how faithful it is, in words and as maps", async ({ page }) => {
  await shipTestBank(page, bank);
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const made = await superResolve(page);
  const trust = await section(page, "trust");
  await expect(trust.getByText(/^Made coarse again it (is|differs from) your scan/)).toBeVisible();
  const difference = await fact(trust, "Difference");
  expect(difference).toMatch(/^[\d.]+ RMS in the scan's units, [\d.]+ % of its range, made coarse by box$/);
  expect(await fact(trust, "Seldom seen")).toMatch(
    /^[\d.]+ % of voxels in classes learned from fewer than 1000 examples/,
  );
  expect(await fact(trust, "Guarded")).toMatch(/^[\d.]+ % of voxels drawn back to their neighbours’ range$/);

  // The maps, by keyboard; each is a series, named for what it is, with its own grid.
  await trust.getByRole("button", { name: "Expected error" }).press("Enter");
  const error = tile(page, "Expected error");
  await expect(error.getByRole("img", { name: /^Colours from 0 to [\d.]+$/ })).toBeVisible();
  expect(await cornerText(error, "origin")).toBe("map, not anatomy");
  const about = await section(page, "scan");
  expect(await fact(about, "Size")).toBe("48 × 56 × 44 voxels");
  expect((await readout(error)).value).toBeGreaterThan(0);
  await trust.getByRole("button", { name: "Residual" }).press("Enter");
  await expect(tile(page, "Residual").getByRole("img", { name: /^Colours from -([\d.]+) to \1$/ })).toBeVisible();
  expect(await fact(about, "Size")).toBe("24 × 28 × 22 voxels");
  expect(await cornerText(tile(page, made), "origin")).toBe("computed, not acquired");

  // With data consistency the difference is smaller, and the file says what was done. The first result stays.
  const run = await unfoldAdvanced(page);
  const steps = run.getByRole("group", { name: "Steps of back-projection" });
  await steps.getByRole("radio", { name: "2" }).check({ force: true });
  await runAgain(page);
  const results = scanGroup(page, "head.nii.gz").getByRole("button", { name: /^Super-resolved 2×/ });
  await expect(results).toHaveCount(2, { timeout: 90_000 });
  expect(await fact(trust, "Corrected")).toMatch(/^2 steps of back-projection; [\d.]+ RMS before$/);
  expect(Number.parseFloat(await fact(trust, "Difference"))).toBeLessThan(Number.parseFloat(difference));
  const { image, sidecar } = await saveResult(page);
  const file = readFileSync(await image.path());
  const text = gunzipSync(file).toString("latin1");
  expect(text).toMatch(/folded 2x \+2 bank [0-9a-f]{12}, computed not acquired/);
  expect(text).toContain("Back-projection steps: 2");
  expect((await readNifti(new Uint8Array(file))).volume.dims).toEqual([48, 56, 44]);
  const { Parameters } = JSON.parse(readFileSync(await sidecar.path(), "utf8"));
  expect(Parameters.BackProjectionSteps).toBe(2);
  await expect(results.first()).toHaveAccessibleName(/not saved/);
  await expect(results.last()).not.toHaveAccessibleName(/not saved/);
});

test("thick slices are refined along their axis, from the scan itself", async ({ page }) => {
  await shipTestBank(page, randomFoldedBank([1, 1, 3], { exchange: "xy", taps: 27, seed: 4 }));
  await page.goto("/");
  const spacing = [4, 4, 12] as const;
  const dims = [44, 52, 18] as const;
  const { data } = headPhantom({ dims, spacing, noise: 1, seed: 5, supersample: 2 });
  const affine = [4, 0, 0, -90, 0, 4, 0, -100, 0, 0, 12, -100, 0, 0, 0, 1];
  await openScan(page, await fileOf({ data, dims, spacing, affine }, "thick.nii.gz"));
  const run = await section(page, "super-resolve");
  await expect(run.getByRole("radio", { name: "1×1×3", exact: true })).toBeChecked();
  await expect(run.getByText("Slices 12 mm apart, pixels 4 mm: sharpen along the slices first (1×1×3).")).toBeVisible();
  await expect(madeBy(page, /^Learned filters, folded/)).toBeChecked();
  await madeBy(page, /Where a bank fits, it is most often the better choice/).check();
  await unfoldAdvanced(page);
  const profile = run.getByRole("group", { name: "Slices along z" });
  await profile.getByRole("radio", { name: "Thickness known" }).check({ force: true });
  const thickness = run.getByRole("textbox", { name: "Slice thickness in mm" });
  await expect(thickness).toHaveValue("12");
  await thickness.fill("10");
  await thickness.press("Enter");
  await expect(madeBy(page, /^Learn from this scan.*for slices 10 mm thick, 12 mm apart/)).toBeChecked();
  await superResolve(page, "1×1×3");
  const trust = await section(page, "trust");
  expect(await fact(trust, "Bank")).toBe("the scan itself, 1×1×3 slice:z,2.5,0.5");
  expect(await fact(trust, "Difference")).toContain("made coarse by slice:z,2.5,0.5");
  expect(await fact(await section(page, "scan"), "Size")).toBe("44 × 52 × 54 voxels");
});

test("where no bank fits, the scan teaches its own; at 3× it starts from the bank", async ({ page }) => {
  await shipTestBank(page, randomFoldedBank([3, 3, 3], { exchange: "xyz", taps: 27, seed: 6 }));
  await page.goto("/");
  const dims = [36, 42, 33] as const;
  const { data } = headPhantom({ dims, spacing: 5, noise: 1, seed: 5, supersample: 2 });
  const affine = [5, 0, 0, -90, 0, 5, 0, -100, 0, 0, 5, -80, 0, 0, 0, 1];
  await openScan(page, await fileOf({ data, dims, spacing: [5, 5, 5], affine }, "head.nii.gz"));
  await expect(page.getByRole("group", { name: "Made by" }).getByRole("radio")).toHaveCount(1);
  await expect(madeBy(page, /^Learn from this scan/)).toBeChecked();
  const twice = await superResolve(page);
  const trust = await section(page, "trust");
  expect(await fact(trust, "Bank")).toBe("the scan itself, 2× box");
  const learned = await readout(tile(page, twice));

  await chooseFactor(page, "3×");
  await madeBy(page, /^Learn from this scan/).check();
  await runAgain(page);
  const thrice = tile(page, "Super-resolved 3×");
  await thrice.waitFor({ timeout: 90_000 });
  expect(await fact(trust, "Bank")).toBe("the scan itself, 3× box");
  expect(await fact(await section(page, "scan"), "Size")).toBe("108 × 126 × 99 voxels");
  expect((await readout(thrice)).value).not.toBe(learned.value);
});

test("a bank for slices along another axis is not offered, and the page says why", async ({ page }) => {
  await shipTestBank(page, randomFoldedBank([1, 1, 3], { exchange: "xy", taps: 27, seed: 4 }));
  await page.goto("/");
  const spacing = [15, 5, 5] as const;
  const dims = [12, 24, 24] as const;
  const { data } = headPhantom({ dims, spacing, noise: 4, seed: 5, supersample: 1 });
  const affine = [15, 0, 0, -90, 0, 5, 0, -60, 0, 0, 5, -60, 0, 0, 0, 1];
  await openScan(page, await fileOf({ data, dims, spacing, affine }, "sagittal.nii.gz"));
  const run = await section(page, "super-resolve");
  await expect(run.getByRole("radio", { name: "1×1×3" })).toBeDisabled();
  await expect(run.getByTitle("For slices along z; the slices of this scan lie along x")).toBeVisible();
  await expect(run.getByRole("radio", { name: "3×1×1" })).toBeEnabled();
});
