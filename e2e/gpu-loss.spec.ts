/** A GPU process that dies takes the compute device and every drawing context with it. */

import { openScan, pane, pixels, superResolve } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

test("pictures come back by themselves and the next run opens a new device", async ({ page, context }) => {
  await shipTestBank(page);
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const before = await pixels(pane(page, "Original"));
  expect(Math.max(...before.grey)).toBeGreaterThan(100);

  const lost = page.evaluate(
    () =>
      new Promise<void>((done) => addEventListener("webglcontextlost", () => done(), { capture: true, once: true })),
  );
  const crasher = await context.newPage();
  await crasher.goto("chrome://gpucrash").catch(() => {});
  await lost;
  await crasher.close();

  await expect.poll(async () => (await pixels(pane(page, "Original"))).grey).toEqual(before.grey);
  await superResolve(page);
  await expect(pane(page, "Super-resolved")).toContainText("48 × 56 × 44");
});
