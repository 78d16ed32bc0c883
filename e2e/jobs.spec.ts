/** Running jobs: cancelling, replacing the scan, losing the GPU. */

import { headPhantom } from "../src/phantom/head";
import { dropFiles, openScan, pane, superResolve } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

/** Large enough that a software adapter takes seconds for it. */
const large = fileOf(headPhantom({ dims: [80, 80, 80], noise: 4, supersample: 1 }), "large.nii.gz");

test.beforeEach(async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/");
});

test("a job shows its progress, stops at once when cancelled and leaves nothing behind", async ({ page }) => {
  await openScan(page, await large);
  await page.getByRole("button", { name: "Super-resolve" }).click();
  const progress = page.getByRole("progressbar", { name: "Super-resolution" });
  await expect.poll(() => progress.evaluate((bar: HTMLProgressElement) => bar.value)).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("button", { name: "Super-resolve" })).toBeEnabled();
  await expect(progress).toHaveCount(0);
  await expect(pane(page, "Super-resolved")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Save NIfTI" })).toBeDisabled();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(0);

  // The next job is not disturbed by the cancelled one.
  await openScan(page, await fileOf(awkwardHead(), "small.nii.gz"));
  await superResolve(page);
  await expect(pane(page, "Super-resolved")).toContainText("48 × 56 × 44");
});

test("another scan stops a running job only after asking", async ({ page }) => {
  await openScan(page, await large);
  await page.getByRole("button", { name: "Super-resolve" }).click();
  const small = await fileOf(awkwardHead(), "small.nii.gz");

  await dropFiles(page, small);
  await page.getByRole("dialog").getByRole("button", { name: "Keep running" }).click();
  await expect(page.locator(".scan-name")).toHaveText("large.nii.gz");
  await expect(page.getByRole("button", { name: "Cancel" })).toBeVisible();

  await dropFiles(page, small);
  await page.getByRole("dialog").getByRole("button", { name: "Stop and open" }).click();
  await expect(page.locator(".scan-name")).toHaveText("small.nii.gz");
  await expect(page.getByRole("button", { name: "Super-resolve" })).toBeEnabled();
  await superResolve(page);
  await expect(pane(page, "Super-resolved")).toContainText("48 × 56 × 44");
});

test("scans dropped in quick succession end with the last one", async ({ page }) => {
  const scan = awkwardHead();
  const files = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => fileOf(scan, `scan-${n}.nii.gz`)));
  for (const file of files) await dropFiles(page, file);
  await expect(page.locator(".scan-name")).toHaveText("scan-6.nii.gz");
  await expect(page.locator(".opening")).toHaveText("");
});
