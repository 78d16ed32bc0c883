/** What the tests do on the page, and how they read it. */

import type { Browser, Locator, Page } from "@playwright/test";
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

export function pane(page: Page, title: "Original" | "Interpolated" | "Super-resolved"): Locator {
  return page.getByRole("region", { name: title, exact: true });
}

export interface Readout {
  readonly value: number;
  readonly mm: readonly number[];
  readonly voxel: readonly number[];
}

/** Value, position and voxel under the crosshair, as the pane writes them. */
export async function readout(region: Locator): Promise<Readout> {
  const text = async (name: string) => {
    const row = region.locator("dl.readout div", { has: region.page().getByText(name, { exact: true }) });
    return (await row.locator("dd").textContent()) ?? "";
  };
  const numbers = (line: string) => line.replace("from 0", "").split(",").map(Number);
  return {
    value: Number(await text("Value")),
    mm: numbers(await text("RAS mm")),
    voxel: numbers(await text("Voxel")),
  };
}

export async function fact(region: Locator, name: string): Promise<string> {
  const row = region.locator("dl.facts div", { has: region.page().getByText(name, { exact: true }) });
  return (await row.locator("dd").first().textContent()) ?? "";
}

/** Grey levels of the pane's canvas as the screen shows it, row by row from the top. */
export async function pixels(region: Locator): Promise<{ width: number; height: number; grey: number[] }> {
  const marks = region.locator("svg.tile-marks");
  await marks.evaluate((svg) => svg.setAttribute("visibility", "hidden"));
  const png = (await region.locator("canvas").screenshot()).toString("base64");
  await marks.evaluate((svg) => svg.removeAttribute("visibility"));
  return region.page().evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const grey = Array.from({ length: bitmap.width * bitmap.height }, (_, i) => data[4 * i] as number);
    return { width: bitmap.width, height: bitmap.height, grey };
  }, png);
}

/** Where the crosshair of each plane is drawn, in pixels of its pane; reading it from the marks over the image. */
export async function crossPaths(region: Locator): Promise<(string | null)[]> {
  return region.locator("svg.tile-marks path").evaluateAll((paths) => paths.map((path) => path.getAttribute("d")));
}

/** Opens a scan by dropping it and waits until it is on the screen. */
export async function openScan(page: Page, file: TestFile): Promise<void> {
  await dropFiles(page, file);
  await page.locator(".scan-name", { hasText: file.name }).waitFor();
  await pane(page, "Original").locator("svg.tile-marks path").first().waitFor({ state: "attached" });
}

/** Runs super-resolution and waits for its three panes. */
export async function superResolve(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Super-resolve" }).click();
  await pane(page, "Super-resolved").locator("svg.tile-marks path").first().waitFor({ state: "attached" });
  await pane(page, "Interpolated").locator("svg.tile-marks path").first().waitFor({ state: "attached" });
}

/** Ends the browser's GPU process, and with it every device and drawing context. */
export async function crashGpu(page: Page): Promise<void> {
  const session = await (page.context().browser() as Browser).newBrowserCDPSession();
  await session.send("Browser.crashGpuProcess");
}
