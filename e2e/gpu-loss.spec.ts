/** Devices that are lost, alone, or with the GPU process and every drawing context. */

import { headPhantom } from "../src/phantom/head";
import {
  brightest,
  cornerText,
  crashGpu,
  deviceTaker,
  messages,
  openScan,
  pictureHash,
  pixels,
  scanGroup,
  startRun,
  superResolve,
  superResolveButton,
  tile,
} from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

const head = async () =>
  fileOf(headPhantom({ dims: [40, 42, 38], spacing: 4, noise: 4, supersample: 1 }), "head.nii.gz");

test("a run that loses its device goes on with another one, and says so", async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/?device=software");
  await openScan(page, await head());
  const takeDevice = await deviceTaker(page);
  await startRun(page);
  await takeDevice();
  await expect(tile(page, "Super-resolved 2×")).toBeVisible({ timeout: 90_000 });
  await expect(messages(page)).toContainText("W_GPU_LOST");
  await expect(messages(page)).not.toContainText("E_GPU_LOST");
});

test("a run that loses two devices ends, the scan stays, and the processor is one click away", async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/?device=software");
  await openScan(page, await head());
  const takeDevice = await deviceTaker(page);
  await startRun(page);
  const toProcessor = messages(page).getByRole("button", { name: "Compute on the processor instead" });
  await expect(async () => {
    await takeDevice();
    await expect(toProcessor).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await expect(messages(page)).toContainText("E_GPU_LOST");
  await expect(scanGroup(page, "head.nii.gz").locator("[data-series]")).toHaveCount(1);
  await expect(superResolveButton(page)).toBeEnabled();
  await toProcessor.click();
  await expect(tile(page, "Super-resolved 2×")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("contentinfo")).toContainText("processor");
  await expect(toProcessor).toHaveCount(0);
});

test("the picture stays right and the next run opens a new device", async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/?device=software");
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  expect(brightest(await pixels(tile(page)))).toBeGreaterThan(100);
  const picture = () => pictureHash(tile(page));
  const before = await picture();

  await page.evaluate(() => {
    const context = document.createElement("canvas").getContext("webgl2") as WebGL2RenderingContext;
    (window as unknown as { probe: WebGL2RenderingContext }).probe = context;
  });
  await crashGpu(page);
  // What else the page draws with is gone by then.
  await page.waitForFunction(() => (window as unknown as { probe: WebGL2RenderingContext }).probe.isContextLost());
  await expect.poll(picture).toBe(before);
  // A picture that is drawn anew is right too.
  await tile(page).press("PageUp");
  await expect.poll(picture).not.toBe(before);
  await tile(page).press("PageDown");
  await expect.poll(picture).toBe(before);

  const made = await superResolve(page);
  expect(await cornerText(tile(page, made), "slice")).toMatch(/^slice \d+\/44$/);
  expect(brightest(await pixels(tile(page, made)))).toBeGreaterThan(100);
});
