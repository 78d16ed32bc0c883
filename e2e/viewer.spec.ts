/** Looking at a scan: its window, its axes, its frames, its sides. */

import type { Page } from "@playwright/test";
import type { Volume } from "../src/core/volume";
import { fileOfFrames, fileWithoutSides } from "./helpers/nifti-bytes";
import {
  cornerText,
  fact,
  layout,
  openScan,
  pixels,
  readout,
  section,
  superResolve,
  tile,
} from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf, type TestFile } from "./helpers/test-scan";

async function open(page: Page, file: TestFile): Promise<void> {
  await shipTestBank(page);
  await page.goto("/");
  await openScan(page, file);
}

const changed = (volume: Volume, value: (old: number, index: number) => number): Volume => ({
  ...volume,
  data: volume.data.map(value),
});

test("the window that the page chooses burns out no tissue, whatever outliers there are", async ({ page }) => {
  const scan = changed(awkwardHead(), (old, i) => (i % 2000 === 7 ? 90_000 : old));
  await open(page, await fileOf(scan, "head.nii.gz"));
  const { white, black } = await windowOf(page);
  const tissue = scan.data.filter((value) => value > 60);
  expect(tissue.length).toBeGreaterThan(2000);
  expect(tissue.filter((value) => value >= white).length / tissue.length).toBeLessThanOrEqual(0.01);
  expect(white).toBeLessThan(2000);
  expect(black).toBeLessThan(300);
});

test("windows are typed, refused in words, and moved by the handles of the histogram", async ({ page }) => {
  await open(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const windowed = await section(page, "window");
  const before = await windowOf(page);
  await windowed.getByRole("textbox", { name: "Black" }).fill("50000");
  await windowed.getByRole("textbox", { name: "Black" }).press("Enter");
  await expect(windowed.getByRole("alert")).toHaveText("Black must be below white: nothing was changed.");
  expect(await windowOf(page)).toEqual(before);
  await windowed.getByRole("textbox", { name: "Black" }).fill("100");
  await windowed.getByRole("textbox", { name: "Black" }).press("Enter");
  await expect(windowed).not.toContainText("nothing was changed");
  await expect.poll(async () => (await windowOf(page)).black).toBe(100);

  const drawn = await pixels(tile(page));
  const white = windowed.getByRole("slider", { name: "White" });
  await white.press("ArrowLeft");
  await expect.poll(async () => (await windowOf(page)).white).toBeLessThan(before.white);
  const box = await white.boundingBox();
  const plot = await windowed.locator(".histogram-plot").boundingBox();
  if (!box || !plot) throw new Error("no histogram");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width / 2, box.y + box.height / 2, { steps: 3 });
  await page.mouse.up();
  await expect.poll(async () => (await windowOf(page)).white).toBeLessThan(0.8 * before.white);
  await expect.poll(async () => sum(await pixels(tile(page)))).toBeGreaterThan(1.05 * sum(drawn));
  await page.keyboard.press("Control+z");
  await windowed.getByRole("button", { name: "Auto", exact: true }).click();
  await expect.poll(() => windowOf(page)).toEqual(before);
});

test("an oblique scan says so, and can be cut along the scanner's axes", async ({ page }) => {
  await open(page, await fileOf(awkwardHead(), "head.nii.gz"));
  await expect(tile(page)).toContainText("10° oblique");
  const along = await pixels(tile(page));
  const { mm } = await readout(tile(page));
  const display = await section(page, "display");
  await display.getByRole("radio", { name: "the scanner" }).check({ force: true });
  await expect.poll(async () => (await pixels(tile(page))).rgb).not.toEqual(along.rgb);
  expect((await readout(tile(page))).mm).toEqual(mm);
  await display.getByRole("radio", { name: "the scan", exact: true }).check({ force: true });
  await expect.poll(async () => (await pixels(tile(page))).rgb).toEqual(along.rgb);
});

test("a scan that does not say its sides is shown unturned with question marks and a list of warnings", async ({
  page,
}) => {
  await open(page, await fileWithoutSides(awkwardHead(), "head.nii"));
  expect(await cornerText(tile(page), "sides")).toBe("sides unknown");
  await expect(tile(page).locator("svg .mark-letter")).toHaveText(["?", "?", "?", "?"]);
  await tile(page)
    .getByRole("button", { name: /warning/ })
    .click();
  const list = page.getByRole("dialog", { name: "Warnings of Original" });
  await expect(list.getByRole("listitem").filter({ hasText: /orientation|sides|left/i })).not.toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(list).toHaveCount(0);
  await expect(tile(page).getByRole("button", { name: /warning/ })).toBeFocused();
});

test("frames are chosen and played, and super-resolution works on the one that is shown", async ({ page }) => {
  const head = awkwardHead();
  const frames = [head, changed(head, (old) => old / 2), changed(head, (old) => old / 4)] as const;
  await open(page, await fileOfFrames([...frames], "bold.nii"));
  await layout(page, "p");
  const first = await readout(tile(page));
  expect(await cornerText(tile(page), "frame")).toBe("frame 1/3");
  const slider = page.getByRole("slider", { name: "Frame" });
  await slider.fill("1");
  await expect.poll(() => cornerText(tile(page), "frame")).toBe("frame 2/3");
  await expect.poll(async () => (await readout(tile(page))).value / first.value).toBeCloseTo(0.5, 3);

  await page.getByRole("button", { name: "Play the frames" }).click();
  for (const k of [3, 1, 2]) await expect.poll(() => cornerText(tile(page), "frame"), `${k}`).toBe(`frame ${k}/3`);
  await page.getByRole("button", { name: "Stop the frames" }).click();
  await slider.fill("2");
  await expect.poll(async () => (await readout(tile(page))).value / first.value).toBeCloseTo(0.25, 3);
  const made = await superResolve(page);
  await expect.poll(async () => (await readout(tile(page, made))).value / first.value).toBeLessThan(0.4);
  const about = await section(page, "scan");
  expect(await fact(about, "Frame")).toBe("3 of 3");
});

test("a closed series comes back by Undo", async ({ page }) => {
  await open(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const made = await superResolve(page);
  const close = page.getByRole("navigation", { name: "Series" }).getByRole("button", { name: `Close ${made}` });
  await close.dispatchEvent("click");
  await page.getByRole("alertdialog").getByRole("button", { name: "Keep" }).click();
  await expect(tile(page, made)).toBeVisible();
  await close.dispatchEvent("click");
  await page.getByRole("alertdialog").getByRole("button", { name: "Close", exact: true }).click();
  await expect(tile(page, made)).toHaveCount(0);
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await expect(tile(page, made)).toBeVisible();
});

/** As the handles of the histogram have it. */
async function windowOf(page: Page): Promise<{ black: number; white: number }> {
  const windowed = await section(page, "window");
  const end = async (name: string) =>
    Number(await windowed.getByRole("slider", { name }).getAttribute("aria-valuenow"));
  return { black: await end("Black"), white: await end("White") };
}

const sum = ({ rgb }: { rgb: readonly number[] }) => rgb.reduce((a, b) => a + b, 0);
