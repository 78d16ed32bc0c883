/** Comparing: panes that are linked in millimetres and drawn alike. */

import type { Page } from "@playwright/test";
import type { Volume } from "../src/core/volume";
import { crossPaths, fact, openScan, pane, pixels, readout, superResolve } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { identityBank, shipTestBank, testBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

const TITLES = ["Original", "Interpolated", "Super-resolved"] as const;

async function openResult(page: Page, volume: Volume, bank = testBank): Promise<void> {
  await shipTestBank(page, bank);
  await page.goto("/");
  await openScan(page, await fileOf(volume, "head.nii.gz"));
  await superResolve(page);
}

async function everyPane<T>(page: Page, read: (region: ReturnType<typeof pane>) => Promise<T>): Promise<[T, T, T]> {
  const [a, b, c] = TITLES.map((title) => pane(page, title));
  return [await read(a as never), await read(b as never), await read(c as never)];
}

async function centreOfMass(region: ReturnType<typeof pane>) {
  const { width, height, grey } = await pixels(region);
  const centre = { width, height, mass: 0, x: 0, y: 0 };
  for (const [i, value] of grey.entries()) {
    centre.mass += value;
    centre.x += value * (i % width);
    centre.y += value * Math.floor(i / width);
  }
  return { ...centre, x: centre.x / centre.mass, y: centre.y / centre.mass };
}

test("crosshair, slice, zoom and pan go together in all panes", async ({ page }) => {
  await openResult(page, awkwardHead());
  const canvas = pane(page, "Super-resolved").locator("canvas");
  const box = await canvas.boundingBox();
  if (!box) throw new Error("no canvas");
  const point = (fx: number, fy: number) => [box.x + box.width * fx, box.y + box.height * fy] as const;
  const gestures: [string, () => Promise<void>][] = [
    ["click", () => page.mouse.click(...point(0.2, 0.3))],
    [
      "drag",
      async () => {
        await page.mouse.move(...point(0.7, 0.3));
        await page.mouse.down();
        await page.mouse.move(...point(0.75, 0.36), { steps: 4 });
        await page.mouse.up();
      },
    ],
    ["wheel", () => page.mouse.wheel(0, 120)],
    [
      "zoom",
      async () => {
        await page.keyboard.down("Control");
        await page.mouse.wheel(0, -300);
        await page.keyboard.up("Control");
      },
    ],
    [
      "pan",
      async () => {
        await page.mouse.move(...point(0.7, 0.3));
        await page.mouse.down({ button: "middle" });
        await page.mouse.move(...point(0.66, 0.25), { steps: 3 });
        await page.mouse.up({ button: "middle" });
      },
    ],
    ["key", () => page.keyboard.press("PageUp")],
  ];
  let before = await crossPaths(pane(page, "Original"));
  for (const [name, gesture] of gestures) {
    await gesture();
    await expect.poll(() => crossPaths(pane(page, "Original")), name).not.toEqual(before);
    before = await crossPaths(pane(page, "Original"));
    const [original, interpolated, superResolved] = await everyPane(page, crossPaths);
    expect(interpolated, name).toEqual(original);
    expect(superResolved, name).toEqual(original);
    const places = await everyPane(page, readout);
    expect(places[1].mm).toEqual(places[0].mm);
    expect(places[2].mm).toEqual(places[0].mm);
  }
});

test("the same anatomy is drawn at the same place in all panes", async ({ page }) => {
  // A bright ball on black: its centre of mass on the screen tells where each pane draws it.
  const scan = awkwardHead();
  const [nx, ny] = scan.dims;
  const ball = scan.data.map((_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    return Math.hypot((x - 13) * 7, (y - 11) * 8, (z - 9) * 9) < 40 ? 800 : 0;
  });
  await openResult(page, { ...scan, data: ball }, identityBank);
  for (const layout of ["Axial", "Coronal", "Sagittal"]) {
    await page.getByText(layout, { exact: true }).click();
    const [original, interpolated, superResolved] = await everyPane(page, centreOfMass);
    for (const other of [interpolated, superResolved]) {
      expect([other.width, other.height]).toEqual([original.width, original.height]);
      expect(original.mass).toBeGreaterThan(0);
      // A voxel of the original is over 12 pixels here: less than a tenth of one.
      expect(Math.abs(other.x - original.x)).toBeLessThan(1.2);
      expect(Math.abs(other.y - original.y)).toBeLessThan(1.2);
    }
  }
});

test("window, display filter and sides change in all panes alike, and say so", async ({ page }) => {
  await openResult(page, awkwardHead());
  const auto = await everyPane(page, pixels);
  expect(await everyPane(page, (region) => fact(region, "Display"))).toEqual(Array(3).fill("nearest voxel"));

  await page.getByLabel("White", { exact: true }).fill("90");
  await page.getByLabel("White", { exact: true }).press("Enter");
  const mean = (p: { grey: number[] }) => p.grey.reduce((a, b) => a + b, 0) / p.grey.length;
  await expect.poll(async () => mean(await pixels(pane(page, "Super-resolved")))).toBeGreaterThan(1.3 * mean(auto[2]));
  const bright = await everyPane(page, pixels);
  for (const index of [0, 1, 2] as const) expect(mean(bright[index])).toBeGreaterThan(1.3 * mean(auto[index]));

  await page.getByRole("button", { name: "Auto" }).click();
  await expect.poll(async () => (await pixels(pane(page, "Original"))).grey).toEqual(auto[0].grey);

  await page.getByLabel("Smooth display").check();
  expect(await everyPane(page, (region) => fact(region, "Display"))).toEqual(Array(3).fill("linear between voxels"));
  await expect.poll(async () => (await pixels(pane(page, "Original"))).grey).not.toEqual(auto[0].grey);

  const edge = () => pane(page, "Original").locator("svg.tile-marks text").first();
  await expect(edge()).toHaveText("L");
  await page.getByLabel("Radiological").check();
  await expect(edge()).toHaveText("R");
  expect(await everyPane(page, (region) => fact(region, "Sides"))).toEqual(Array(3).fill("Radiological: R on left"));
});

test("a double click shows one plane large, and again all three", async ({ page }) => {
  await openResult(page, awkwardHead());
  const canvas = pane(page, "Interpolated").locator("canvas");
  await canvas.dblclick({ position: { x: 60, y: 150 } });
  await expect(page.getByRole("radio", { name: "Coronal" })).toBeChecked();
  expect(await everyPane(page, async (region) => (await crossPaths(region)).length)).toEqual([1, 1, 1]);
  await canvas.dblclick({ position: { x: 60, y: 150 } });
  await expect(page.getByRole("radio", { name: "Three planes" })).toBeChecked();
  expect(await everyPane(page, async (region) => (await crossPaths(region)).length)).toEqual([3, 3, 3]);
});
