/** A GPU process that dies takes the compute device and every drawing context with it. */

import { headPhantom } from "../src/phantom/head";
import { crashGpu, openScan, pane, pixels, superResolve } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

test("a job that loses its GPU says so, and the scan stays", async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/");
  await openScan(page, await fileOf(headPhantom({ dims: [80, 80, 80], noise: 4, supersample: 1 }), "large.nii.gz"));
  await page.getByRole("button", { name: "Super-resolve" }).click();
  const progress = page.getByRole("progressbar", { name: "Super-resolution" });
  await expect.poll(() => progress.evaluate((bar: HTMLProgressElement) => bar.value)).toBeGreaterThan(0);
  await crashGpu(page);
  await expect(page.getByRole("alert")).toContainText("E_GPU_LOST");
  await expect(page.locator(".scan-name")).toHaveText("large.nii.gz");
  await expect(page.getByRole("button", { name: "Super-resolve" })).toBeEnabled();
  await expect(pane(page, "Super-resolved")).toHaveCount(0);
});

test("pictures come back by themselves and the next run opens a new device", async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const before = await pixels(pane(page, "Original"));
  expect(before.grey.reduce((a, b) => Math.max(a, b))).toBeGreaterThan(100);

  const lost = page.evaluate(
    () =>
      new Promise<void>((done) => addEventListener("webglcontextlost", () => done(), { capture: true, once: true })),
  );
  await crashGpu(page);
  await lost;

  await expect.poll(async () => (await pixels(pane(page, "Original"))).grey).toEqual(before.grey);
  await superResolve(page);
  await expect(pane(page, "Super-resolved")).toContainText("48 × 56 × 44");
});
