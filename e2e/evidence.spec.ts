/** What the page finds of how a scan was made, says of it, and does with it. */

import type { Page } from "@playwright/test";
import type { Vec3, Volume } from "../src/core/volume";
import type { FoldedBank } from "../src/methods/folded/bank";
import { randomFoldedBank } from "../src/methods/folded/random-bank";
import { headPhantom } from "../src/phantom/head";
import {
  cornerText,
  dropFiles,
  fact,
  messages,
  openScan,
  scanGroup,
  section,
  superResolveButton,
  tile,
} from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

/** Filters for noisy scans change next to nothing; those for scans without noise are random, and make noise larger. */
function noiseAwareBank(degradation: "box" | "kspace", seed: number): FoldedBank {
  const bank = randomFoldedBank([2, 2, 2], { exchange: "xyz", taps: 27, seed });
  const noise = [
    { added: 0, measured: 0 },
    { added: 0.02, measured: 0.02 },
  ];
  const calm = {
    ...bank,
    structureFilters: bank.structureFilters.map((weight) => weight / 100),
    levelFilters: bank.levelFilters.map((weight) => weight / 100),
  };
  return { ...bank, metadata: { ...bank.metadata, degradation, noise }, noisier: [calm] };
}

/** A head whose grid along x has twice the voxels that were sampled: zeros were put around its k-space. */
function zeroFilledHead(): Volume {
  const [nx, ny, nz] = [24, 40, 36] as const;
  const { data } = headPhantom({ dims: [nx, ny, nz], spacing: [7, 5, 5], noise: 4, seed: 5, supersample: 2 });
  const to = 2 * nx;
  const weights = Array.from({ length: to }, (_, j) =>
    Array.from({ length: nx }, (_, x) => weightAt(j / 2 - 0.25 - x, nx)),
  );
  const fine = Float32Array.from({ length: to * ny * nz }, (_, i) => {
    const row = Math.floor(i / to) * nx;
    return Math.abs((weights[i % to] as number[]).reduce((sum, w, x) => sum + w * (data[row + x] as number), 0));
  });
  const affine = [3.5, 0, 0, -80, 0, 5, 0, -100, 0, 0, 5, -90, 0, 0, 0, 1];
  return { data: fine, dims: [to, ny, nz], spacing: [3.5, 5, 5], affine };
}

/** Trigonometric interpolation of n voxels, an even number: the weight of one at a distance in voxels. */
function weightAt(distance: number, n: number): number {
  let sum = 1 + Math.cos(Math.PI * distance);
  for (let k = 1; k < n / 2; k++) sum += 2 * Math.cos((2 * Math.PI * k * distance) / n);
  return sum / n;
}

/** Of the next result, as the page expects it, once it has told. */
async function flatNoise(page: Page): Promise<number> {
  const note = (await section(page, "super-resolve")).locator("[data-flat-noise]");
  await expect(note).toHaveAttribute("aria-busy", "false");
  return Number(await note.getAttribute("data-flat-noise"));
}

test("a zero-filled axis is found, said, and brought to its true grid first", async ({ page }) => {
  await shipTestBank(page, noiseAwareBank("box", 1));
  await page.goto("/");
  await openScan(page, await fileOf(zeroFilledHead(), "head.nii.gz"));
  const about = await section(page, "scan");
  await expect(about.locator("[data-evidence]")).toBeVisible();
  expect(await fact(about, "Resolution")).toMatch(
    /^3.5 mm grid, [67](.\d+)? mm resolution along x: zero-filled · sure$/,
  );
  expect(await fact(about, "Noise")).toMatch(/^about \d(.\d)? % of its range · (likely|a guess)$/);
  expect(await fact(about, "Edges")).toMatch(/ · (sure|likely|a guess)$/);

  const run = await section(page, "super-resolve");
  const check = run.getByRole("checkbox", { name: "Bring to its true grid first" });
  await expect(check).toBeChecked();
  await expect.poll(() => fact(run, "Output")).toMatch(/^5\d × 80 × 72, 3.\d+ × 2.50 × 2.50 mm$/);
  await expect(run.getByText(/Voxels of the result: 3.\d+ × 2.50 × 2.50 mm/)).toBeVisible();
  await check.uncheck();
  await expect.poll(() => fact(run, "Output")).toBe("96 × 80 × 72, 1.75 × 2.50 × 2.50 mm");
  await check.check();
  await run.getByRole("radio", { name: "2×", exact: true }).check({ force: true });

  await superResolveButton(page).click();
  await tile(page, "Super-resolved 2×").waitFor({ timeout: 90_000 });
  const trust = await section(page, "trust");
  expect(await fact(trust, "True grid")).toMatch(
    /^brought first from 48 × 40 × 36 voxels of 3.50 × 5.00 × 5.00 mm to 2\d × 40 × 36 voxels of [67].\d\d × 5.00 × 5.00 mm$/,
  );
  expect(await fact(trust, "Filters for")).toMatch(/^noise of [\d.]+ % of the range; the scan has [\d.]+ %$/);
  expect(await fact(await section(page, "scan"), "Size")).toMatch(/^5\d × 80 × 72 voxels$/);
});

