/** A browser without WebGPU: the processor computes, and everything works. */

import { readFileSync } from "node:fs";
import { readNifti } from "../src/formats/nifti/test-nifti";
import {
  brightest,
  cornerText,
  fact,
  openScan,
  pixels,
  saveResult,
  section,
  superResolve,
  tile,
} from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

const PROCESSOR = /processor, WebAssembly on \d+ cores?/;

test("a scan is made sharp, compared and saved, and filters are learned from it", async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/");
  expect(await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) ?? null)).toBeNull();
  await expect(page.getByRole("button", { name: PROCESSOR })).toBeVisible();
  await openScan(page, await fileOf(awkwardHead(), "sub-01_T1w.nii.gz"));
  const made = await superResolve(page);
  expect(await cornerText(tile(page, made), "origin")).toBe("computed, not acquired");
  expect(brightest(await pixels(tile(page, made)))).toBeGreaterThan(100);
  const trust = await section(page, "trust");
  expect(await fact(trust, "Computed")).toMatch(PROCESSOR);

  const { image, sidecar } = await saveResult(page);
  const saved = await readNifti(new Uint8Array(readFileSync(await image.path())));
  expect(saved.volume.dims).toEqual([48, 56, 44]);
  expect(saved.volume.data.every(Number.isFinite)).toBe(true);
  expect(JSON.parse(readFileSync(await sidecar.path(), "utf8")).GeneratedBy[0].Backend).toMatch(PROCESSOR);

  await page
    .getByRole("group", { name: "Made by" })
    .getByRole("radio", { name: /^Learn from this scan/ })
    .check();
  await (await section(page, "super-resolve")).getByRole("button", { name: "Super-resolve again" }).click();
  await expect.poll(() => fact(trust, "Bank"), { timeout: 60_000 }).toBe("the scan itself, 2× box");
});
