/** Training a folded bank in the page: progress, the result's classes and filters, and what becomes of the bank. */

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "@playwright/test";
import type { FoldedBank } from "../src/methods/folded/bank";
import { FOLDED_CODEC } from "../src/methods/folded/codec";
import { randomFoldedBank } from "../src/methods/folded/random-bank";
import { bankFile, readBankFile } from "./helpers/bank-files";
import { expectNoMessages, fact, openScan, section, superResolve } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";
import {
  addVolumes,
  cancelLatency,
  download,
  head,
  pauseAndResume,
  share,
  startButton,
  TRAINING,
  volumes,
} from "./helpers/train-actions";

test.describe.configure({ timeout: 4 * TRAINING });

const shipped = randomFoldedBank([2, 2, 2], { exchange: "xyz", taps: 27, seed: 3 });
const ROWS = 8000;
const SHRINK = 300;
/** What can make a result, in the viewer. */
const bankChoice = (page: Page, name: RegExp): Locator =>
  page.getByRole("group", { name: "Made by" }).getByRole("radio", { name });
const newBank = (page: Page) => page.getByRole("region", { name: "New bank: Two heads" });

async function fill(page: Page, field: string, text: string): Promise<void> {
  await page.getByRole("textbox", { name: field }).fill(text);
  await page.getByRole("textbox", { name: field }).blur();
}

async function savedBank(page: Page): Promise<FoldedBank> {
  const file = await download(page, "Save bank");
  return readBankFile(FOLDED_CODEC, await file.path());
}

/** Two volumes to train on and one to judge by, and few voxels of them. */
async function prepare(page: Page): Promise<void> {
  await shipTestBank(page, shipped);
  await page.goto("/");
  await addVolumes(page);
  await expect(page.getByRole("group", { name: "Method" }).getByRole("radio", { name: "Folded" })).toBeChecked();
  await page.getByRole("group", { name: "Taps" }).getByRole("radio", { name: "27" }).check({ force: true });
  await fill(page, "Voxels drawn from each volume", String(ROWS));
  await fill(page, "Shrinkage in rows", String(SHRINK));
  await fill(page, "Title", "Two heads");
  await fill(page, "Licence", "CC0-1.0");
}

