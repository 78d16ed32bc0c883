/** Comparing: pictures that are equal where they must be, in one place of the world whatever was done to them. */

import type { Locator, Page } from "@playwright/test";
import type { Volume } from "../src/core/volume";
import { layout, openScan, type Pixels, pixels, section, superResolve, tile } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { command } from "./helpers/page-watch";
import { identityBank, shipTestBank, testBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

declare global {
  interface Window {
    /** Of the red of all pixels, in every frame. */
    sums: number[];
  }
}

const RESULT = "Super-resolved 2×";
const PAIR = `Original | ${RESULT}`;

async function openResult(page: Page, volume: Volume, bank = testBank): Promise<void> {
  await shipTestBank(page, bank);
  await page.goto("/");
  await openScan(page, await fileOf(volume, "head.nii.gz"));
  await superResolve(page);
}

/** Waits until what is drawn does not change any more. */
async function settled(tileOf: Locator): Promise<Pixels> {
  let last: Pixels | undefined;
  await expect
    .poll(async () => {
      const [before, now] = [last, await pixels(tileOf)];
      last = now;
      return before !== undefined && isSame(before, now);
    })
    .toBe(true);
  return last as Pixels;
}

const isSame = (a: Pixels, b: Pixels) =>
  a.width === b.width && a.height === b.height && a.rgb.every((value, i) => value === b.rgb[i]);

/** How many pixels of a part of the columns and rows differ. */
function countDifferent(a: Pixels, b: Pixels, isIn: (x: number, y: number) => boolean): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  let count = 0;
  for (let i = 0; i < a.width * a.height; i++) {
    if (!isIn(i % a.width, Math.floor(i / a.width))) continue;
    if ([0, 1, 2].some((channel) => a.rgb[3 * i + channel] !== b.rgb[3 * i + channel])) count++;
  }
  return count;
}

/** Centre of what is bright, in pixels. */
function centroid({ width, rgb }: Pixels): readonly [x: number, y: number] {
  let [mass, x, y] = [0, 0, 0];
  for (let i = 0; i < rgb.length / 3; i++) {
    const value = rgb[3 * i] as number;
    mass += value;
    x += value * (i % width);
    y += value * Math.floor(i / width);
  }
  expect(mass).toBeGreaterThan(0);
  return [x / mass, y / mass];
}

/** A and B alone, in the one place of Flicker. */
async function bothAlone(page: Page): Promise<readonly [Pixels, Pixels]> {
  await layout(page, "f");
  const alone = async (side: "A" | "B") => {
    const button = page.getByRole("button", { name: new RegExp(`^Show ${side},`) });
    await button.click();
    await expect(button).toHaveAttribute("aria-pressed", "true");
    return settled(tile(page, PAIR));
  };
  return [await alone("A"), await alone("B")];
}

test("the halves of the curtain are the single pictures, pixel by pixel", async ({ page }) => {
  await openResult(page, awkwardHead());
  const [a, b] = await bothAlone(page);
  expect(countDifferent(a, b, () => true)).toBeGreaterThan(1000);
  await layout(page, "k");
  const divider = page.getByRole("separator", { name: "Curtain between A and B" });
  const upright = await settled(tile(page, PAIR));
  const middle = Math.ceil(0.5 * upright.width);
  expect(countDifferent(upright, a, (x) => x < middle)).toBe(0);
  expect(countDifferent(upright, b, (x) => x >= middle)).toBe(0);

  await page.getByRole("button", { name: "Curtain from top to bottom" }).click();
  await divider.focus();
  await page.keyboard.press("Shift+ArrowUp");
  await expect(divider).toHaveAttribute("aria-valuenow", "40");
  await expect(divider).toHaveAttribute("aria-orientation", "horizontal");
  const lying = await settled(tile(page, PAIR));
  const share = Math.ceil(0.4 * lying.height);
  expect(countDifferent(lying, a, (_, y) => y < share)).toBe(0);
  expect(countDifferent(lying, b, (_, y) => y >= share)).toBe(0);

  for (const [key, shown] of [
    ["1", b],
    ["3", a],
  ] as const) {
    await divider.press(key);
    expect(isSame(await settled(tile(page, PAIR)), shown)).toBe(true);
  }
});

