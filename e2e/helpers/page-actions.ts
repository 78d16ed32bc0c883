/** What the tests do on the page, and how they read it. */

import { createHash } from "node:crypto";
import { type Browser, type Download, expect, type Locator, type Page } from "@playwright/test";
import type { Plane } from "../../src/core/view";
import type { Vec3 } from "../../src/core/volume";
import type { TestFile } from "./test-scan";

/** Drops files on the middle of the page, with the events that a real drag brings. */
export async function dropFiles(page: Page, ...files: TestFile[]): Promise<void> {
  const plain = files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString("base64") }));
  await page.evaluate((dropped) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of dropped) {
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
    }
    const target = document.elementFromPoint(innerWidth / 2, innerHeight / 2) ?? document.body;
    for (const type of ["dragenter", "dragover", "drop"]) {
      target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }
  }, plain);
}

/** The tile of a series, as it is named there: "Original", "Interpolated 2×", "Super-resolved 2×", "Original | …". */
export function tile(page: Page, series = "Original", plane: Plane | "3-D" = "axial"): Locator {
  return page.locator(`[data-tile="${plane} ${series}"]`);
}

/** What a tile says in a corner: "slice", "mm", "voxel", "value", "window", "zoom", "filter", "sides", "title", … */
export async function cornerText(tileOf: Locator, name: string): Promise<string> {
  return ((await tileOf.locator(`[data-fact="${name}"]`).first().textContent()) ?? "").trim();
}

export interface Readout {
  readonly value: number;
  /** As precisely as the page has it. */
  readonly mm: Vec3;
  readonly voxel: Vec3;
}

/** Value, position and voxel under the crosshair. */
export async function readout(tileOf: Locator): Promise<Readout> {
  const numbers = (text: string) => (text.match(/-?\d+(\.\d+)?(e[+-]?\d+)?/g) ?? []).map(Number);
  return {
    value: numbers(await cornerText(tileOf, "value")).at(-1) ?? Number.NaN,
    mm: numbers((await tileOf.getAttribute("data-crosshair-mm")) ?? "") as unknown as Vec3,
    voxel: numbers(await cornerText(tileOf, "voxel")).slice(0, 3) as unknown as Vec3,
  };
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of every pixel, row by row from the top. */
  readonly rgb: readonly number[];
}

/** What is drawn on the tile's canvas, without what lies over it. */
export async function pixels(tileOf: Locator): Promise<Pixels> {
  const { width, height, base64 } = await tileOf
    .locator("canvas")
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const { data } = (canvas.getContext("2d") as CanvasRenderingContext2D).getImageData(0, 0, width, height);
      // As text of its own making: arrays of millions of numbers take seconds on their way.
      let text = "";
      for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
      return { width, height, base64: btoa(text) };
    });
  return { width, height, rgb: Array.from(Buffer.from(base64, "base64")).filter((_, i) => i % 4 !== 3) };
}

/** What is drawn on the tile's canvas, in few letters: equal ones are of equal pictures. */
export async function pictureHash(tileOf: Locator): Promise<string> {
  const picture = await tileOf
    .locator("canvas")
    .first()
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  return createHash("sha256").update(picture).digest("hex").slice(0, 16);
}

export const brightest = ({ rgb }: Pixels): number => rgb.reduce((a, b) => Math.max(a, b), 0);

/** Lines of the marks over a tile, as they are drawn. */
export async function crossPaths(tileOf: Locator): Promise<(string | null)[]> {
  return tileOf
    .locator(":scope > svg.tile-marks .mark-cross")
    .evaluateAll((paths) => paths.map((path) => path.getAttribute("d") ?? path.getAttribute("points")));
}

/** The rail's group of a scan. */
export function scanGroup(page: Page, name: string): Locator {
  return page.getByRole("navigation", { name: "Series" }).getByRole("region", { name, exact: true });
}