test("between box and k-space the scan chooses; the slider goes from calm to crisp, with the noise to expect", async ({
  page,
}) => {
  await shipTestBank(page, noiseAwareBank("box", 1), noiseAwareBank("kspace", 2));
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const run = await section(page, "super-resolve");
  const made = run.getByRole("group", { name: "Made by" });
  await expect(made.getByRole("radio")).toHaveCount(4);
  await expect(made.locator("[data-as-shown]")).toHaveText(/^edges: .* · (sure|likely|a guess)$/);
  await expect(
    made.getByRole("radio", { name: /^Learned filters, folded · blocks \d+ %, k-space \d+ %/ }),
  ).toBeChecked();

  const slider = run.getByRole("slider", { name: "From calm to crisp" });
  await expect(slider).toHaveValue("0");
  const calm = await flatNoise(page);
  await slider.focus();
  await page.keyboard.press("End");
  await expect(slider).toHaveAttribute("aria-valuetext", "100 %");
  await expect(run.locator("[data-flat-noise]")).not.toHaveAttribute("data-flat-noise", String(calm));
  expect(await flatNoise(page)).toBeGreaterThan(calm);
  await expect(run.getByText(/^Noise in flat tissue [\d.]+ %; scan [\d.]+ %, tricubic [\d.]+ %$/)).toBeVisible();

  // The same from the palette.
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("What to do").fill("calmer");
  await page.keyboard.press("Enter");
  await expect(slider).toHaveAttribute("aria-valuetext", "90 %");

  // A single bank can be chosen all the same.
  await made.getByRole("radio", { name: /^Learned filters, folded · Less of k-space/ }).check();
  await superResolveButton(page).click();
  await tile(page, "Super-resolved 2×").waitFor({ timeout: 90_000 });
  const trust = await section(page, "trust");
  expect(await fact(trust, "Difference")).toContain("made coarse by kspace");
});

test("a scan too small to learn from is interpolated, and it is said", async ({ page }) => {
  await shipTestBank(page, randomFoldedBank([3, 3, 3], { exchange: "xyz", taps: 27, seed: 6 }));
  await page.goto("/");
  const dims = [10, 10, 10] as const;
  const { data } = headPhantom({ dims, spacing: 18, noise: 4, seed: 5, supersample: 2 });
  const affine = [18, 0, 0, -90, 0, 18, 0, -90, 0, 0, 18, -90, 0, 0, 0, 1];
  await openScan(page, await fileOf({ data, dims, spacing: [18, 18, 18], affine }, "small.nii.gz"));
  await superResolveButton(page).click();
  await tile(page, "tricubic 2×").waitFor({ timeout: 90_000 });
  await expect(tile(page, "Super-resolved 2×")).toHaveCount(0);
  await expect(messages(page)).toHaveCount(1);
  await expect(messages(page)).toContainText("W_SELF_FEW_ROWS");
  await expect(page.getByText("Interpolated 2× only: nothing was sharpened")).toBeAttached();
  const trust = await section(page, "trust");
  await expect(trust.locator('[data-notice="W_SELF_FEW_ROWS"]')).toBeVisible();
  await expect(trust.getByText("Interpolated without learned filters: no detail was added.")).toBeVisible();
  const rail = scanGroup(page, "small.nii.gz");
  await expect(rail.getByRole("button", { name: "1 warning of tricubic 2×" })).toBeVisible();
});

test("two thick scans that were dropped together and lie across each other are combined into one", async ({ page }) => {
  await page.goto("/");
  const head = (dims: Vec3, spacing: Vec3): Volume => {
    const { data } = headPhantom({ dims, spacing, noise: 2, seed: 5, supersample: 2 });
    const [x, y, z] = spacing;
    const [ox, oy, oz] = dims.map((n, axis) => (-(n - 1) * (spacing[axis] as number)) / 2) as unknown as Vec3;
    return { data, dims, spacing, affine: [x, 0, 0, ox, 0, y, 0, oy, 0, 0, z, oz, 0, 0, 0, 1] };
  };
  await dropFiles(
    page,
    await fileOf(head([36, 44, 12], [5, 5, 15]), "axial.nii.gz"),
    await fileOf(head([36, 14, 36], [5, 15, 5]), "coronal.nii.gz"),
  );
  await scanGroup(page, "coronal.nii.gz").waitFor({ state: "attached" });
  const run = await section(page, "super-resolve");
  await run.getByRole("button", { name: "Combine into one" }).click();
  const rail = page.getByRole("navigation", { name: "Series" });
  await rail.getByRole("region", { name: "axial.nii.gz + coronal.nii.gz" }).waitFor({ timeout: 90_000 });
  const about = await section(page, "scan");
  expect(await fact(about, "Size")).toBe("36 × 44 × 36 voxels");
  await expect(about.locator('[data-notice="W_DERIVED"]')).toBeVisible();
  await expect(about.getByText(/^coronal.nii.gz: [\d.]+ mm and [\d.]+° away$/)).toBeVisible();
  expect(await cornerText(tile(page), "origin")).toBe("derived from other images, not acquired");
});
