/** Measuring on the images, and pictures of them to take away. */

import { readFileSync } from "node:fs";
import type { Download, Page } from "@playwright/test";
import type { Volume } from "../src/core/volume";
import { layout, openScan, type Pixels, pixels, save, section, superResolve, tile } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

/** A bright block of 60×36×24 mm in a dark one. */
function block(): Volume {
  const dims = [40, 40, 16] as const;
  const data = new Float32Array(40 * 40 * 16).map((_, i) => {
    const [x, y, z] = [i % 40, Math.floor(i / 40) % 40, Math.floor(i / 1600)];
    return x >= 10 && x < 30 && y >= 14 && y < 26 && z >= 4 && z < 12 ? 1000 : 200;
  });
  const affine = [3, 0, 0, -60, 0, 3, 0, -60, 0, 0, 3, -24, 0, 0, 0, 1] as const;
  return { data, dims, spacing: [3, 3, 3], affine: affine as unknown as Volume["affine"] };
}

/** The edges of what is bright, in CSS pixels of the tile. */
function edges({ width, rgb }: Pixels) {
  const bright = [...rgb.keys()].filter((i) => i % 3 === 0 && (rgb[i] as number) > 200).map((i) => i / 3);
  const columns = bright.map((i) => i % width);
  const rows = bright.map((i) => Math.floor(i / width));
  const least = (all: number[]) => all.reduce((a, b) => Math.min(a, b));
  const most = (all: number[]) => all.reduce((a, b) => Math.max(a, b)) + 1;
  return { left: least(columns), right: most(columns), top: least(rows), bottom: most(rows) };
}

test("distances and angles are those of the body; a profile plots all series", async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/");
  await openScan(page, await fileOf(block(), "block.nii.gz"));
  await layout(page, "p");
  const axial = tile(page);
  await expect(page.locator("[data-tile]")).toHaveCount(1);
  await expect.poll(async () => edges(await pixels(axial)).right).toBeGreaterThan(300);
  const { left, right, top, bottom } = edges(await pixels(axial));
  const measure = await section(page, "measure");
  const click = (x: number, y: number) => axial.click({ position: { x, y } });
  await measure.getByRole("button", { name: "Distance" }).click();
  await click(left, (top + bottom) / 2);
  await click(right, (top + bottom) / 2);
  const listed = (index: number) => measure.getByRole("listitem").nth(index);
  await expect(listed(0)).toContainText(/ mm/);
  const mm = Number.parseFloat(/([\d.]+) mm/.exec((await listed(0).textContent()) ?? "")?.[1] ?? "");
  expect(Math.abs(mm - 60)).toBeLessThan(0.5);

  await measure.getByRole("button", { name: "Angle" }).click();
  await click(left, top);
  await click(left, bottom);
  await click(right, bottom);
  await expect(listed(1)).toContainText("90.0°");
  await expect(axial.locator("svg .mark-measure").first()).toBeAttached();

  await superResolve(page);
  await measure.getByRole("button", { name: "Profile" }).click();
  const box = await axial.boundingBox();
  if (!box) throw new Error("no tile");
  await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.5 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.5 * box.height, { steps: 4 });
  await page.mouse.up();
  const profile = page.getByRole("region", { name: "Line profile" });
  await expect(profile.locator("canvas").first()).toBeVisible();
  await expect(profile.getByRole("columnheader")).toHaveText([
    "mm",
    "Original",
    "Interpolated 2×",
    "Super-resolved 2×",
  ]);
  await profile.getByRole("button", { name: "Close the profile" }).click();
  await expect(profile).toHaveCount(0);
});

test("pictures and clips say what was computed and name nobody", async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "Doe^John_19700101.nii.gz"));
  await superResolve(page);
  const stage = await saved(page, /^Picture of the stage/);
  const png = readFileSync(await stage.path());
  expect(stage.suggestedFilename()).toMatch(/^scan-[0-9a-f]{8}\.png$/);
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  expect(png.toString("latin1")).not.toMatch(/doe|john|1970/i);
  const full = await page.locator(".stage-tiles").boundingBox();
  expect(png.readUInt32BE(16)).toBe(full?.width);
  // What was computed is marked in colour, which nothing else in the picture has: also where no text is wanted.
  expect(await colouredPixels(page, png)).toBeGreaterThan(100);
  await page.locator("[data-tile]").first().focus();
  await page.keyboard.press("l");
  await expect(tile(page).locator("[data-fact=slice]")).toHaveCount(0);
  expect(
    await colouredPixels(page, readFileSync(await (await saved(page, /^Picture of the stage/)).path())),
  ).toBeGreaterThan(100);
  await tile(page).focus();
  const original = await saved(page, /^Picture of this tile/);
  expect(await colouredPixels(page, readFileSync(await original.path()))).toBe(0);

  for (const kind of ["flicker", "curtain"]) {
    const clip = await saved(page, new RegExp(`^Comparison clip, ${kind}`));
    expect(clip.suggestedFilename()).toMatch(new RegExp(`^scan-[0-9a-f]{8}_${kind}\\.gif$`));
    const gif = readFileSync(await clip.path()).toString("latin1");
    expect(gif.slice(0, 6)).toBe("GIF89a");
    expect(gif.split("\x21\xf9\x04").length - 1).toBeGreaterThanOrEqual(2);
  }
});

async function saved(page: Page, entry: RegExp): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent("download"), save(page, entry)]);
  return download;
}

/** How many pixels of a picture are clearly not grey. */
function colouredPixels(page: Page, png: Buffer): Promise<number> {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext(
      "2d",
    ) as OffscreenCanvasRenderingContext2D;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if ((data[i] as number) - (data[i + 2] as number) > 60) count++;
    return count;
  }, png.toString("base64"));
}
