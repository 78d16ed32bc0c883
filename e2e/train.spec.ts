/** Training in the page: volumes, progress, pause and cancel, the result, and what survives a reload. */

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import type { PaperBank } from "../src/methods/paper/bank";
import { PAPER_CODEC } from "../src/methods/paper/codec";
import { readBankFile } from "./helpers/bank-files";
import {
  dropFiles,
  expectNoMessages,
  fact,
  messages,
  openScan,
  pictureHash,
  section,
  superResolve,
  tile,
} from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";
import {
  addVolumes,
  cancelLatency,
  choosePaper,
  download,
  giveShrinkage,
  head,
  panel,
  pauseAndResume,
  share,
  startButton,
  TRAINING,
  volumes,
} from "./helpers/train-actions";

test.describe.configure({ timeout: 4 * TRAINING });

async function savedBank(page: Page): Promise<PaperBank> {
  const file = await download(page, "Save bank");
  return readBankFile(PAPER_CODEC, await file.path());
}

test("a bank is trained, watched, paused, cancelled, resumed, saved and used", async ({ page }, testInfo) => {
  await shipTestBank(page);
  await page.goto("/");
  await addVolumes(page);
  await choosePaper(page, 5);
  await page.getByRole("textbox", { name: "Share of the voxels in percent" }).fill("60");
  await page.getByRole("textbox", { name: "Title" }).fill("Three heads");
  const plan = page.getByRole("region", { name: "Plan" });
  await expect(plan).toContainText(/Rowsabout [\d,]+Passes\d+Memory to compute with[\d,]+ MiBMemory[\d,]+ MiBTime/);

  await startButton(page).click();
  await expect.poll(() => share(page)).toBeGreaterThan(0.05);
  const paused = await pauseAndResume(page);
  await expect.poll(() => share(page)).toBeGreaterThan(paused);

  expect(await cancelLatency(page)).toBeLessThan(500);
  await expectNoMessages(page);

  await startButton(page).click();
  await expect(page.getByRole("slider", { name: "Class population" })).toBeVisible({ timeout: TRAINING });
  await expect(page.getByRole("img", { name: /^Largest relative residual/ })).toBeVisible({ timeout: TRAINING });
  const result = page.getByRole("region", { name: "New bank: Three heads" });
  await expect(result).toBeVisible({ timeout: TRAINING });

  const table = result.getByRole("table", { name: /^Held-out volumes/ });
  const psnr = async (method: string) => {
    const row = table.getByRole("row").filter({ has: page.getByRole("rowheader", { name: method, exact: true }) });
    return Number.parseFloat((await row.getByRole("cell").first().textContent()) ?? "");
  };
  expect(await psnr("Tricubic")).toBeGreaterThan(await psnr("Nearest"));
  expect(await psnr("new bank")).toBeGreaterThan(await psnr("Tricubic"));
  await expect(result.getByRole("table", { name: /^Pull towards the global filter/ })).toBeVisible();

  // The pictures say what a class is, by keyboard too.
  const filters = result.getByRole("slider", { name: "Central slice of each filter" });
  await filters.focus();
  await page.keyboard.press("ArrowRight");
  await expect(filters).toHaveAttribute("aria-valuetext", /^Class \d+: azimuth .* rows$/);
  const pointed = await filters.getAttribute("aria-valuenow");
  await page.keyboard.press("Enter");
  await expect(result.getByRole("figure", { name: `Class ${pointed}` })).toBeVisible();

  await filters.click({ position: { x: 3, y: 3 } });
  await expect(result.getByRole("figure", { name: "Class 0", exact: true })).toBeVisible();

  const bank = await savedBank(page);
  expect(bank.metadata).toMatchObject({
    title: "Three heads",
    factor: [2, 2, 2],
    patch: [5, 5, 5],
    degradation: "box",
  });
  expect(bank.metadata.trainingRows).toBe(bank.classRows.reduce((a, b) => a + b));
  await expect(result).toContainText(`${bank.metadata.trainingRows.toLocaleString("en")} rows`);

  const sums = await download(page, "Save accumulators");
  expect(sums.suggestedFilename()).toMatch(/\.sums\.safetensors$/);
  const sumsFile = testInfo.outputPath("first.sums.safetensors");
  await sums.saveAs(sumsFile);

  // In the viewer, with the new bank chosen among the two of its factor.
  await page.getByRole("button", { name: "Use this bank" }).click();
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const madeBy = page.getByRole("group", { name: "Made by" });
  await expect(madeBy.getByRole("radio", { name: /· own Three heads/ })).toBeChecked();
  const made = tile(page, await superResolve(page));
  expect(await fact(await section(page, "trust"), "Bank")).toBe("Three heads");

  // The images are as they were after a look at the other panel.
  const before = await pictureHash(made);
  await panel(page, "Train").check({ force: true });
  await expect(made).toBeHidden();
  await panel(page, "View").check({ force: true });
  await expect.poll(() => pictureHash(made)).toBe(before);

  // More volumes: the sums go on, and the old volumes are not counted again.
  await panel(page, "Train").check({ force: true });
  await page.getByRole("button", { name: "Add more volumes" }).click();
  await expect(volumes(page)).toHaveCount(1);
  await dropFiles(page, await head(4));
  await startButton(page).click();
  await expect(result.getByRole("button", { name: "Save bank" })).toBeVisible({ timeout: TRAINING });
  const larger = await savedBank(page);
  expect(larger.metadata.trainingRows).toBeGreaterThan(bank.metadata.trainingRows);
  expect(larger.metadata.trainingData).toHaveLength(3);

  // Sums of another day would merge with these, but the volumes in them are here already.
  await page.getByLabel("Accumulator files").setInputFiles(sumsFile);
  const accumulators = page.getByRole("region", { name: "Accumulators" });
  await expect(accumulators.getByRole("listitem")).toHaveCount(2);
  for (const box of await accumulators.getByRole("checkbox").all()) await box.check();
  await accumulators.getByRole("button", { name: "Merge" }).click();
  await expect(page.getByRole("alert")).toContainText("E_SUMS_REPEATED");
  await expect(accumulators.getByRole("listitem")).toHaveCount(2);
});

