/** A browser with neither WebGPU nor the vectors of WebAssembly: a viewer that says what is missing. */

import {
  brightest,
  fact,
  layout,
  openScan,
  pixels,
  readout,
  section,
  superResolveButton,
  tile,
} from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

test("scans can be viewed, and the page says what super-resolution needs", async ({ page }) => {
  const scan = awkwardHead();
  await page.route(/engine\.worker-.*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `WebAssembly.validate = () => false;\n${await response.text()}` });
  });
  await shipTestBank(page);
  await page.goto("/");
  await page.getByText("This browser cannot compute; viewing works.").waitFor();
  await page.getByRole("button", { name: "Why" }).click();
  const why = page.getByRole("dialog", { name: "What computes here" });
  await expect(why).toContainText("Nothing here can compute.");
  await expect(why).toContainText("Chrome and Edge 113");
  await page.keyboard.press("Escape");

  await openScan(page, await fileOf(scan, "head.nii.gz"));
  const { voxel, value } = await readout(tile(page));
  const [x, y, z] = voxel;
  const exact = scan.data[x + 24 * (y + 28 * z)] as number;
  expect(Math.abs(value - exact)).toBeLessThanOrEqual(6e-5 * exact);
  expect(brightest(await pixels(tile(page)))).toBeGreaterThan(100);
  await expect(superResolveButton(page)).toBeDisabled();
  await expect(superResolveButton(page)).toHaveAttribute("title", "This browser cannot compute");
  await expect(await section(page, "super-resolve")).toContainText("Super-resolution needs WebGPU");
  expect(await fact(await section(page, "scan"), "Size")).toBe("24 × 28 × 22 voxels");

  // What draws in three dimensions is another part of the graphics, which is there.
  await layout(page, "v");
  const render = tile(page, "Original", "3-D");
  await expect(render.locator("canvas")).toBeVisible();
  await expect(render.getByText("Loading the 3-D view…")).toHaveCount(0);
  await expect(render.getByRole("alert")).toHaveCount(0);
});
