/** The main job end to end: open, super-resolve, compare, save. */

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { upsampledAffine, voxelToWorld } from "../src/core/affine";
import type { Vec3 } from "../src/core/volume";
import { readNifti } from "../src/formats/nifti/read";
import { upscaleReference } from "../src/methods/paper/reference/upscale";
import { fact, openScan, pane, readout, superResolve } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank, testBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

const scan = awkwardHead();
const FINE: Vec3 = [48, 56, 44];
const LAST: Vec3 = [47, 55, 43];

test("a dropped scan is super-resolved, shown beside the original and saved with the numbers of the method", async ({
  page,
}) => {
  await shipTestBank(page);
  await page.goto("/");
  await openScan(page, await fileOf(scan, "sub-01 T1w.nii.gz"));
  await superResolve(page);

  await expect(pane(page, "Super-resolved")).toContainText("computed, not acquired");
  expect(await fact(pane(page, "Original"), "Grid")).toBe("24 × 28 × 22");
  expect(await fact(pane(page, "Super-resolved"), "Grid")).toBe("48 × 56 × 44");
  expect(await fact(pane(page, "Super-resolved"), "Spacing")).toBe("3.50 × 4.00 × 4.50 mm");
  expect(await fact(pane(page, "Super-resolved"), "Bank")).toMatch(/^Test bank · [0-9a-f]{12}$/);
  expect(await fact(pane(page, "Interpolated"), "Method")).toBe("Tricubic, 2×");

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save NIfTI" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("sub-01_T1w_sr2x.nii.gz");
  const file = readFileSync(await download.path());
  const saved = await readNifti(new Uint8Array(file));
  expect(gunzipSync(file).toString("latin1")).toContain("not acquired");

  // The saved file: the grid over the same field of view, and the values of the float64 reference.
  expect(saved.volume.dims).toEqual(FINE);
  expect(saved.details).toContain("geometry from sform (scanner)");
  const affine = upsampledAffine(scan.affine, [2, 2, 2]);
  for (const corner of [[0, 0, 0], LAST] as const) {
    const [found, wanted] = [voxelToWorld(saved.volume.affine, corner), voxelToWorld(affine, corner)];
    for (let axis = 0; axis < 3; axis++) expect(found[axis]).toBeCloseTo(wanted[axis] as number, 3);
  }
  const { strengthEdges, coherenceEdges, filters } = testBank;
  const expected = upscaleReference(Float64Array.from(scan.data), scan.dims, {
    factor: [2, 2, 2],
    patch: 3,
    gradientSigma: 0.85,
    filters,
    strengthEdges,
    coherenceEdges,
  });
  const differing = saved.volume.data.filter(
    (v, i) => Math.abs(v - (expected.output[i] as number)) > 1e-4 * expected.p,
  );
  // Voxels on the edge between two classes may take either filter. Source: method §9.
  expect(differing.length).toBeLessThan(saved.volume.data.length / 1000);

  // The page: what each pane says about the voxel under the crosshair.
  const canvas = pane(page, "Interpolated").locator("canvas");
  for (const position of [
    { x: 60, y: 200 },
    { x: 110, y: 260 },
    { x: 300, y: 180 },
  ]) {
    await canvas.click({ position });
    const original = await readout(pane(page, "Original"));
    const interpolated = await readout(pane(page, "Interpolated"));
    const superResolved = await readout(pane(page, "Super-resolved"));
    const at = ([x, y, z]: readonly number[], [nx, ny]: Vec3) =>
      (x as number) + nx * ((y as number) + ny * (z as number));
    expectShown(original.value, scan.data[at(original.voxel, scan.dims)] as number);
    const fine = at(superResolved.voxel, FINE);
    expectShown(superResolved.value, saved.volume.data[fine] as number);
    expectShown(interpolated.value, (expected.upsampled[fine] as number) * expected.p);
    expect(interpolated.voxel).toEqual(superResolved.voxel);
    expect(superResolved.voxel.map((v) => Math.floor(v / 2))).toEqual(original.voxel);
    const centre = voxelToWorld(affine, superResolved.voxel as unknown as Vec3);
    for (let axis = 0; axis < 3; axis++) {
      // The crosshair lies in the voxel it names: at most half its diagonal away from its centre.
      expect(Math.abs((superResolved.mm[axis] as number) - (centre[axis] as number))).toBeLessThan(3.6);
    }
  }
});

/** A shown value has five significant digits. */
function expectShown(shown: number, exact: number): void {
  expect(Math.abs(shown - exact)).toBeLessThanOrEqual(6e-5 * Math.abs(exact) + 1e-3);
}

test("the bank that comes with the page gives what the command line gives", async ({ page }, testInfo) => {
  const input = await fileOf(scan, "head.nii.gz");
  await page.goto("/");
  await openScan(page, input);
  const factors = page.getByRole("group", { name: "Factor" }).getByRole("radio");
  await expect(factors.first()).toBeEnabled();
  await superResolve(page);
  expect(await fact(pane(page, "Super-resolved"), "Method")).toBe("Learned filters, folded, 2×");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save NIfTI" }).click(),
  ]);
  const saved = await readNifti(new Uint8Array(readFileSync(await download.path())));

  const [from, to] = [testInfo.outputPath("head.nii.gz"), testInfo.outputPath("fine.nii.gz")];
  writeFileSync(from, input.bytes);
  const upscale = ["src/tools/eigenvox.mjs", "upscale", from, "-o", to, "--factor", "2", "--method", "folded"];
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  execFileSync(process.execPath, upscale, { cwd });
  const computed = await readNifti(new Uint8Array(readFileSync(to)));
  expect(saved.volume.affine).toEqual(computed.volume.affine);
  const { data } = computed.volume;
  const peak = data.reduce((a, b) => Math.max(a, b));
  // Another build of WebGPU may round otherwise; a voxel on the edge between two classes may then change filter.
  const differing = saved.volume.data.filter((v, i) => Math.abs(v - (data[i] as number)) > 1e-5 * peak);
  expect(differing.length).toBeLessThanOrEqual(data.length / 1000);
});
