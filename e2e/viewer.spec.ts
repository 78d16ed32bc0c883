/** Looking at a scan: its window, its axes, its frames, its sides. */

import type { Locator, Page } from "@playwright/test";
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

test("a window that was dragged to its narrowest or widest is dragged back, and limits hold for what is typed", async ({
  page,
}) => {
  await open(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const before = await windowOf(page);
  const widthOf = async () => {
    const { black, white } = await windowOf(page);
    return white - black;
  };
  const box = await tile(page).boundingBox();
  if (!box) throw new Error("no tile");
  const dragBy = async (dx: number, times: number) => {
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    for (let i = 0; i < times; i++) {
      await page.mouse.move(x, y);
      await page.mouse.down({ button: "right" });
      await page.mouse.move(x + dx, y, { steps: 2 });
      await page.mouse.up({ button: "right" });
    }
  };
  const width = before.white - before.black;
  await dragBy(-0.45 * box.width, 40);
  const narrow = await widthOf();
  expect(narrow / width).toBeCloseTo(1e-3, 5);
  await dragBy(0.45 * box.width, 1);
  await expect.poll(widthOf).toBeGreaterThan(1.2 * narrow);
  await dragBy(0.45 * box.width, 60);
  const wide = await widthOf();
  expect(wide).toBeLessThan(1e5);
  await dragBy(-0.45 * box.width, 1);
  await expect.poll(widthOf).toBeLessThan(0.8 * wide);

  const windowed = await section(page, "window");
  await windowed.getByRole("button", { name: "Auto", exact: true }).click();
  await expect.poll(() => windowOf(page)).toEqual(before);
  for (const typed of ["0,0001", "1e14"]) {
    await windowed.getByRole("textbox", { name: "Width" }).fill(typed);
    await windowed.getByRole("textbox", { name: "Width" }).press("Enter");
    await expect(windowed.getByRole("alert")).toContainText("Out of reach of the image's values");
    expect(await windowOf(page)).toEqual(before);
  }
  await page.keyboard.press("Escape");
  await expect(windowed.getByRole("alert")).toHaveCount(0);
});

test("numbers are read as people write them, and what cannot be read is told beside its field", async ({ page }) => {
  await open(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const windowed = await section(page, "window");
  const type = async (field: Locator, text: string) => {
    await field.fill(text);
    await field.press("Enter");
  };
  const black = windowed.getByRole("textbox", { name: "Black" });
  for (const [text, value] of [
    ["1,5", 1.5],
    ["\u22123", -3],
    ["1\u2009,25 ", 1.25],
  ] as const) {
    await type(black, text);
    await expect.poll(async () => (await windowOf(page)).black, text).toBe(value);
    await expect(black).toHaveValue(String(value));
  }
  await type(black, "abc");
  await expect(windowed.getByRole("alert")).toHaveText("Not a number: nothing was changed.");
  await expect(black).toHaveAttribute("aria-invalid", "true");
  expect((await windowOf(page)).black).toBe(1.25);
  // The value changes elsewhere: what was typed is gone.
  await windowed.getByRole("button", { name: "Full", exact: true }).click();
  await expect(windowed.getByRole("alert")).toHaveCount(0);

  await page.getByRole("group", { name: "Panel" }).getByRole("radio", { name: "Train" }).check({ force: true });
  const seed = page.getByRole("textbox", { name: "Seed" });
  const old = await seed.inputValue();
  const panel = page.getByRole("region", { name: "Settings", exact: true });
  for (const [text, words] of [
    ["1,5", "Not a whole number: nothing was changed."],
    ["\u22123", "Not from 0 to 4294967295: nothing was changed."],
    ["seven", "Not a number: nothing was changed."],
  ] as const) {
    await type(seed, text);
    await expect(panel.getByRole("alert")).toHaveText(words);
  }
  await seed.press("Escape");
  await expect(seed).toHaveValue(old);
  await expect(panel.getByRole("alert")).toHaveCount(0);
  await type(seed, "1 234,0");
  await expect(seed).toHaveValue("1234");
});

test("on a screen of other pixels everything is drawn anew, though no box has changed", async ({ page }) => {
  await open(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const session = await page.context().newCDPSession(page);
  // Without the event that a change of the box brings: a window moved to another screen has none.
  await page.evaluate(() => addEventListener("resize", (event) => event.stopImmediatePropagation(), { capture: true }));
  const fineness = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((canvas: HTMLCanvasElement) => canvas.width / canvas.getBoundingClientRect().width);
  for (const deviceScaleFactor of [2, 1.5, 1]) {
    await session.send("Emulation.setDeviceMetricsOverride", {
      width: 1280,
      height: 800,
      deviceScaleFactor,
      mobile: false,
    });
    // Media queries are told of an emulated screen only together with another feature.
    await page.emulateMedia({ reducedMotion: deviceScaleFactor === 1.5 ? "no-preference" : "reduce" });
    for (const selector of ["[data-tile] canvas", "canvas.thumbnail"]) {
      await expect
        .poll(() => fineness(selector), `${selector} at ${deviceScaleFactor}`)
        .toBeCloseTo(deviceScaleFactor, 2);
    }
    await expect.poll(async () => sum(await pixels(tile(page)))).toBeGreaterThan(0);
  }
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