test("banks and unfinished training survive a reload when asked to", async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/");
  await addVolumes(page);
  await choosePaper(page, 5);
  await giveShrinkage(page);
  await page.getByRole("textbox", { name: "Title" }).fill("Kept heads");
  await startButton(page).click();
  await page.getByRole("button", { name: "Keep bank in this browser" }).click({ timeout: TRAINING });
  await expect(page.getByRole("button", { name: "Kept in this browser" })).toBeDisabled();

  await choosePaper(page, 7);
  await page.getByRole("checkbox", { name: "Keep progress in this browser" }).check();
  await startButton(page).click();
  await expect(page.getByRole("slider", { name: "Class population" })).toBeVisible({ timeout: TRAINING });
  await page.reload();

  await panel(page, "Train").check({ force: true });
  await expect(page.getByRole("region", { name: "Own banks" }).getByRole("listitem")).toContainText("Kept heads");
  const kept = page.getByRole("region", { name: "Unfinished training found" });
  await expect(kept).toContainText("Kept heads: 3 volumes");
  await kept.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("region", { name: "New bank: Kept heads" })).toBeVisible({ timeout: TRAINING });
  await expect(kept).toHaveCount(0);

  await page.reload();
  await panel(page, "Train").check({ force: true });
  const own = page.getByRole("region", { name: "Own banks" }).getByRole("listitem");
  await expect(own).toHaveCount(1);
  await expect(kept).toHaveCount(0);
  await own.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(own).toHaveCount(0);
});

