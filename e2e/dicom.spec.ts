/** DICOM as it comes off discs: looked through, chosen from, opened, sharpened, saved and opened again. */

import { readFileSync } from "node:fs";
import type { Download, Locator, Page } from "@playwright/test";
import { buildSeries, fileOf, PATIENT } from "../src/formats/dicom/test-dicom";
import { KOREAN, tilted, twoSeries } from "../src/formats/dicom/test-dicom-cases";
import { VERDICTS, type Verdict } from "../src/formats/dicom/test-verdicts";
import { readFirstScan } from "../src/formats/registry";
import { zipOf } from "../src/formats/zip";
import { dropFolder, openFolder, writeFolder } from "./helpers/dicom-files";
import { cornerText, dropFiles, expectNoMessages, save, scanGroup, section, tile } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";

const picker = (page: Page): Locator => page.getByRole("dialog", { name: "Series in these files" });
const row = (page: Page, name: string): Locator => picker(page).locator("[data-series-id]", { hasText: name });
const moreButton = (page: Page): Locator => page.locator("[data-intake]").first();

/** Rank and codes of the notices of every series in the picker. */
async function rows(page: Page): Promise<unknown[]> {
  return picker(page)
    .locator("[data-series-id]")
    .evaluateAll((found) =>
      found.map((one) => [
        one.getAttribute("data-rank"),
        ...[...one.querySelectorAll("[data-notice]")].map((notice) => notice.getAttribute("data-notice")),
      ]),
    );
}

for (const [name, { files, series, skipped = [] }] of Object.entries(VERDICTS)) {
  test(`the page takes for what it is: ${name}`, async ({ page }, info) => {
    await page.goto("/");
    await openFolder(page, await writeFolder(info, "disc", files()));
    const images = series.filter(([rank]) => rank === "image");
    const opened = images.length === 1 ? images[0] : series.length === 1 ? series[0] : undefined;
    if (opened && opened[0] !== "none") {
      await expect(tile(page).first()).toBeVisible();
      const [, , , ...codes] = opened;
      const badge = page.locator(".warnings-badge").first();
      await expect(badge).toHaveCount(codes.length > 0 ? 1 : 0);
      if (codes.length > 0) {
        await badge.click();
        const told = page.getByRole("dialog").locator("[data-notice]");
        await expect(told).toHaveCount(codes.length);
        for (const code of codes) await expect(told.and(page.locator(`[data-notice="${code}"]`))).toBeVisible();
        await page.keyboard.press("Escape");
      }
    }
    if (series.length > (opened ? 1 : 0) || (opened && skipped.length > 0)) {
      const openable = series.filter(([rank]) => rank !== "none");
      if (opened || openable.length === 0) await moreButton(page).click();
      await expect(picker(page)).toBeVisible();
      const expected = series.map(([rank, , , ...codes]) => (rank === "none" ? [rank] : [rank, ...codes]));
      expect(await rows(page)).toEqual(expected);
      const reasons = picker(page).locator('[data-part="skipped"] [data-code]');
      const codes = await reasons.evaluateAll((found) => found.map((one) => one.getAttribute("data-code")));
      expect(codes.sort()).toEqual([...new Set(skipped)].sort());
    } else if (series.length === 0) {
      await expect(page.getByRole("alert").getByRole("listitem").first()).toBeVisible();
    } else {
      await expect(moreButton(page)).toHaveCount(0);
    }
    const said = await page.locator("body").textContent();
    for (const secret of [...Object.values(PATIENT), KOREAN.name]) expect(said).not.toContain(secret);
  });
}

test("a dropped folder of two series is picked from by keyboard; what is left stays in reach", async ({
  page,
}, info) => {
  await page.goto("/");
  const [first, second] = [
    buildSeries({ series: 1 }),
    buildSeries({ series: 2, slices: 9, elements: { SeriesDescription: "T2 TSE" } }),
  ];
  await dropFolder(page, await writeFolder(info, "disc", [...first, ...second]));
  await expect(picker(page)).toBeVisible();
  await expect(picker(page).getByText("15 files")).toBeVisible();
  const one = row(page, "T2 TSE");
  await expect(one).toContainText("12 × 10 × 9");
  await expect(one).toContainText("9 images");
  // Its picture: something is drawn.
  const isDrawn = () =>
    one.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
      const { data } = (canvas.getContext("2d") as CanvasRenderingContext2D).getImageData(
        0,
        0,
        canvas.width,
        canvas.height,
      );
      return new Set(data).size > 3;
    });
  await expect.poll(isDrawn).toBe(true);

  // Both are chosen; all but one are taken out, by keyboard.
  await expect(picker(page).getByRole("button", { name: "Open 2 series" })).toBeEnabled();
  await picker(page).getByRole("checkbox").first().focus();
  await page.keyboard.press("Space");
  await expect(picker(page).getByRole("button", { name: "Open 1 series" })).toBeEnabled();
  await page.keyboard.press("Enter");
  await expect(picker(page)).toHaveCount(0);
  await expect(tile(page).first()).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Series" }).getByRole("region")).toHaveCount(1);

  await moreButton(page).click();
  await expect(picker(page).locator('[data-open="true"]')).toHaveCount(1);
  await picker(page).getByRole("checkbox", { disabled: false }).check();
  await picker(page).getByRole("button", { name: "Open 1 series" }).click();
  await expect(page.getByRole("navigation", { name: "Series" }).getByRole("region")).toHaveCount(2);
  await expect(moreButton(page)).toHaveCount(0);
  await expectNoMessages(page);
});

