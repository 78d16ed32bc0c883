/** What happens with files that are no scans. */

import { buildNifti } from "../src/formats/nifti/test-nifti";
import { dropFiles, openScan, pane, pixels } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { awkwardHead, fileOf } from "./helpers/test-scan";

test("a refused file is named, can be dismissed, and leaves the picture as it was", async ({ page }) => {
  const scan = awkwardHead();
  const good = await fileOf(scan, "good.nii.gz");
  await page.goto("/");
  await openScan(page, good);
  const before = await pixels(pane(page, "Original"));

  const cut = good.bytes.subarray(0, good.bytes.length / 2);
  const refused: [string, Uint8Array, string][] = [
    ["empty.nii", new Uint8Array(), "E_EMPTY"],
    ["notes.nii", new TextEncoder().encode("not an image ".repeat(60)), "E_NOT_NIFTI"],
    ["cut.nii.gz", cut, "E_"],
  ];
  const alert = page.getByRole("alert");
  for (const [name, bytes, code] of refused) {
    await dropFiles(page, { name, bytes });
    const item = alert.getByRole("listitem").filter({ hasText: name });
    await expect(item).toContainText(code);
    await expect(page.locator(".scan-name")).toHaveText("good.nii.gz");
  }
  for (const name of refused.map(([name]) => name)) {
    const item = alert.getByRole("listitem").filter({ hasText: name });
    await item.getByRole("button", { name: /^Dismiss/ }).click();
    await expect(item).toHaveCount(0);
  }
  expect((await pixels(pane(page, "Original"))).grey).toEqual(before.grey);
});

test("a file without orientation is shown without left and right", async ({ page }) => {
  await page.goto("/");
  const { data, dims } = awkwardHead();
  const bytes = buildNifti({ datatype: 16, dim: [3, ...dims], values: [...data], sformCode: 0 });
  await openScan(page, { name: "no-form.nii.gz", bytes });
  await expect(pane(page, "Original")).toContainText("the file does not say which side is left");
  const letters = await pane(page, "Original").locator("svg.tile-marks text").allTextContents();
  expect(new Set(letters)).toEqual(new Set(["?"]));
});

test("a file name is text and nothing else", async ({ page }) => {
  await page.goto("/");
  const name = '<img src=x onerror="document.title=1">.nii.gz';
  await openScan(page, await fileOf(awkwardHead(), name));
  await expect(page.locator(".scan-name")).toHaveText(name);
  await expect(page).toHaveTitle("Eigenvox");
});

test("a damaged filter bank is refused by name", async ({ page }) => {
  await page.route("**/banks/catalogue.json", (route) =>
    route.fulfill({
      json: {
        banks: [{ file: "bad.safetensors", method: "paper", factor: [2, 2, 2], degradation: "box", title: "Bad" }],
      },
    }),
  );
  await page.route("**/banks/bad.safetensors", (route) => route.fulfill({ body: "nothing of a bank" }));
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  await page.getByRole("button", { name: "Super-resolve" }).click();
  await expect(page.getByRole("alert")).toContainText("E_BANK");
  await expect(pane(page, "Super-resolved")).toHaveCount(0);
});
