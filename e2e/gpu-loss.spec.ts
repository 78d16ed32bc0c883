/** A GPU process that dies takes the compute device and every drawing context with it. */

import { headPhantom } from "../src/phantom/head";
import {
  brightest,
  cornerText,
  crashGpu,
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

test("a job that loses its GPU says so, and the scan stays", async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/?device=software");
  await openScan(page, await fileOf(headPhantom({ dims: [80, 80, 80], noise: 4, supersample: 1 }), "large.nii.gz"));
  await startRun(page);
  await crashGpu(page);
  await expect(messages(page)).toContainText("E_GPU_LOST");
  await expect(scanGroup(page, "large.nii.gz").locator("[data-series]")).toHaveCount(1);
  await expect(superResolveButton(page)).toBeEnabled();
  await expect(tile(page, "Super-resolved 2×")).toHaveCount(0);
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