test("nothing is made finer across slices that are shifted, and the page says why", async ({ page }, info) => {
  await page.goto("/");
  await openFolder(page, await writeFolder(info, "tilted", tilted()));
  await expect(tile(page).first()).toBeVisible();
  const run = await section(page, "super-resolve");
  await expect(run.locator('[data-obstacle="W_TILT"]')).toBeVisible();
  await expect(run.getByRole("radio", { name: "2×2×1" })).toBeChecked();
  await expect(run.getByRole("radio", { name: "2×", exact: true })).toBeDisabled();
  const why = "Nothing is made finer across the slices: they are shifted against each other";
  await expect(run.getByTitle(why).first()).toBeVisible();
});

test("compressed pixels are decoded in the page, by what is fetched only then", async ({ page }, info) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  page.context().on("request", (request) => asked.push(request.url()));
  await page.goto("/");
  await openFolder(page, await writeFolder(info, "plain", buildSeries()));
  await expect(tile(page).first()).toBeVisible();
  expect(asked.filter((url) => /\.wasm/.test(url))).toEqual([]);
  const before = await cornerText(tile(page).first(), "window");
  await openFolder(page, await writeFolder(info, "compressed", (VERDICTS["JPEG-LS"] as Verdict).files()));
  await expect(page.getByRole("navigation", { name: "Series" }).getByRole("region")).toHaveCount(2);
  await expect.poll(async () => cornerText(tile(page).first(), "window")).not.toBe(before);
  await expectNoMessages(page);
});

test("a result is saved as a DICOM series, names no patient unless asked to, and is opened again", async ({
  page,
}, info) => {
  await page.goto("/");
  const files = buildSeries({
    columns: 24,
    rows: 20,
    slices: 12,
    distanceMm: 2,
    pixelSpacing: [2, 2],
    value: (x, y, z) => 400 + 300 * Math.sin(x / 3) * Math.cos(y / 4) + 20 * z,
  });
  await openFolder(page, await writeFolder(info, "disc", files));
  await expect(tile(page).first()).toBeVisible();
  await page.getByRole("button", { name: "Super-resolve", exact: true }).click();
  await tile(page, "Super-resolved 2×").first().waitFor({ timeout: 90_000 });

  const saved = async (keep: boolean): Promise<Download> => {
    const download = page.waitForEvent("download");
    await save(page, /^DICOM/);
    const dialog = page.getByRole("dialog", { name: "Save as a DICOM series" });
    if (keep) await dialog.getByRole("radio", { name: /^Keep what/ }).check();
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    return download;
  };
  const archives = new Map<boolean, Uint8Array<ArrayBuffer>>();
  for (const keep of [false, true]) {
    const archive = await saved(keep);
    expect(archive.suggestedFilename()).toMatch(/^scan-[0-9a-f]{8}_res-sr2x_desc-superres_T2w\.zip$/);
    const bytes = new Uint8Array(readFileSync(await archive.path()));
    archives.set(keep, bytes);
    const { series, volume } = await readFirstScan([fileOf("again.zip", bytes)]);
    expect(volume.dims).toEqual([48, 40, 24]);
    const parts = await Promise.all(series.files.map((file) => file.bytes()));
    const all = Buffer.concat(parts).toString("latin1");
    expect(all).toContain("research only");
    for (const secret of [PATIENT.PatientName, PATIENT.PatientID]) expect(all.includes(secret)).toBe(keep);
  }
  await dropFiles(page, { name: "again", bytes: archives.get(false) as Uint8Array });
  await expect(scanGroup(page, "Eigenvox 2× super-resolved, research only")).toBeAttached();
  await expect(page.locator(".warnings-badge").first()).toBeVisible();
  expect(await cornerText(tile(page), "origin")).toBe("derived from other images, not acquired");
});

test("an archive is opened like its folder", async ({ page }) => {
  await page.goto("/");
  async function* members() {
    for (const file of twoSeries()) yield { name: `disc/${file.name}`, bytes: await file.bytes() };
  }
  const bytes = new Uint8Array(await (await zipOf(members())).arrayBuffer());
  await dropFiles(page, { name: "disc", bytes });
  await expect(picker(page)).toBeVisible();
  expect(await rows(page)).toEqual([["image"], ["image"]]);
  await page.keyboard.press("Escape");
  await expect(picker(page)).toHaveCount(0);
});
