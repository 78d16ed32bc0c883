/** The main job end to end: open, super-resolve, compare, save. */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { upsampledAffine, voxelToWorld } from "../src/core/affine";
import type { Vec3 } from "../src/core/volume";
import { readNifti } from "../src/formats/nifti/test-nifti";
import { upscaleReference } from "../src/methods/paper/reference/upscale";
import { cornerText, fact, openScan, readout, saveResult, section, superResolve, tile } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank, testBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

const scan = awkwardHead();
const FINE: Vec3 = [48, 56, 44];
const LAST: Vec3 = [47, 55, 43];
const INTERPOLATED = "Interpolated 2×";

const DEVICES = [
  { device: "cpu", name: /processor, WebAssembly on \d+ cores?/ },
  { device: "software", name: /swiftshader/i },
];
for (const { device, name } of DEVICES) {
  test(`on ${device}, a dropped scan is super-resolved, shown beside the original and saved with the numbers of the method`, async ({
    page,
  }) => {
    await shipTestBank(page);
    await page.goto(`/?device=${device}`);
    await openScan(page, await fileOf(scan, "sub-01_T1w.nii.gz"));
    const made = await superResolve(page);

    expect(await cornerText(tile(page, made), "origin")).toBe("computed, not acquired");
    expect(await cornerText(tile(page, INTERPOLATED), "origin")).toBe("tricubic, no detail added");
    const about = await section(page, "scan");
    expect(await fact(about, "Size")).toBe("48 × 56 × 44 voxels");
    expect(await fact(about, "Voxel")).toBe("3.50 × 4.00 × 4.50 mm");
    const trust = await section(page, "trust");
    expect(await fact(trust, "Bank")).toBe("Test bank");
    expect(await fact(trust, "Bank hash")).toMatch(/^[0-9a-f]{16}$/);
    expect(await fact(trust, "Computed")).toMatch(name);

    const { image, sidecar } = await saveResult(page);
    expect(image.suggestedFilename()).toBe("sub-01_res-sr2x_desc-superres_T1w.nii.gz");
    const file = readFileSync(await image.path());
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

    // What lies beside it says how it came to be.
    expect(sidecar.suggestedFilename()).toBe("sub-01_res-sr2x_desc-superres_T1w.json");
    expect(JSON.parse(readFileSync(await sidecar.path(), "utf8"))).toMatchObject({
      Computed: true,
      FileName: "sub-01_res-sr2x_desc-superres_T1w.nii.gz",
      GeneratedBy: [{ Bank: { Title: "Test bank", SHA256: expect.stringMatching(/^[0-9a-f]{64}$/) } }],
      Parameters: { Method: "paper", Factor: [2, 2, 2], Degradation: "box" },
    });

    // The page: what each tile says about the voxel under the crosshair.
    const target = tile(page, INTERPOLATED);
    const { width, height } = (await target.boundingBox()) as { width: number; height: number };
    for (const [right, down] of [
      [-40, -20],
      [10, 60],
      [50, -70],
    ] as const) {
      await target.click({ position: { x: width / 2 + right, y: height / 2 + down } });
      const original = await readout(tile(page));
      const interpolated = await readout(target);
      const superResolved = await readout(tile(page, made));
      const at = ([x, y, z]: Vec3, [nx, ny]: Vec3) => x + nx * (y + ny * z);
      expectShown(original.value, scan.data[at(original.voxel, scan.dims)] as number);
      const fine = at(superResolved.voxel, FINE);
      expectShown(superResolved.value, saved.volume.data[fine] as number);
      expectShown(interpolated.value, (expected.upsampled[fine] as number) * expected.p);
      expect(interpolated.voxel).toEqual(superResolved.voxel);
      expect(superResolved.voxel.map((v) => Math.floor(v / 2))).toEqual(original.voxel);
      const centre = voxelToWorld(affine, superResolved.voxel);
      for (let axis = 0; axis < 3; axis++) {
        // The crosshair lies in the voxel it names: at most half its diagonal away from its centre.
        expect(Math.abs((superResolved.mm[axis] as number) - (centre[axis] as number))).toBeLessThan(3.6);
      }
    }
  });
}

/** A shown value has five significant digits. */
function expectShown(shown: number, exact: number): void {
  expect(Math.abs(shown - exact)).toBeLessThanOrEqual(6e-5 * Math.abs(exact) + 1e-3);
}

test("a name that can be a person's is in no saved file unless it is asked for", async ({ page }) => {
  const input = await fileOf(scan, "Doe^John_19700101.nii.gz");
  const hash = createHash("sha256").update(input.bytes).digest("hex");
  await shipTestBank(page);
  await page.goto("/");
  await openScan(page, input);
  await superResolve(page);

  const nameless = await saveResult(page);
  expect(nameless.image.suggestedFilename()).toBe(`scan-${hash.slice(0, 8)}_res-sr2x_desc-superres.nii.gz`);
  expect(gunzipSync(readFileSync(await nameless.image.path())).toString("latin1")).not.toContain("Doe");
  const text = readFileSync(await nameless.sidecar.path(), "utf8");
  expect(text).not.toContain("Doe");
  expect(JSON.parse(text).SourceHashes).toEqual([{ Algorithm: "SHA-256", Value: hash }]);

  const display = await section(page, "display");
  await display.getByRole("checkbox", { name: "Keep scan names in saved files' names" }).check();
  const named = await saveResult(page);
  expect(named.image.suggestedFilename()).toContain("Doe");
  expect(readFileSync(await named.sidecar.path(), "utf8")).toContain("Doe^John_19700101.nii.gz");
});

test("the bank that comes with the page gives what the command line gives", async ({ page }, testInfo) => {
  const input = await fileOf(scan, "head.nii.gz");
  await page.goto("/");
  await openScan(page, input);
  const factors = page.getByRole("group", { name: "Factor" }).getByRole("radio");
  await expect(factors.first()).toBeEnabled();
  // Its voxels are larger than any that were learned from, so that the bank is taken only by hand.
  const bank = page
    .locator(".bank-row", { hasText: "learned from voxels of 0.67 to 1.15 mm" })
    .filter({ hasText: "Learned filters, folded · Averaged blocks" });
  await expect(bank.getByRole("radio")).not.toBeChecked();
  await bank.getByRole("radio").check();
  await superResolve(page);
  const { image, sidecar } = await saveResult(page);
  const { Parameters } = JSON.parse(readFileSync(await sidecar.path(), "utf8"));
  expect(Parameters).toMatchObject({ Method: "folded", Factor: [2, 2, 2] });
  const saved = await readNifti(new Uint8Array(readFileSync(await image.path())));

  const [from, to] = [testInfo.outputPath("head.nii.gz"), testInfo.outputPath("fine.nii.gz")];
  writeFileSync(from, input.bytes);
  const bankPath = "public/banks/folded-2x-box.safetensors";
  const upscale = ["src/tools/eigenvox.mjs", "upscale", from, "-o", to, "--factor", "2", "--bank", bankPath];
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
