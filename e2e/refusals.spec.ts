/** What happens with files that are no scans. */

import { buildNifti } from "../src/formats/nifti/test-nifti";
import {
  cornerText,
  dropFiles,
  fact,
  messages,
  openScan,
  pictureHash,
  scanGroup,
  section,
  superResolveButton,
  tile,
} from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { awkwardHead, fileOf } from "./helpers/test-scan";

test("a refused file is named, can be dismissed, and leaves the picture as it was", async ({ page }) => {
  const scan = awkwardHead();
  const good = await fileOf(scan, "good.nii.gz");
  await page.goto("/");
  await openScan(page, good);
  const before = await pictureHash(tile(page));

  const cut = good.bytes.subarray(0, good.bytes.length / 2);
  const refused: [string, Uint8Array, string][] = [
    ["empty.nii", new Uint8Array(), "E_EMPTY"],
    ["notes.nii", new TextEncoder().encode("not an image ".repeat(60)), "E_NOT_NIFTI"],
    ["cut.nii.gz", cut, "E_"],
  ];
  const series = page.getByRole("navigation", { name: "Series" }).locator("[data-series]");
  for (const [name, bytes, code] of refused) {
    await dropFiles(page, { name, bytes });
    // The newest is the first.
    await expect(messages(page).first()).toContainText(name);
    await expect(messages(page).first()).toContainText(code);
    await expect(series).toHaveCount(1);
  }
  await expect(messages(page)).toHaveCount(3);
  for (const name of refused.map(([name]) => name)) {
    const item = messages(page).filter({ hasText: name });
    await item.getByRole("button", { name: /^Dismiss/ }).click();
    await expect(item).toHaveCount(0);
  }
  await expect(scanGroup(page, "good.nii.gz")).toBeVisible();
  expect(await pictureHash(tile(page))).toBe(before);
});

test("a file without orientation is shown without left and right", async ({ page }) => {
  await page.goto("/");
  const { data, dims } = awkwardHead();
  const bytes = buildNifti({ datatype: 16, dim: [3, ...dims], values: [...data], sformCode: 0 });
  await openScan(page, { name: "no-form.nii.gz", bytes });
  for (const plane of ["axial", "coronal", "sagittal"] as const) {
    const shown = tile(page, "Original", plane);
    expect(await cornerText(shown, "sides")).toBe("sides unknown");
    expect(await cornerText(shown, "mm")).not.toMatch(/[RLAPSI]/);
    const letters = await shown.locator("svg.tile-marks .mark-letter").allTextContents();
    expect(new Set(letters)).toEqual(new Set(["?"]));
  }
  expect(await fact(await section(page, "scan"), "Orientation")).toContain("the file does not say which side is left");
});

test("a file name is text and nothing else", async ({ page }) => {
  await page.goto("/");
  const name = '<img src=x onerror="document.title=1">.nii.gz';
  await openScan(page, await fileOf(awkwardHead(), name));
  await expect(scanGroup(page, name).getByRole("heading")).toHaveText(name);
  const about = await section(page, "scan");
  await expect(about.getByText(name, { exact: true })).toBeVisible();
  await dropFiles(page, { name, bytes: new Uint8Array() });
  await expect(messages(page)).toContainText(name);
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
  await superResolveButton(page).click();
  await expect(messages(page)).toContainText("E_BANK");
  await expect(tile(page, "Super-resolved 2×")).toHaveCount(0);
  await expect(superResolveButton(page)).toBeEnabled();
});
