/** Before and after a run: what fits, what it takes, how it will look, and how a voxel came to be. */

import { randomFoldedBank } from "../src/methods/folded/random-bank";
import { headPhantom } from "../src/phantom/head";
import {
  dropFiles,
  fact,
  layout,
  messages,
  openScan,
  pixels,
  section,
  superResolve,
  tile,
} from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

const random = randomFoldedBank([2, 2, 2], { exchange: "xyz", taps: 27, seed: 3 });
const bank = { ...random, metadata: { ...random.metadata, title: "T1w heads" } };

test("a bank of another contrast is marked and not chosen; what fits is measured on the scan", async ({ page }) => {
  await shipTestBank(page, bank);
  await page.goto("/");
  const head = headPhantom({ dims: [40, 40, 40], noise: 2, supersample: 1 });
  await openScan(page, await fileOf(head, "sub-01_FLAIR.nii.gz"));
  const run = await section(page, "super-resolve");
  const row = run.locator(".bank-row", { hasText: "May not fit" });
  await expect(row).toContainText("learned from T1w scans; this scan is named FLAIR");
  await expect(row.getByRole("radio")).not.toBeChecked();
  await expect(run.getByRole("radio", { name: /^Learn from this scan/ })).toBeChecked();
  await run.getByRole("button", { name: "Measure what fits" }).click();
  // Random filters do harm, and the measurement says so.
  await expect(row).toContainText(/−\d+\.\d dB: below plain interpolation/, { timeout: 60_000 });
});

test("the plan tells what a run gives, a preview shows it, and every voxel of the result is explained", async ({
  page,
}) => {
  await shipTestBank(page, bank);
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "sub-01_T1w.nii.gz"));
  const run = await section(page, "super-resolve");
  await expect.poll(() => fact(run, "Output")).toBe("48 × 56 × 44, 3.50 × 4.00 × 4.50 mm");
  expect(await fact(run, "Needs")).toMatch(/MB of memory · .*MB to compute/);
  // It is told before anything was run.
  await expect.poll(() => fact(run, "Time")).toMatch(/^about /);
  await run.getByRole("checkbox", { name: "Preview around the crosshair" }).check();
  await expect(run.locator(".preview-note")).toContainText(/Computed, not acquired · [\d.]+ s/, { timeout: 60_000 });
  const [interpolated, sharp] = await run
    .locator("canvas.preview-canvas")
    .evaluateAll((all) => all.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()));
  expect(sharp).not.toBe(interpolated);
  await run.getByRole("checkbox", { name: "Preview around the crosshair" }).uncheck();

  const result = await superResolve(page);
  const trust = await section(page, "trust");
  await trust.getByRole("checkbox", { name: "Inspect voxels" }).check();
  await expect.poll(() => fact(trust, "Voxel"), { timeout: 20_000 }).toMatch(/^\d+, \d+, \d+, counted from 0$/);
  expect(await fact(trust, "Seen")).not.toBe("");
  await expect(trust.getByRole("meter", { name: "Strength" })).toBeVisible();
  const before = await fact(trust, "Voxel");
  await tile(page, result)
    .locator("canvas")
    .first()
    .click({ position: { x: 100, y: 300 } });
  await expect.poll(() => fact(trust, "Voxel")).not.toBe(before);
});

test("A and B cross over from one into the other", async ({ page }) => {
  await shipTestBank(page, bank);
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "sub-01_T1w.nii.gz"));
  const result = await superResolve(page);
  await layout(page, "f");
  const shown = tile(page, `Original | ${result}`);
  const blend = page.getByRole("slider", { name: "From A to B" });
  const at = async (share: string) => {
    await blend.fill(share);
    return pixels(shown);
  };
  const [a, half] = [await at("0"), await at("0.4")];
  // What is mixed is named, and marked as computed, whichever of the two has the larger share.
  await expect(shown.locator('[data-fact="title"]')).toHaveText(["AOriginal", `B${result}`]);
  await expect(shown.locator('[data-fact="origin"]')).toContainText("computed, not acquired");
  const b = await at("1");
  const differing = half.rgb.filter(
    (value, i) => Math.abs(value - (0.6 * (a.rgb[i] ?? 0) + 0.4 * (b.rgb[i] ?? 0))) > 1,
  );
  expect(differing.length).toBe(0);
  expect(a.rgb).not.toEqual(b.rgb);
});

test("a folder that holds nothing meant is told in every panel", async ({ page }) => {
  await page.goto("/");
  for (const panel of ["View", "Train", "Evaluate"]) {
    await page.getByRole("radio", { name: new RegExp(`^${panel}`) }).check({ force: true });
    await dropFiles(page, { name: ".DS_Store", bytes: new Uint8Array(4) });
    await expect(messages(page).first()).toContainText("E_");
    await page.getByRole("button", { name: "Dismiss all" }).click();
    await expect(messages(page)).toHaveCount(0);
  }
});
