/** The Evaluate panel: a table of scores on dropped volumes, its files, pictures, and a row in the viewer. */

import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import type { Evaluation } from "../src/jobs/evaluate/rows";
import { headPhantom } from "../src/phantom/head";
import { dropFiles, fact, messages, scanGroup, section, tile } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

const first = fileOf(awkwardHead(), "first.nii.gz");
const second = fileOf(
  headPhantom({ dims: [26, 24, 28], spacing: 8, seed: 2, noise: 4, supersample: 2 }),
  "second.nii.gz",
);
const large = fileOf(headPhantom({ dims: [72, 72, 72], noise: 4, supersample: 1 }), "large.nii.gz");

test.beforeEach(async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/");
  await panel(page, "Evaluate").check({ force: true });
});

/** What the page calls the bank in tables: by what it is. */
const BANK = "Paper · 2× · Averaged blocks";
const panel = (page: Page, name: string) => page.getByRole("group", { name: "Panel" }).getByRole("radio", { name });
const volumes = (page: Page) => page.getByRole("region", { name: "High-resolution volumes" }).getByRole("listitem");

async function evaluate(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Evaluate", exact: true }).click();
  await expect(page.getByRole("progressbar", { name: "Evaluation" })).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Evaluation" })).toHaveCount(0, { timeout: 90_000 });
}

async function rowsOf(table: Locator): Promise<string[][]> {
  const texts = await table
    .locator("tbody tr")
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? "")));
  return texts;
}

async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button }).click(),
  ]);
  return readFileSync(await download.path(), "utf8");
}

test("two volumes give a table, the paper's beside it, and files that hold the same numbers", async ({ page }) => {
  await dropFiles(page, await first, await second);
  await expect(volumes(page)).toHaveCount(2);
  await page.getByRole("checkbox", { name: "Sampled without smoothing" }).check();
  await evaluate(page);

  const summary = page.getByRole("table", { name: /^Scores by method: / });
  await expect(summary.getByRole("columnheader")).toHaveText(["Method", "2×, box", "2×, cubic"]);
  const rows = await rowsOf(summary);
  const names = ["Nearest", "Trilinear", "Tricubic", "Cubic B-spline", "Lanczos-3", BANK];
  expect(rows.map(([name]) => name)).toEqual(names);
  for (const [, ...cells] of rows) {
    for (const cell of cells) expect(cell).toMatch(/^\d+\.\d\d ± \d+\.\d\d \/ 0\.\d{4} ± 0\.\d{4}$/);
  }
  await expect(page.getByRole("table", { name: /paper/ })).toContainText("35.58 ± 0.76 / 0.9824 ± 0.0040");

  const evaluation: Evaluation = JSON.parse(await saved(page, "Save JSON"));
  expect(evaluation).toMatchObject({ isComplete: true, failures: [], settings: { mask: "nonzero", ssimRange: 1 } });
  const tricubic = evaluation.rows.filter((row) => row.name === "tricubic" && row.degradation === "box");
  const mean = tricubic.reduce((sum, { psnr }) => sum + psnr.masked, 0) / 2;
  expect(tricubic).toHaveLength(2);
  expect(rows[2]?.[1]).toMatch(new RegExp(`^${mean.toFixed(2)} ±`));
  const csv = await saved(page, "Save CSV");
  expect(csv.trimEnd().split("\r\n")).toHaveLength(1 + 2 * 2 * names.length);
  expect(csv).toContain(evaluation.banks[0]?.hash);

  // Falling PSNR at the first click, rising at the second.
  const column = summary.getByRole("columnheader", { name: "2×, box" });
  const values = async () => (await rowsOf(summary)).map((cells) => Number.parseFloat(cells[1] as string));
  await column.getByRole("button").click();
  await expect(column).toHaveAttribute("aria-sort", "descending");
  expect(await values()).toEqual([...(await values())].sort((a, b) => b - a));
  await column.getByRole("button").click();
  expect(await values()).toEqual([...(await values())].sort((a, b) => a - b));
});

test("pictures show the results and their errors, and a row opens in the viewer", async ({ page }) => {
  await dropFiles(page, await first);
  await expect(volumes(page)).toHaveCount(1);
  await page.getByRole("checkbox", { name: "From the scan itself" }).check();
  await evaluate(page);

  const picture = (name: string) => page.getByRole("img", { name, exact: true });
  const grey = (name: string) =>
    picture(name).evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const { data } = (canvas.getContext("2d") as CanvasRenderingContext2D).getImageData(0, 0, width, height);
      return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i] as number);
    });
  const original = await grey("Original, axial");
  expect(new Set(original).size).toBeGreaterThan(15);
  expect(await grey("Tricubic, axial")).not.toEqual(original);
  await page.getByLabel("Error maps").check();
  await expect(picture("Tricubic, axial, error")).toBeVisible();

  const before = await picture("Original, axial").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  await picture("Original, axial").press("ArrowLeft");
  await expect
    .poll(() => picture("Original, axial").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL()))
    .not.toBe(before);

  await page.getByRole("button", { name: `View ${BANK} of first.nii.gz, 2×, box` }).click();
  await tile(page, "Super-resolved 2×").waitFor({ timeout: 60_000 });
  await expect(scanGroup(page, "first.nii.gz, original").locator("[data-series]")).toHaveCount(3);
  const trust = await section(page, "trust");
  expect(await fact(trust, "Made from")).toBe("a scan made coarse first (box)");
  expect(await fact(trust, "Bank")).toBe("Test bank");

  await panel(page, "Evaluate").check({ force: true });
  await page.getByRole("button", { name: "View From the scan itself of first.nii.gz, 2×, box" }).click();
  await expect(trust).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => fact(trust, "Bank"), { timeout: 60_000 }).toBe("from the scan itself");
});

test("cancelling keeps the volumes that are done, and a file that is none stops nothing", async ({ page }) => {
  await dropFiles(page, await first, { name: "notes.nii", bytes: new TextEncoder().encode("no image") }, await large);
  await expect(volumes(page)).toHaveCount(2);
  await expect(messages(page)).toContainText("notes.nii");
  await page.getByRole("button", { name: "Evaluate", exact: true }).click();
  const table = page.getByRole("table", { name: "Scores of every volume" });
  await table.waitFor({ timeout: 90_000 });
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("button", { name: "Evaluate", exact: true })).toBeEnabled();
  await expect(page.getByRole("heading", { name: "Mean over 1 volume — not all volumes" })).toBeVisible();
  const evaluated = (await rowsOf(table)).map((cells) => cells[1]);
  expect(new Set(evaluated)).toEqual(new Set(["first.nii.gz"]));
});