test("a folded bank is trained, watched, looked at, saved, and chosen only by hand", async ({ page }, testInfo) => {
  await prepare(page);
  await expect(page.getByRole("group", { name: "Patch" })).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Plan" })).toContainText(/Rowsabout 16,000Memory[\d,]+ MiB/);
  await startButton(page).click();
  const result = newBank(page);
  await expect(result).toBeVisible({ timeout: TRAINING });
  await expect(result.getByRole("button", { name: "Save accumulators" })).toHaveCount(0);

  const bank = await savedBank(page);
  expect(bank.metadata).toMatchObject({
    method: "folded",
    title: "Two heads",
    licence: "CC0-1.0",
    factor: [2, 2, 2],
    taps: 27,
    degradation: "box",
    trainingData: [1, 2].map((seed) => expect.stringMatching(`^head-${seed}.nii.gz; voxels [0-9a-f]{16}$`)),
  });
  const { structureRows, levelRows, metadata } = bank;
  for (const rows of [structureRows, levelRows]) {
    expect(rows.reduce((a, b) => a + b)).toBe(metadata.trainingRows);
  }
  await expect(result).toContainText(`${metadata.trainingRows.toLocaleString("en")} rows`);

  // The held-out volume is judged by the gain over tricubic.
  const row = (name: string) =>
    result.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  const psnr = async (name: string) =>
    Number.parseFloat((await row(name).getByRole("cell").nth(0).textContent()) as string);
  const gain = Number.parseFloat((await row("new bank").getByRole("cell", { name: /^[+−]/ }).textContent()) as string);
  expect(gain).toBeGreaterThan(0);
  expect(gain).toBeCloseTo((await psnr("new bank")) - (await psnr("Tricubic")), 1);

  // Classes with few rows are counted as the bank's file has them, and told where they are pointed at.
  for (const [name, rows] of [
    ["Structure", structureRows],
    ["Level", levelRows],
  ] as const) {
    const filled = rows.filter((count) => count > 0);
    const few = filled.filter((count) => count < SHRINK);
    await expect(row(name).getByRole("cell").nth(0)).toHaveText(String(filled.length));
    await expect(row(name).getByRole("cell").nth(1)).toHaveText(String(few.length));
    if (name === "Structure") expect(few.length).toBeGreaterThan(0);
    const picture = result.getByRole("slider", { name: `${name} classes: rows` });
    await picture.focus();
    await page.keyboard.press("ArrowLeft");
    const index = Number(await picture.getAttribute("aria-valuenow"));
    const count = rows[index] as number;
    const flag = count > 0 && count < SHRINK ? ", few rows" : "";
    const says = count === 0 ? "no rows" : `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}${flag}`;
    expect((await picture.getAttribute("aria-valuetext"))?.split(". ").at(-1)).toBe(says);
  }

  // Filters by keyboard, as the slices of their ball.
  const filters = result.getByRole("slider", { name: "Central slice of each filter" });
  await filters.focus();
  await page.keyboard.press("ArrowDown");
  const pointed = Number(await filters.getAttribute("aria-valuenow"));
  await page.keyboard.press("Enter");
  const enlarged = result.getByRole("figure", { name: `Class ${pointed}`, exact: true });
  await expect(enlarged.getByRole("img")).toHaveCount(5);
  const taps = await enlarged.locator("title").allTextContents();
  expect(taps).toHaveLength(27);
  const own = [...bank.structureFilters.subarray(27 * pointed, 27 * (pointed + 1))];
  const sorted = (values: number[]) => values.sort((a, b) => a - b);
  const [shownTaps, ownTaps] = [sorted(taps.map(Number)), sorted(own)];
  for (const [k, tap] of shownTaps.entries()) expect(tap).toBeCloseTo(ownTaps[k] as number, 4);
  await result.getByRole("group", { name: "Classes" }).getByRole("radio", { name: "Level" }).check({ force: true });
  await expect(filters).toHaveAttribute("aria-valuetext", /% of its neighbours’ range/);
  // What was focused far down the panel has not moved the page.
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight + scrollY)).toBe(0);

  // It is the bank that the command line trains.
  const paths = await Promise.all(
    [1, 2].map(async (seed) => {
      const { name, bytes } = await head(seed);
      writeFileSync(testInfo.outputPath(name), bytes);
      return testInfo.outputPath(name);
    }),
  );
  const output = testInfo.outputPath("bank.safetensors");
  const settings = ["--factor", "2", "--taps", "27", "--rows", String(ROWS), "--shrink-rows", String(SHRINK)];
  execFileSync(
    process.execPath,
    ["src/tools/eigenvox.mjs", "train", ...paths, "-o", output, "--method", "folded", ...settings],
    { cwd: fileURLToPath(new URL("..", import.meta.url)) },
  );
  const computed = readBankFile(FOLDED_CODEC, output);
  expect(metadata.solver).toBe(computed.metadata.solver);
  expect(metadata.trainingRows).toBe(computed.metadata.trainingRows);
  const moved = structureRows.reduce((sum, rows, c) => sum + Math.abs(rows - (computed.structureRows[c] as number)), 0);
  expect(moved).toBeLessThanOrEqual(2e-3 * metadata.trainingRows);

  // The viewer takes it because it was chosen, and after a reload the shipped bank is the usual one again.
  await result.getByRole("button", { name: "Keep bank in this browser" }).click();
  await expect(result.getByRole("button", { name: "Kept in this browser" })).toBeDisabled();
  await result.getByRole("button", { name: "Use this bank" }).click();
  const scan = await fileOf(awkwardHead(), "head.nii.gz");
  await openScan(page, scan);
  await expect(bankChoice(page, /^Learned filters, folded · Averaged blocks · own Two heads/)).toBeChecked();
  await superResolve(page);
  expect(await fact(await section(page, "trust"), "Bank")).toBe("Two heads");
  await page.reload();
  await openScan(page, scan);
  await expect(bankChoice(page, /^Learned filters, folded · Averaged blocks · own Two heads/)).not.toBeChecked();
  await expect(
    bankChoice(page, new RegExp(`^Learned filters, folded · Averaged blocks ${shipped.metadata.title}`)),
  ).toBeChecked();
});

