/** A browser without WebGPU: a viewer that says what is missing. */

import { openScan, pane, pixels, readout } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

test("scans can be viewed, and the page says what super-resolution needs", async ({ page }) => {
  const scan = awkwardHead();
  await shipTestBank(page);
  await page.goto("/");
  await expect(page.getByText("Super-resolution needs WebGPU.")).toBeVisible();
  await expect(page.getByText(/Chrome and Edge 113/)).toBeVisible();
  await openScan(page, await fileOf(scan, "head.nii.gz"));
  const { voxel, value } = await readout(pane(page, "Original"));
  const [x, y, z] = voxel as [number, number, number];
  const exact = scan.data[x + 24 * (y + 28 * z)] as number;
  expect(Math.abs(value - exact)).toBeLessThanOrEqual(6e-5 * exact);
  expect((await pixels(pane(page, "Original"))).grey.reduce((a, b) => Math.max(a, b))).toBeGreaterThan(100);
  await expect(page.getByRole("button", { name: "Super-resolve" })).toBeDisabled();
  await expect(page.getByText("Needs WebGPU", { exact: true }).filter({ visible: true })).toBeVisible();
});
