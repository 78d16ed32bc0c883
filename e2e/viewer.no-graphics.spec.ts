/** A browser with neither WebGPU nor WebGL: the planes are drawn all the same, and words stand for the rest. */

import {
  brightest,
  cornerText,
  layout,
  openScan,
  pictureHash,
  pixels,
  superResolveButton,
  tile,
} from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { awkwardHead, fileOf } from "./helpers/test-scan";

test("images are drawn, and the 3-D tile says what it needs", async ({ page }) => {
  await page.goto("/");
  const hasWebGl = await page.evaluate(() => document.createElement("canvas").getContext("webgl2") !== null);
  expect(hasWebGl).toBe(false);
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  for (const plane of ["axial", "coronal", "sagittal"] as const) {
    const shown = tile(page, "Original", plane);
    expect(brightest(await pixels(shown))).toBeGreaterThan(100);
    expect(await cornerText(shown, "sides")).toBe("L on left");
  }
  const before = await pictureHash(tile(page));
  await tile(page).press("PageUp");
  await expect.poll(() => pictureHash(tile(page))).not.toBe(before);
  await expect(superResolveButton(page)).toBeEnabled();

  await layout(page, "v");
  const render = tile(page, "Original", "3-D");
  await expect(render.getByRole("alert")).toContainText("this browser gives the page no WebGL 2");
  await expect(render.locator("canvas")).toHaveCount(0);
  // The way back to the planes.
  await page.keyboard.press("g");
  await expect(tile(page)).toBeVisible();
});
