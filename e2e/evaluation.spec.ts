/** The Evaluate panel: a table of scores on dropped volumes, its files, pictures, and a row in the viewer. */

import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import type { Evaluation } from "../src/jobs/evaluate/rows";
import { headPhantom } from "../src/phantom/head";
import { dropFiles, fact, pane } from "./helpers/page-actions";
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
  await page.getByRole("group", { name: "Panel" }).getByText("Evaluate").click();
});

async function evaluate(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Evaluate" }).click();
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
  await expect(page.getByRole("region", { name: "Volumes" }).getByRole("listitem")).toHaveCount(2);
  await page.getByRole("checkbox", { name: "cubic", exact: true }).check();
  await evaluate(page);

  const summary = page.getByRole("table", { name: "Scores by method" });
  await expect(summary.getByRole("columnheader")).toHaveText(["Method", "2×, box", "2×, cubic"]);
  const rows = await rowsOf(summary);
  const names = ["Nearest", "Trilinear", "Tricubic", "Cubic B-spline", "Lanczos-3", "Test bank"];
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
  await expect(page.getByRole("region", { name: "Volumes" }).getByRole("listitem")).toHaveCount(1);
  await page.getByRole("checkbox", { name: "From the scan itself" }).check();
  await evaluate(page);

  const picture = (name: string) => page.getByRole("img", { name, exact: true });
  const grey = (name: string) =>
    picture(name).evaluate((canvas: HTMLCanvasElement) => {
      const { data } = (canvas.getContext("2d") as CanvasRenderingContext2D).getImageData(0, 0, 160, 100);
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

  await page.getByRole("button", { name: "View Test bank of first.nii.gz, 2×, box" }).click();
  const result = pane(page, "Super-resolved");
  await result.locator("svg.tile-marks path").first().waitFor({ state: "attached" });
  await expect(page.locator(".scan-name")).toHaveText("first.nii.gz, original");
  expect(await fact(result, "Made from")).toBe("the original reduced 2× by box");

  await page.getByRole("radio", { name: /^Evaluate/ }).check({ force: true });
  await page.getByRole("button", { name: "View From the scan itself of first.nii.gz, 2×, box" }).click();
  await expect.poll(() => fact(result, "Bank"), { timeout: 60_000 }).toBe("from the scan itself");
  expect(await fact(result, "Method")).toBe("Learned filters, folded, 2×");
});

test("cancelling keeps the volumes that are done, and a file that is none stops nothing", async ({ page }) => {
  await dropFiles(page, await first, { name: "notes.nii", bytes: new TextEncoder().encode("no image") }, await large);
  await expect(page.getByRole("region", { name: "Volumes" }).getByRole("listitem")).toHaveCount(2);
  await expect(page.getByRole("alert")).toContainText("notes.nii");
  await page.getByRole("button", { name: "Evaluate" }).click();
  const table = page.getByRole("table", { name: "Scores of every volume" });
  await table.waitFor({ timeout: 90_000 });
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("button", { name: "Evaluate" })).toBeEnabled();
  await expect(page.getByRole("heading", { name: "Mean over 1 volume — not all volumes" })).toBeVisible();
  const volumes = (await rowsOf(table)).map((cells) => cells[1]);
  expect(new Set(volumes)).toEqual(new Set(["first.nii.gz"]));
});