test("no frame of Flicker shows anything but one of the two pictures", async ({ page }) => {
  await openResult(page, awkwardHead());
  const both = await bothAlone(page);
  const sums = both.map(({ rgb }) => rgb.reduce((sum, value, i) => (i % 3 === 0 ? sum + value : sum), 0));
  expect(sums[0]).not.toBe(sums[1]);
  // Seen in every frame just before and just after the page draws, as a screen would.
  await page.evaluate(() => {
    const look = () => {
      const canvas = document.querySelector<HTMLCanvasElement>("[data-tile] > canvas");
      const { width = 0, height = 0 } = canvas ?? {};
      const data = canvas && width > 0 ? canvas.getContext("2d")?.getImageData(0, 0, width, height).data : undefined;
      let sum = 0;
      for (let i = 0; data && i < data.length; i += 4) sum += data[i] as number;
      window.sums.push(sum);
      requestAnimationFrame(look);
    };
    window.sums = [];
    requestAnimationFrame(look);
  });
  const changes = () =>
    page.evaluate(() => window.sums.reduce((n, sum, i) => (i > 0 && sum !== window.sums[i - 1] ? n + 1 : n), 0));
  await tile(page, PAIR).focus();
  for (let press = 1; press <= 6; press++) {
    await page.keyboard.press("f");
    await expect.poll(changes).toBe(press);
  }
  await page.getByRole("combobox", { name: "Swap A and B by itself" }).selectOption("2");
  await expect.poll(changes).toBeGreaterThan(10);
  const seen = await page.evaluate(() => [...new Set(window.sums)]);
  expect([...seen].sort()).toEqual([...sums].sort());
});

test("a ball with a ramp stays where it is when A and B swap", async ({ page }) => {
  // Its brightness rises evenly from left to right: a shift of half a voxel would move its centre.
  const scan = awkwardHead();
  const [nx, ny] = scan.dims;
  const ball = scan.data.map((_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const inside = 50 - Math.hypot((x - 13) * 7, (y - 13) * 8, (z - 11) * 9);
    // An edge of two voxels: a sharper one makes interpolation swing below zero, which no screen shows.
    return (300 + 40 * x) * Math.min(1, Math.max(0, inside / 18));
  });
  await openResult(page, { ...scan, data: ball }, identityBank);
  for (const plane of ["Axial", "Coronal", "Sagittal"]) {
    await page.getByRole("button", { name: plane, exact: true }).click();
    const name = `[data-tile="${plane.toLowerCase()} ${PAIR}"]`;
    await layout(page, "f");
    await command(page, "fit");
    await command(page, "window-full");
    const centres: (readonly [number, number])[] = [];
    for (const side of ["A", "B"]) {
      await page.getByRole("button", { name: new RegExp(`^Show ${side},`) }).click();
      centres.push(centroid(await settled(page.locator(name))));
    }
    const voxel = Number.parseFloat((await page.locator(`${name} [data-fact="zoom"]`).textContent()) ?? "");
    const [[ax, ay], [bx, by]] = centres as [readonly [number, number], readonly [number, number]];
    // B's voxels are half as large: what is written is for the picture on the screen, which is B.
    expect(Math.hypot(ax - bx, ay - by), plane).toBeLessThan(0.1 * 2 * voxel);
  }
});

test("the difference of a series with another of equal values is all the middle colour", async ({ page }) => {
  const scan = awkwardHead();
  await openResult(page, { ...scan, data: scan.data.map(() => 500) }, identityBank);
  await layout(page, "d");
  const drawn = await settled(page.locator('[data-tile^="axial "]'));
  const colours = new Set<string>();
  for (let i = 0; i < drawn.rgb.length; i += 3) colours.add(drawn.rgb.slice(i, i + 3).join());
  // Black is where no voxel is.
  expect([...colours].filter((colour) => colour !== "0,0,0")).toEqual(["30,30,32"]);
});

test("an unlinked window or zoom is one series' alone until it is linked again", async ({ page }) => {
  await openResult(page, awkwardHead());
  await layout(page, "p");
  await command(page, "fit");
  const others = ["Original", "Interpolated 2×"];
  const before = await Promise.all(others.map((title) => settled(tile(page, title))));
  const beforeResult = await settled(tile(page, RESULT));
  const expectOthersSame = async () => {
    for (const [i, title] of others.entries())
      expect(isSame(await settled(tile(page, title)), before[i] as Pixels)).toBe(true);
  };
  const windowSection = await section(page, "window");
  const link = (name: string) => windowSection.getByRole("checkbox", { name });
  await link("One window for all").uncheck();
  await windowSection.getByRole("textbox", { name: "White" }).fill("300");
  await windowSection.getByRole("textbox", { name: "White" }).press("Enter");
  await expect.poll(async () => isSame(await pixels(tile(page, RESULT)), beforeResult)).toBe(false);
  await expectOthersSame();
  await link("One window for all").check();
  await expect.poll(async () => isSame(await pixels(tile(page, "Original")), before[0] as Pixels)).toBe(false);
  await windowSection.getByRole("button", { name: "Auto", exact: true }).click();
  await expect.poll(async () => isSame(await pixels(tile(page, RESULT)), beforeResult)).toBe(true);
  await expectOthersSame();

  await link("One zoom").uncheck();
  await tile(page, RESULT).focus();
  await page.keyboard.press("+");
  await expect.poll(async () => isSame(await pixels(tile(page, RESULT)), beforeResult)).toBe(false);
  await expectOthersSame();
  await link("One zoom").check();
  await expect.poll(async () => isSame(await pixels(tile(page, "Original")), before[0] as Pixels)).toBe(false);
});
