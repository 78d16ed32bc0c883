/** The page in a stock Firefox, from a scan on the disk to a result on the disk. */

import { readFileSync, writeFileSync } from "node:fs";
import { readNifti } from "../src/formats/nifti/test-nifti";
import { brightest, button, expect, saved, test, textOf, tile, trustFact } from "./helpers/firefox";
import { awkwardHead, fileOf } from "./helpers/test-scan";

const PROCESSOR = /processor, WebAssembly on \d+ cores?/;
/** How a way to make the result is chosen. */
const MADE_BY = ".bank-row";
const RESULT = "Super-resolved 2×";

test("a scan is made sharp, compared and saved, and filters are learned from it", async ({
  firefox,
  baseURL,
}, info) => {
  const { page, version } = firefox;
  console.log(`    ${version}`);
  await page.goto(baseURL as string);
  await page.locator(button("I understand")).click();
  await expect.poll(() => textOf(page, "footer"), { timeout: 20_000 }).toMatch(PROCESSOR);
  await expect.poll(() => textOf(page, "footer"), { timeout: 60_000 }).toContain("Ready to work offline");

  const scan = await fileOf(awkwardHead(), "sub-01_T1w.nii.gz");
  const path = info.outputPath(scan.name);
  writeFileSync(path, scan.bytes);
  const input = await page.waitForSelector("input#open-files");
  await input?.uploadFile(path);
  await page.locator(tile("Original")).wait();
  expect(await brightest(page, "Original")).toBeGreaterThan(100);

  // Of these coarse voxels it would learn from the scan itself first.
  await page.locator(`${MADE_BY}::-p-text(Learned filters, folded)`).click();
  await page.locator(button("Super-resolve")).click();
  await page.locator(tile(RESULT)).setTimeout(90_000).wait();
  // Side by side.
  await page.focus("[data-tile]");
  await page.keyboard.press("p");
  for (const series of ["Original", RESULT]) {
    await page.locator(tile(series)).wait();
    expect(await brightest(page, series)).toBeGreaterThan(100);
  }
  await page.screenshot({ path: info.outputPath("compared.png") });
  await page.locator('[data-section="trust"] button[aria-expanded=false]').click();
  expect(await trustFact(page, "Computed")).toMatch(PROCESSOR);

  await page.locator(button("Save")).click();
  await page.locator("[role=menuitem]::-p-text(NIfTI)").click();
  const image = await readNifti(new Uint8Array(readFileSync(await saved(firefox, ".nii.gz"))));
  expect(image.volume.dims).toEqual([48, 56, 44]);
  expect(image.volume.data.every(Number.isFinite)).toBe(true);
  const sidecar = JSON.parse(readFileSync(await saved(firefox, ".json"), "utf8"));
  expect(sidecar.GeneratedBy[0].Backend).toMatch(PROCESSOR);

  await page.locator(`${MADE_BY}::-p-text(Learn from this scan)`).click();
  await page.locator(button("Super-resolve again")).click();
  await expect.poll(() => trustFact(page, "Bank"), { timeout: 60_000 }).toBe("the scan itself, 2× box");
  await page.screenshot({ path: info.outputPath("learned.png") });
});