/** Opens a scan by dropping it and waits until it is on the screen. */
export async function openScan(page: Page, file: TestFile): Promise<void> {
  await dropFiles(page, file);
  await scanGroup(page, file.name).waitFor({ state: "attached" });
  await tile(page).first().waitFor();
}

export const superResolveButton = (page: Page): Locator =>
  page.getByRole("button", { name: "Super-resolve", exact: true });

/** Runs super-resolution and waits for the result; says how the result's series is named. */
export async function superResolve(page: Page, times = "2×"): Promise<string> {
  await superResolveButton(page).click();
  await tile(page, `Super-resolved ${times}`).waitFor({ timeout: 90_000 });
  return `Super-resolved ${times}`;
}

/** A section of the inspector, unfolded. */
export async function section(page: Page, name: string): Promise<Locator> {
  const found = page.locator(`[data-section="${name}"]`);
  const heading = found.getByRole("button").first();
  if ((await heading.getAttribute("aria-expanded")) === "false") await heading.click();
  return found;
}

/** A line of a list of facts. */
export async function fact(region: Locator, name: string): Promise<string> {
  const row = region.locator("dl.facts > div", { has: region.page().getByText(name, { exact: true }) });
  return ((await row.locator("dd").first().textContent()) ?? "").trim();
}

/** Arranges the tiles by the key of the layout. */
export async function layout(page: Page, key: "g" | "p" | "u" | "k" | "f" | "d" | "v"): Promise<void> {
  await page.locator("[data-tile]").first().focus();
  await page.keyboard.press(key);
}

/** Chooses an entry of the menu that saves. */
export async function save(page: Page, entry: RegExp): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

/** Saves the result: its image, and the text that tells how it came to be. */
export async function saveResult(page: Page): Promise<{ image: Download; sidecar: Download }> {
  const files: Download[] = [];
  const collect = (file: Download) => files.push(file);
  page.on("download", collect);
  await save(page, /^NIfTI/);
  await expect.poll(() => files.length).toBe(2);
  page.off("download", collect);
  const named = (end: string) => files.find((file) => file.suggestedFilename().endsWith(end)) as Download;
  return { image: named(".nii.gz"), sidecar: named(".json") };
}

export async function chooseFactor(page: Page, times: string): Promise<void> {
  const run = await section(page, "super-resolve");
  await run.getByRole("radio", { name: times, exact: true }).check({ force: true });
}

/** The errors that are listed. */
export const messages = (page: Page): Locator => page.getByRole("alert").getByRole("listitem");

export async function expectNoMessages(page: Page): Promise<void> {
  await expect(messages(page)).toHaveCount(0);
}

/** The bar at the bottom that says how far the running super-resolution is. */
export const progressBar = (page: Page): Locator =>
  page.getByRole("contentinfo").getByRole("progressbar", { name: "Super-resolution" });

/** Starts super-resolution of a scan that takes seconds, and waits until some of it is done. */
export async function startRun(page: Page): Promise<void> {
  await superResolveButton(page).click();
  const share = () => progressBar(page).evaluate((bar: HTMLProgressElement) => bar.value);
  await expect.poll(share).toBeGreaterThan(0);
}

/** From now on: takes away the device that the engine used last, as a driver does. */
export async function deviceTaker(page: Page): Promise<() => Promise<void>> {
  const engine = page.workers().find((worker) => /engine/.test(worker.url()));
  if (!engine) throw new Error("no engine");
  await engine.evaluate(() => {
    const { createBuffer } = GPUDevice.prototype;
    GPUDevice.prototype.createBuffer = function (this: GPUDevice, descriptor) {
      (globalThis as unknown as { device: GPUDevice }).device = this;
      return createBuffer.call(this, descriptor);
    };
  });
  return () => engine.evaluate(() => (globalThis as unknown as { device: GPUDevice }).device.destroy());
}

/** Ends the browser's GPU process, and with it every device and drawing context. */
export async function crashGpu(page: Page): Promise<void> {
  const session = await (page.context().browser() as Browser).newBrowserCDPSession();
  await session.send("Browser.crashGpuProcess");
}