test("a full storage is told and costs nothing else", async ({ page, baseURL }) => {
  await shipTestBank(page);
  await page.goto("/");
  await addVolumes(page);
  await choosePaper(page, 5);
  await giveShrinkage(page);
  await page.getByRole("checkbox", { name: "Keep progress in this browser" }).check();
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", {
    origin: new URL(baseURL as string).origin,
    quotaSize: 20_000,
  });
  await startButton(page).click();
  await expect(messages(page)).toContainText("E_QUOTA", { timeout: TRAINING });
  await expect(page.getByRole("region", { name: /^New bank/ })).toBeVisible({ timeout: TRAINING });
  await expect(page.getByRole("button", { name: "Save bank" })).toBeEnabled();
  await expect(messages(page)).toHaveCount(1);
});

test("a bank trained in the page is the one that the command line trains", async ({ page }, testInfo) => {
  const files = [await head(1), await head(2)];
  await page.goto("/");
  await panel(page, "Train").check({ force: true });
  await dropFiles(page, ...files);
  await expect(volumes(page)).toHaveCount(2);
  await volumes(page).last().getByRole("combobox", { name: "Role" }).selectOption("train");
  await choosePaper(page, 5);
  await giveShrinkage(page);
  await startButton(page).click();
  await expect(page.getByRole("region", { name: /^New bank/ })).toBeVisible({ timeout: TRAINING });
  const bank = await savedBank(page);

  const paths = files.map(({ name, bytes }) => {
    const path = testInfo.outputPath(name);
    writeFileSync(path, bytes);
    return path;
  });
  const output = testInfo.outputPath("bank.safetensors");
  const train = [
    "src/tools/eigenvox.mjs",
    "train",
    ...paths,
    "-o",
    output,
    "--factor",
    "2",
    "--method",
    "paper",
    "--patch",
    "5",
    "--shrink-rows",
    "6000",
  ];
  execFileSync(process.execPath, train, { cwd: fileURLToPath(new URL("..", import.meta.url)) });
  const computed = readBankFile(PAPER_CODEC, output);
  expect(bank.metadata.solver).toBe(computed.metadata.solver);
  // Another build of WebGPU may round otherwise, and a voxel on the edge between two classes then changes its class.
  const moved = bank.classRows.reduce((sum, rows, c) => sum + Math.abs(rows - (computed.classRows[c] as number)), 0);
  expect(moved).toBeLessThanOrEqual(2e-3 * bank.metadata.trainingRows);
  const differing = bank.filters.filter((tap, i) => Math.abs(tap - (computed.filters[i] as number)) > 2e-3);
  expect(differing.length).toBeLessThanOrEqual(bank.filters.length / 100);
});

test("a dropped folder is read to its end", async ({ page }, testInfo) => {
  const folder = testInfo.outputPath("study");
  mkdirSync(`${folder}/z`, { recursive: true });
  const { name, bytes } = await head(1);
  writeFileSync(`${folder}/z/${name}`, bytes);
  writeFileSync(`${folder}/.hidden`, "left by the system");
  // A folder's reader gives a hundred entries at a time.
  for (let i = 0; i < 120; i++) writeFileSync(`${folder}/note-${i}.txt`, "not an image ".repeat(60));
  await page.goto("/");
  await panel(page, "Train").check({ force: true });
  const mouse = await page.context().newCDPSession(page);
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    await mouse.send("Input.dispatchDragEvent", { type, x: 600, y: 400, data });
  }
  await expect(volumes(page)).toHaveCount(1);
  await expect(messages(page)).toHaveCount(1);
  await expect(messages(page)).toContainText("1 of 121 files were read");
});

test("files that are no scans are named and leave the list as it was", async ({ page }) => {
  await page.goto("/");
  await panel(page, "Train").check({ force: true });
  const junk = { name: "notes.nii", bytes: new TextEncoder().encode("not an image ".repeat(60)) };
  await dropFiles(page, await head(1), junk);
  await expect(messages(page)).toContainText("notes.nii");
  await expect(volumes(page)).toHaveCount(1);
  await dropFiles(page, { name: "bad.safetensors", bytes: new TextEncoder().encode("no bank") });
  await expect(messages(page).first()).toContainText("bad.safetensors");
  await expect(page.getByRole("region", { name: "Own banks" }).getByRole("listitem")).toHaveCount(0);
});