test("sums of the page and of the command line are pooled, here and there, into one bank", async ({
  page,
}, testInfo) => {
  const path = (name: string) => testInfo.outputPath(name);
  const eigenvox = (...args: string[]) =>
    execFileSync(process.execPath, ["src/tools/eigenvox.mjs", ...args, "--device", "cpu"], {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
    });
  const common = path("common.safetensors");
  writeFileSync(common, bankFile(FOLDED_CODEC, shipped));
  const { name, bytes } = await head(4);
  writeFileSync(path(name), bytes);
  const rules = ["--factor", "2", "--rows", String(ROWS), "--classes-of", common];
  eigenvox("train", path(name), ...rules, "--save-sums", path("there.sums.safetensors"));

  await prepare(page);
  await page.getByRole("combobox", { name: "Pool with the classes of" }).selectOption({ index: 1 });
  await expect(page.getByRole("group", { name: "Taps" })).toHaveCount(0);
  await startButton(page).click();
  await expect(newBank(page)).toBeVisible({ timeout: TRAINING });
  await (await download(page, "Save accumulators")).saveAs(path("here.sums.safetensors"));

  const accumulators = page.getByRole("region", { name: "Accumulators" });
  await page.getByLabel("Accumulator files").setInputFiles(path("there.sums.safetensors"));
  await expect(accumulators.getByRole("listitem")).toHaveCount(2);
  for (const box of await accumulators.getByRole("checkbox").all()) await box.check();
  await accumulators.getByRole("button", { name: "Merge" }).click();
  await expect(accumulators.getByRole("listitem")).toHaveCount(1);
  await expect(accumulators.getByRole("listitem")).toContainText("3 volumes");
  await accumulators.getByRole("button", { name: "Go on from these" }).click();
  // The volumes that are in the sums would be there twice.
  for (let left = await volumes(page).count(); left > 0; left--) {
    await volumes(page)
      .first()
      .getByRole("button", { name: /^Remove/ })
      .click();
    await expect(volumes(page)).toHaveCount(left - 1);
  }
  await startButton(page).click();
  // The sums of the new bank take the place of those that it went on from.
  await expect(accumulators.getByRole("listitem")).not.toContainText("there", { timeout: TRAINING });
  const bank = await savedBank(page);

  const sums = ["there", "here"].map((where) => path(`${where}.sums.safetensors`));
  const merged = path("merged.safetensors");
  eigenvox("merge", ...sums, "-o", merged, "--shrink-rows", String(SHRINK), "--title", "Two heads");
  const { metadata, ...tensors } = readBankFile(FOLDED_CODEC, merged);
  expect(bank).toMatchObject(tensors);
  expect(bank.metadata.trainingData).toEqual(metadata.trainingData);
});

test("classes by shape are trained, shown for what they are, and applied", async ({ page }) => {
  await prepare(page);
  await page.getByRole("group", { name: "Second class" }).getByRole("radio", { name: "Shape" }).check({ force: true });
  await startButton(page).click();
  const result = newBank(page);
  await expect(result).toBeVisible({ timeout: TRAINING });
  const { metadata, centres, levelRows } = await savedBank(page);
  expect(metadata.classes).toBe("shape");
  expect(centres).toHaveLength(64 * 7);
  const row = result.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Shape", exact: true }) });
  await expect(row.getByRole("cell").nth(0)).toHaveText(String(levelRows.filter((count) => count > 0).length));
  await result.getByRole("group", { name: "Classes" }).getByRole("radio", { name: "Shape" }).check({ force: true });
  const filters = result.getByRole("slider", { name: "Central slice of each filter" });
  await expect(filters).toHaveAttribute("aria-valuetext", /nearest to centre \d+ of 64/);
  const judged = result
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: "new bank", exact: true }) });
  await expect(judged.getByRole("cell", { name: /^\+/ })).toBeVisible();
});

test("a folded training pauses, is cancelled at once, and can start from a bank", async ({ page }) => {
  await prepare(page);
  await page.getByRole("combobox", { name: "Prior" }).selectOption({ label: "Folded · 2× · Averaged blocks" });
  await expect(page.getByRole("group", { name: "Taps" })).toHaveCount(0);
  await startButton(page).click();
  await expect.poll(() => share(page)).toBeGreaterThan(0);
  await pauseAndResume(page);
  expect(await cancelLatency(page)).toBeLessThan(500);
  await expectNoMessages(page);

  await startButton(page).click();
  await expect(newBank(page)).toBeVisible({ timeout: TRAINING });
  const bank = await savedBank(page);
  expect(bank.metadata.solver).toContain(`shrunk towards the bank "${shipped.metadata.title}"`);
  expect(bank.metadata.trainingRows).toBeGreaterThan(0.9 * 2 * ROWS);
  for (const [k, edge] of bank.strengthEdges.entries()) expect(edge).toBeCloseTo(shipped.strengthEdges[k] as number, 6);
  await expect(newBank(page).getByRole("rowheader", { name: "prior" })).toBeVisible();
});
