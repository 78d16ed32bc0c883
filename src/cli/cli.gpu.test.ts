/** The command line as a person runs it, on files. */

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseSafetensors } from "../banks/safetensors";
import type { Volume } from "../core/volume";
import { buildNifti } from "../formats/nifti/test-nifti";
import { readFirstScan, writeScan } from "../formats/registry";
import { fileAt } from "../hosts/node-file";
import { INTERPOLATIONS } from "../methods/interpolation/names";
import { testHead } from "../phantom/test-head";
import { fourierResized } from "./tables/simulate";
import { eigenvox, launched } from "./test-run";

const folder = mkdtempSync(join(tmpdir(), "eigenvox-cli-"));
const path = (name: string) => join(folder, name);
const read = async (name: string) => readFirstScan([await fileAt(path(name))]);
let phantom: Volume;

beforeAll(async () => {
  expect(launched("info", "--help").status).toBe(0);
  phantom = testHead({ dims: [33, 36, 30], spacing: 5, noise: 5 });
  writeFileSync(path("head.nii.gz"), await writeScan(phantom, { description: "phantom" }));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("train, info, degrade, upscale and evaluate work together", async () => {
  const train = eigenvox(
    "train",
    path("head.nii.gz"),
    "-o",
    path("bank"),
    "--factor",
    "2",
    "--method",
    "paper",
    "--patch",
    "5",
    "--sample",
    "0.5",
  );
  expect(train.stderr).toMatch(/Device: .+/);
  expect(train.status).toBe(0);
  expect(train.stdout).toBe("");

  const info = eigenvox("info", path("bank")).stdout;
  expect(info).toMatch(/method +paper, 2×, patch 5×5×5/);
  expect(info).toMatch(/trained on +head.nii.gz/);

  expect(eigenvox("degrade", path("head.nii.gz"), "-o", path("low.nii.gz"), "--factor", "2").status).toBe(0);
  const low = await read("low.nii.gz");
  expect(low.volume.dims).toEqual([16, 18, 15]);
  const { data, dims } = phantom;
  const corner = [0, 1].flatMap((z) =>
    [0, 1].flatMap((y) => [0, 1].map((x) => data[x + dims[0] * (y + dims[1] * z)] as number)),
  );
  expect(low.volume.data[0]).toBeCloseTo(corner.reduce((a, b) => a + b) / 8, 3);

  const thick = ["degrade", path("head.nii.gz"), "-o", path("thick.nii.gz"), "--factor", "1,1,4"];
  expect(eigenvox(...thick, "--degradation", "slice:z,3,1").status).toBe(0);
  expect((await read("thick.nii.gz")).volume.dims).toEqual([33, 36, 7]);

  const upscale = eigenvox(
    "upscale",
    path("low.nii.gz"),
    "-o",
    path("fine.nii.gz"),
    "--factor",
    "2",
    "--bank",
    path("bank"),
  );
  expect(upscale.status).toBe(0);
  const fine = await read("fine.nii.gz");
  expect(fine.volume.dims).toEqual([32, 36, 30]);
  expect(fine.volume.affine.map((v) => v.toFixed(4))).toEqual(phantom.affine.map((v) => v.toFixed(4)));
  expect(readFileSync(path("fine.nii.gz")).length).toBeGreaterThan(1000);

  const options = ["--factor", "2", "--bank", path("bank"), "--csv", path("scores.csv")];
  const run = eigenvox("evaluate", path("head.nii.gz"), ...options, "--json");
  const { settings, rows, banks, adapter, isComplete } = JSON.parse(run.stdout);
  expect(settings).toMatchObject({ factors: [[2, 2, 2]], degradations: ["box"], mask: "nonzero", ssimRange: 1 });
  expect(banks).toMatchObject([{ name: "bank", degradation: "box", hash: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  expect([isComplete, adapter]).toEqual([true, expect.any(String)]);
  const score = (name: string) => rows.find((row: { name: string }) => row.name === name);
  expect(rows.map(({ name }: { name: string }) => name)).toEqual([...INTERPOLATIONS, "bank, global filter", "bank"]);
  expect(score("nearest").psnr.masked).toBeLessThan(score("tricubic").psnr.masked);
  expect(score("bank").psnr.masked).toBeGreaterThan(score("tricubic").psnr.masked);

  const [header, ...lines] = readFileSync(path("scores.csv"), "utf8").trimEnd().split("\r\n");
  expect(header).toMatch(/^volume,factor,degradation,method,psnr_box_db,.*bank_sha256/);
  expect(lines).toHaveLength(rows.length);
  expect(lines.at(-1)).toContain(banks[0].hash);
});

test("evaluate prints the paper's table beside that of a folder, and says what it could not read", () => {
  const folder = path("scans");
  mkdirSync(join(folder, "more"), { recursive: true });
  copyFileSync(path("head.nii.gz"), join(folder, "a.nii.gz"));
  copyFileSync(path("head.nii.gz"), join(folder, "more", "b.nii.gz"));
  writeFileSync(join(folder, "more", "c.nii"), "no image");
  const run = eigenvox(
    "evaluate",
    folder,
    "--factor",
    "1,1,2",
    "--factor",
    "2,1,1",
    "--method",
    "nearest",
    "--method",
    "tricubic",
  );
  expect(run.stdout).toMatch(/2 volumes: a\.nii\.gz, b\.nii\.gz/);
  expect(run.stdout).toMatch(/^ +1×1×2, box +2×1×1, box$/m);
  // Two equal volumes do not deviate.
  expect(run.stdout).toMatch(/^tricubic +\d+\.\d\d ± 0\.00 \/ 0\.\d{4} ± 0\.0000 /m);
  expect(run.stdout).toMatch(/^proposed +35\.58 ± 0\.76 \/ 0\.9824 ± 0\.0040 /m);
  expect(run.stderr).toContain("Not evaluated: c.nii");
  expect(run.status).toBe(3);
});

test("a scan at fewer voxels is learned from too, and is no scan of its own", () => {
  const train = ["train", path("head.nii.gz"), "--factor", "2", "--noise", "own", "--device", "cpu"];
  expect(eigenvox(...train, "-o", path("as-is")).status).toBe(0);
  expect(eigenvox(...train, "--zooms", "0.8,0.7", "-o", path("zoomed")).status).toBe(0);
  const [asIs, zoomed] = ["as-is", "zoomed"].map((name) => parseSafetensors(readFileSync(path(name))).metadata);
  expect(asIs?.get("training_data")).toContain("head.nii.gz");
  expect(zoomed?.get("training_data")).toBe(asIs?.get("training_data"));
  expect(Number(zoomed?.get("training_rows"))).toBeGreaterThan(1.5 * Number(asIs?.get("training_rows")));
});

test("a folded bank is trained, described, applied with its maps, and learned from a scan itself", async () => {
  const train = ["train", path("head.nii.gz"), "-o", path("folded"), "--factor", "2"];
  expect(eigenvox(...train, "--rows", "5000").status).toBe(0);
  expect(eigenvox("info", path("folded")).stdout).toMatch(/method +folded, 2×, 57 taps, axes exchanged: xyz/);

  const low = path("low-folded.nii.gz");
  expect(eigenvox("degrade", path("head.nii.gz"), "-o", low, "--factor", "2").status).toBe(0);
  const upscale = ["upscale", low, "-o", path("folded.nii.gz"), "--factor", "2"];
  const maps = ["--error-map", path("error.nii.gz"), "--residual", path("residual.nii.gz"), "--back-project", "1"];
  maps.push("--sidecar", path("folded.json"));
  const run = eigenvox(...upscale, "--bank", path("folded"), ...maps);
  expect(run.stderr).toMatch(/Degraded again \(box\) it differs from the scan by [\d.e-]+ RMS, [\d.e-]+ before/);
  expect(run.status).toBe(0);
  expect((await read("folded.nii.gz")).volume.dims).toEqual([32, 36, 30]);
  const error = await read("error.nii.gz");
  expect(error.volume.dims).toEqual([32, 36, 30]);
  expect(Math.min(...error.volume.data)).toBeGreaterThanOrEqual(0);
  expect((await read("residual.nii.gz")).volume.dims).toEqual([16, 18, 15]);

  expect(JSON.parse(readFileSync(path("folded.json"), "utf8"))).toMatchObject({
    FileName: "folded.nii.gz",
    Sources: ["low-folded.nii.gz"],
    SourceHashes: [{ Value: createHash("sha256").update(readFileSync(low)).digest("hex") }],
    Parameters: { BackProjectionSteps: 1 },
  });

  const bytes = readFileSync(path("folded.nii.gz"));
  const text = gunzipSync(bytes).toString("latin1");
  expect(text).toContain("Back-projection steps: 1");
  expect(text).toMatch(/In classes learned from few rows: [\d.]+ % of the voxels/);

  const tricubic = eigenvox(...upscale, "--method", "tricubic", "--back-project", "1");
  const [, after, before] = /by ([\d.e-]+) RMS, ([\d.e-]+) before/.exec(tricubic.stderr) ?? [];
  expect(Number(after)).toBeLessThan(0.5 * Number(before));

  const self = eigenvox(...upscale, "--self");
  expect(self.stderr).toContain("Learned from the scan itself");
  expect(self.status).toBe(0);
});

test("a quality stands for a method and the bank of it that ships", () => {
  const args = ["upscale", path("head.nii.gz"), "-o", path("fine.nii.gz"), "--factor", "2", "--quality"];
  const run = eigenvox(...args, "fine", "--sidecar", path("fine.json"));
  expect(run.stderr).not.toMatch(/E_[A-Z]+/);
  expect(run.status).toBe(0);
  expect(readFileSync(path("fine.json"), "utf8")).toContain("two passes");
  expect(eigenvox(...args, "finest", "--mirrored", "--sidecar", path("finest.json")).status).toBe(0);
  const { GeneratedBy, Parameters } = JSON.parse(readFileSync(path("finest.json"), "utf8"));
  expect(GeneratedBy[0].Bank.Title).toContain("network");
  expect(Parameters.MirrorImages).toBe(true);
  expect(eigenvox(...args, "fine", "--mirrored").stderr).toContain("--mirrored needs a bank of: net");
  const odd = ["upscale", path("head.nii.gz"), "-o", path("odd.nii.gz"), "--factor", "2,1,1", "--quality", "finest"];
  expect(eigenvox(...odd).stderr).toContain("No shipped net bank for 2×1×1");

  const two = ["--factor", "2", "--factor", "2,1,1", "--quality", "fine", "--quality", "fast"];
  const judged = eigenvox("evaluate", path("head.nii.gz"), ...two, "--method", "tricubic", "--json");
  const { banks, rows } = JSON.parse(judged.stdout);
  for (const { name } of banks) expect(name).toMatch(/^(fine|folded)-2x-/);
  const work = (name: string) => rows.find((row: { name: string }) => row.name === name).multiplyAdds;
  expect(work("fine-2x-box.safetensors")).toBeGreaterThan(work("folded-2x-box.safetensors"));
  expect(judged.stderr).toContain("--quality fine: no fine bank ships for 2×1×1.");
});

test("a zero-filled scan is brought to its true grid first, and the files say so", async () => {
  const zeroFilled = fourierResized(phantom, 0, 66);
  writeFileSync(path("zero-filled.nii.gz"), await writeScan(zeroFilled, { description: "phantom" }));
  const args = ["upscale", path("zero-filled.nii.gz"), "-o", path("true.nii.gz"), "--factor", "2"];
  const run = eigenvox(...args, "--sidecar", path("true.json"));
  expect(run.stderr).toMatch(/Brought to the grid on which it was sampled: 66×36×30 to \d\d×36×30 voxels/);
  const { dims } = (await read("true.nii.gz")).volume;
  expect(dims[0]).toBeLessThan(66 * 1.5);
  const voxels = dims.map((n) => n / 2);
  expect(JSON.parse(readFileSync(path("true.json"), "utf8"))).toMatchObject({
    Parameters: { TrueGrid: { From: { Voxels: [66, 36, 30] }, To: { Voxels: voxels } } },
  });
  const [text] = /Brought first .*/.exec(gunzipSync(readFileSync(path("true.nii.gz"))).toString("latin1")) ?? [];
  expect(text).toContain(`sampled: from 66 x 36 x 30 voxels of 5 x 5 x 5 mm to ${voxels.join(" x ")} voxels of`);
  expect(eigenvox(...args, "--as-is", "--sidecar", path("true.json")).status).toBe(0);
  expect(JSON.parse(readFileSync(path("true.json"), "utf8")).Parameters.TrueGrid).toBeUndefined();
});

test("the baselines need no bank", async () => {
  for (const method of INTERPOLATIONS) {
    const args = ["upscale", path("head.nii.gz"), "-o", path("b.nii.gz"), "--factor", "1,2,1", "--method", method];
    expect(eigenvox(...args).status).toBe(0);
    expect((await read("b.nii.gz")).volume.dims).toEqual([33, 72, 30]);
  }
});

test.each([
  [2, "Unknown command", ["sharpen"]],
  [2, "E_ARGUMENT", ["upscale", path("head.nii.gz"), "-o", path("x"), "--factor", "5"]],
  [2, "E_ARGUMENT", ["upscale", path("head.nii.gz"), "--factor", "2"]],
  [2, "written as NIfTI", ["degrade", path("head.nii.gz"), "-o", path("low.mgz"), "--factor", "2"]],
  ...[
    ["residual", "map.nrrd"],
    ["error-map", "map.zip"],
  ].map(
    ([option, name]) =>
      [
        2,
        `--${option} ${path(name as string)}: volumes are written as NIfTI`,
        ["upscale", path("x"), "-o", path("x"), "--factor", "2", `--${option}`, path(name as string)],
      ] as const,
  ),
  [2, "expected fast, fine", ["upscale", path("x"), "-o", path("x"), "--factor", "2", "--quality", "best"]],
  [
    2,
    "--quality chooses",
    ["upscale", path("x"), "-o", path("x"), "--factor", "2", "--quality", "fine", "--method", "net"],
  ],
  [2, "E_ARGUMENT", ["info", "--frobnicate", path("head.nii.gz")]],
  [2, "needs the factor 1,1,4", ["evaluate", path("x"), "--factor", "2", "--degradation", "slice:z,3,1"]],
  [2, "E_ARGUMENT", ["upscale", path("x"), "-o", path("x"), "--factor", "2", "--method", "tricubic", "--self"]],
  [2, "E_ARGUMENT", ["train", "--method", "folded", path("x"), "-o", path("x"), "--factor", "2", "--taps", "125"]],
  [2, "--zooms 1.2", ["train", path("x"), "-o", path("x"), "--factor", "2", "--zooms", "1.2"]],
  [2, "--zooms 0:", ["train", path("x"), "-o", path("x"), "--factor", "2", "--zooms", "0"]],
  [
    2,
    "--zooms and sums",
    ["train", path("x"), "--factor", "2", "--zooms", "0.8", "--method", "paper", "--save-sums", "x"],
  ],
  [3, "E_NOT_FOUND", ["info", path("nothing.nii")]],
  [3, "E_NOT_NIFTI", ["info", path("text.nii")]],
  [3, "E_BANK", ["upscale", path("head.nii.gz"), "-o", path("x"), "--factor", "2", "--bank", path("text.nii")]],
  [3, "E_BAD_DIMS", ["train", path("voxel.nii"), "-o", path("x"), "--factor", "2", "--method", "paper"]],
  [
    3,
    "E_BAD_GEOMETRY",
    ["combine", path("head.nii.gz"), path("head.nii.gz"), "--mask", path("voxel.nii"), "-o", path("x")],
  ],
  [3, "E_BANK_MISMATCH", ["upscale", path("head.nii.gz"), "-o", path("x"), "--factor", "1,2,1"]],
] as const)("exit code %i with %s", (status, text, args) => {
  writeFileSync(path("text.nii"), "not an image, only a text that goes on for a while. ".repeat(20));
  writeFileSync(path("voxel.nii"), buildNifti({ dim: [3, 1, 1, 1] }));
  const run = eigenvox(...args);
  expect(run.stderr).toContain(text);
  expect(run.status).toBe(status);
  expect(run.stdout).toBe("");
  // Of data that is bad the usage tells nothing.
  if (status === 3) expect(run.stderr).not.toContain(`eigenvox ${args[0]}`);
});

test("what is odd in a file is told by info, when it is sharpened, and in the JSON beside the result", () => {
  const values = Array.from({ length: 24 }, (_, i) => i);
  const odd = buildNifti({ dim: [2, 4, 6], sformCode: 4097, calMin: 9, calMax: 1, slope: 1e30, values });
  writeFileSync(path("odd.nii"), new Uint8Array([...odd, 1, 2, 3]));
  const codes = ["W_GEOMETRY", "W_HEADER", "W_ONE_SLICE", "W_RANGE", "W_TRAILING"];
  const told = JSON.parse(eigenvox("info", "--json", path("odd.nii")).stdout);
  const known = (texts: readonly string[]) => texts.map((text) => text.split(":")[0]).sort();
  expect(known(told.series[0].warnings.map(({ code }: { code: string }) => code))).toEqual(codes);
  const files = ["-o", path("odd-fine.nii.gz"), "--sidecar", path("odd.json")];
  const run = eigenvox("upscale", path("odd.nii"), ...files, "--factor", "2", "--method", "nearest");
  expect(run.status).toBe(0);
  for (const code of codes) expect(run.stderr).toContain(code);
  expect(known(JSON.parse(readFileSync(path("odd.json"), "utf8")).Warnings)).toEqual(codes);
});

test("the launcher passes on what is asked, what is answered and the exit code", () => {
  for (const args of [["info", "--help"], ["sharpen"]]) {
    const { status, stdout, stderr } = eigenvox(...args);
    expect(launched(...args)).toMatchObject({ status, stdout, stderr });
  }
});

test("every command explains itself", () => {
  for (const command of ["upscale", "degrade", "train", "evaluate", "info"]) {
    const run = eigenvox(command, "--help");
    expect(run.stdout).toContain(`eigenvox ${command}`);
    expect(run.status).toBe(0);
  }
});
