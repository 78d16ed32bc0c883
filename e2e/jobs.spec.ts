/** Running jobs: cancelling, other scans meanwhile, closing what is being computed or is not saved. */

import type { Page } from "@playwright/test";
import { headPhantom } from "../src/phantom/head";
import {
  cornerText,
  dropFiles,
  expectNoMessages,
  openScan,
  progressBar,
  scanGroup,
  startRun,
  superResolve,
  superResolveButton,
  tile,
} from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

/** Large enough that a software adapter, which these tests ask for, takes seconds for it. */
const large = fileOf(headPhantom({ dims: [80, 80, 80], noise: 4, supersample: 1 }), "large.nii.gz");
const small = fileOf(awkwardHead(), "small.nii.gz");

test.beforeEach(async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/?device=software");
});

const question = (page: Page) => page.getByRole("alertdialog", { name: "Please confirm" });

async function close(page: Page, scan: string, series: string): Promise<void> {
  await scanGroup(page, scan)
    .getByRole("button", { name: `Close ${series}`, exact: true })
    .click();
}

test("a job shows its progress, stops at once when cancelled and leaves nothing behind", async ({ page }) => {
  await openScan(page, await large);
  await startRun(page);
  await page.getByRole("banner").getByRole("button", { name: "Cancel" }).click();
  await expect(superResolveButton(page)).toBeEnabled();
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  await expect(tile(page, "Super-resolved 2×")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Save", exact: true })).toHaveCount(0);
  await expectNoMessages(page);

  // The next job is not disturbed by the cancelled one.
  await openScan(page, await small);
  const made = await superResolve(page);
  expect(await cornerText(tile(page, made), "slice")).toMatch(/^slice \d+\/44$/);
  await expect(scanGroup(page, "large.nii.gz").locator("[data-series]")).toHaveCount(1);
});

test("another scan opens beside a running job; closing the scan of the job asks", async ({ page }) => {
  await openScan(page, await large);
  await startRun(page);
  await dropFiles(page, await small);
  await expect(scanGroup(page, "small.nii.gz")).toBeVisible();
  await expect(progressBar(page)).toBeVisible();

  // A scan that nothing is computed of goes unasked.
  await close(page, "small.nii.gz", "Original");
  await expect(scanGroup(page, "small.nii.gz")).toHaveCount(0);
  await expect(question(page)).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(scanGroup(page, "small.nii.gz")).toBeVisible();

  await close(page, "large.nii.gz", "Original");
  await expect(question(page)).toContainText("A super-resolution is running");
  await question(page).getByRole("button", { name: "Keep" }).click();
  await expect(scanGroup(page, "large.nii.gz")).toBeVisible();
  await expect(progressBar(page)).toBeVisible();

  await close(page, "large.nii.gz", "Original");
  await question(page).getByRole("button", { name: "Close" }).click();
  await expect(scanGroup(page, "large.nii.gz")).toHaveCount(0);
  await expect(progressBar(page)).toHaveCount(0);
  await expectNoMessages(page);
  const made = await superResolve(page);
  expect(await cornerText(tile(page, made), "slice")).toMatch(/^slice \d+\/44$/);
});

test("a result that is not saved is closed only after asking, and comes back", async ({ page }) => {
  await openScan(page, await small);
  const made = await superResolve(page);
  const group = scanGroup(page, "small.nii.gz");
  await close(page, "small.nii.gz", made);
  await question(page).getByRole("button", { name: "Keep" }).click();
  await expect(tile(page, made)).toBeVisible();

  await close(page, "small.nii.gz", made);
  await question(page).getByRole("button", { name: "Close" }).click();
  await expect(group.locator("[data-series]")).toHaveCount(1);
  await expect(superResolveButton(page)).toBeEnabled();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(group.locator("[data-series]")).toHaveCount(3);
  await expect(tile(page, made)).toBeVisible();
});

test("scans dropped in quick succession are all there, the last one in front", async ({ page }) => {
  const scan = awkwardHead();
  const files = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => fileOf(scan, `scan-${n}.nii.gz`)));
  for (const file of files) await dropFiles(page, file);
  const rail = page.getByRole("navigation", { name: "Series" });
  await expect(rail.getByRole("region")).toHaveCount(6);
  await expect(page.getByRole("button", { name: /^Series: Original of scan-6/ })).toBeVisible();
  await expect(scanGroup(page, "scan-6.nii.gz").locator("[data-series]")).toHaveAttribute("aria-current", "true");
  await expect(page.getByRole("contentinfo").getByText("Reading")).toHaveCount(0);
});
