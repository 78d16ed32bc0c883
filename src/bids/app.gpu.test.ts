/** The BIDS App as it is built: all levels on a data set of phantoms. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSafetensors } from "../banks/safetensors";
import { eigenvox } from "../cli/test-run";
import { describeDataset, writePhantom, writeText } from "./test-dataset";

const folder = mkdtempSync(join(tmpdir(), "eigenvox-bids-"));
const raw = join(folder, "Lee^Min", "raw");
const out = join(folder, "out");
const ONE = "sub-01/anat/sub-01_T1w.nii.gz";
const TWO = "sub-02/ses-a/anat/sub-02_ses-a_run-1_T1w.nii";
const HELD_OUT = "sub-03/anat/sub-03_T1w.nii.gz";
const BROKEN = "sub-04/anat/sub-04_T1w.nii.gz";
const sumsOf = (scan: string) => scan.replace(/_T1w.*/, "_mod-T1w_desc-folded2xbox_sums.safetensors");
const besideSums = (scan: string) => sumsOf(scan).replace(/safetensors$/, "json");
const resultOf = (scan: string) => scan.replace(/_T1w.*/, "_desc-superres_T1w.nii.gz");
const COMMON = ["--device", "cpu", "--rows", "2000"];

beforeAll(async () => {
  const { status, stdout } = spawnSync(process.execPath, ["src/tools/eigenvox-bids.mjs", "--version"], {
    encoding: "utf8",
  });
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^Eigenvox \d/)]);
  describeDataset(raw);
  for (const [seed, scan] of [ONE, TWO, HELD_OUT].entries()) await writePhantom(raw, scan, seed + 1);
  writeText(raw, BROKEN, "no scan, whatever its name says. ".repeat(30));
  writeText(raw, "sub-01/anat/sub-01_T1w.json", JSON.stringify({ SkullStripped: true }));
});
afterAll(() => rmSync(folder, { recursive: true }));

const PROGRAM = "dist/cli/eigenvox-bids.js";
const run = (...args: string[]) => spawnSync(process.execPath, [PROGRAM, raw, out, ...args], { encoding: "utf8" });
const start = (...args: string[]) => spawn(process.execPath, [PROGRAM, raw, out, ...args], { stdio: "ignore" });
const ended = (child: ChildProcess) => new Promise((done) => child.on("close", done));
const read = (name: string) => readFileSync(join(out, name), "utf8");
const readJson = (name: string) => JSON.parse(read(name));
const tensors = (path: string) =>
  [...parseSafetensors(readFileSync(path)).tensors].map(([name, { bytes }]) => [
    name,
    Buffer.from(bytes).toString("hex"),
  ]);
const allFiles = () =>
  readdirSync(out, { recursive: true, encoding: "utf8" }).filter((name) => statSync(join(out, name)).isFile());

describe("the level participant", () => {
  it("lists the scans and where their sums go, and makes nothing", () => {
    const { status, stdout } = run("participant", "--list", "--held_out", "sub-03");
    expect(status).toBe(0);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ scan }) => scan)).toEqual([ONE, TWO, BROKEN]);
    expect(lines[1]).toEqual({
      ...{ participant: "02", session: "a", scan: TWO, sums: sumsOf(TWO), output: resultOf(TWO), heldOut: false },
    });
    expect(existsSync(out)).toBe(false);
  });

  it("sums up each scan, in jobs beside each other too", async () => {
    const jobs = [ONE, TWO].map((scan) => ended(start("participant", ...COMMON, "--scan", scan)));
    expect(await Promise.all(jobs)).toEqual([0, 0]);
    for (const scan of [ONE, TWO]) {
      const sidecar = readJson(besideSums(scan));
      expect(sidecar).toMatchObject({
        ...{
          Sources: [`bids:raw:${scan}`],
          Voxels: [30, 34, 32],
          Settings: { rowsPerVolume: 2000, degradation: "box" },
        },
      });
      expect(sidecar.Rows).toBeGreaterThan(1000);
    }
    expect(readJson("dataset_description.json")).toMatchObject({
      ...{ DatasetType: "derivative", GeneratedBy: [{ Name: "Eigenvox" }], SourceDatasets: [expect.any(Object)] },
    });
  });

  it("keeps what is there, and says why a scan failed, having done the others", () => {
    const before = statSync(join(out, sumsOf(ONE))).mtimeMs;
    const { status, stdout, stderr } = run("participant", ...COMMON, "--held-out", "03");
    expect([status, stdout]).toEqual([3, "0 made, 2 kept, 1 failed\n"]);
    expect(stderr).toContain(`E_NOT_NIFTI: ${BROKEN}: `);
    expect(statSync(join(out, sumsOf(ONE))).mtimeMs).toBe(before);
    const failure = readJson(sumsOf(BROKEN).replace(/safetensors$/, "failed.json"));
    expect(failure).toMatchObject({ Sources: [`bids:raw:${BROKEN}`], Code: "E_NOT_NIFTI" });
  });

  it("makes anew what is not whole, or was made otherwise", () => {
    const path = join(out, sumsOf(TWO));
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, 1000));
    expect(run("participant", ...COMMON, "--scan", TWO).stdout).toBe("1 made, 0 kept, 0 failed\n");
    expect(readFileSync(path).equals(whole)).toBe(true);
    const otherwise = run("participant", ...COMMON, "--seed", "7", "--scan", TWO);
    expect(otherwise.stdout).toBe("1 made, 0 kept, 0 failed\n");
    expect(run("participant", ...COMMON, "--scan", TWO, "--overwrite").stdout).toBe("1 made, 0 kept, 0 failed\n");
    expect(readFileSync(path).equals(whole)).toBe(true);
  });
});

describe("the level group", () => {
  it("solves the bank of all scans and judges it on those held out", () => {
    // Sums of scans that the data set has no more count too, but not twice, and not by halves.
    const copies = ["sub-08/anat/sub-08_T1w.nii.gz", "sub-09/anat/sub-09_T1w.nii.gz"];
    for (const copy of copies) writeText(out, sumsOf(copy), readFileSync(join(out, sumsOf(ONE))));
    const twin = { ...readJson(besideSums(ONE)), Sources: [`bids:raw:${copies[0]}`] };
    writeText(out, besideSums(copies[0] as string), JSON.stringify(twin));
    const { status, stdout, stderr } = run("group", ...COMMON, "--held-out", "03", "--progress", "json");
    for (const copy of copies) rmSync(join(out, copy.split("/")[0] as string), { recursive: true });
    expect([status, stderr]).toEqual([0, ""]);
    const last = JSON.parse(stdout.trim().split("\n").at(-1) as string);
    expect(last).toMatchObject({ type: "result", files: { bank: join(out, "bank.safetensors") }, method: "folded" });
    // The bank is that of the scans learned from at once.
    const classes = ["--classes-of", "public/banks/folded-2x-box.safetensors"];
    const once = join(folder, "once.safetensors");
    const scans = [ONE, TWO].map((scan) => join(raw, scan));
    expect(eigenvox("train", ...scans, "--factor", "2", ...COMMON, ...classes, "-o", once).status).toBe(0);
    expect(tensors(join(out, "bank.safetensors"))).toEqual(tensors(once));

    const bank = readJson("bank.json");
    expect(bank.Scans.map(({ Sources }: { Sources: string[] }) => Sources[0])).toEqual(
      expect.arrayContaining([ONE, TWO].map((scan) => `bids:raw:${scan}`)),
    );
    expect(bank.HeldOut).toEqual([`bids:raw:${HELD_OUT}`]);
    expect(bank.LeftOut).toEqual([
      { Source: `bids:raw:${copies[0]}`, Reason: `it has the voxels of bids:raw:${ONE}` },
      { Source: sumsOf(copies[1] as string), Reason: "its sums are not complete" },
      { Source: `bids:raw:${BROKEN}`, Reason: expect.stringMatching(/^E_NOT_NIFTI: /) },
    ]);
    const { rows, volumes } = readJson("scores.json");
    expect(volumes.map(({ name }: { name: string }) => name)).toEqual(["sub-03_T1w"]);
    const psnr = (name: string) => rows.find((row: { name: string }) => row.name === name).psnr.masked;
    expect(psnr("bank of this data set")).toBeGreaterThan(psnr("tricubic") + 1);
    expect(read("scores.csv")).toContain("sub-03_T1w,2 2 2,box,folded-2x-box.safetensors,");
    expect(read("report.html")).toMatch(/sub-04_T1w\.nii\.gz.*E_NOT_NIFTI/s);
  });

  it("takes sums that were merged elsewhere, and knows the scans in them", () => {
    const merged = join(folder, "merged.safetensors");
    const sums = [ONE, TWO].map((scan) => join(out, sumsOf(scan)));
    expect(eigenvox("merge", ...sums, "--save-sums", merged, "--device", "cpu").status).toBe(0);
    const before = tensors(join(out, "bank.safetensors"));
    const scans = readJson("bank.json").Scans;
    expect(run("group", ...COMMON, "--sums", merged).status).toBe(0);
    expect(tensors(join(out, "bank.safetensors"))).toEqual(before);
    expect(readJson("bank.json").Scans).toEqual(scans);
    // Nobody is held out: scores of before are not this bank's.
    expect(existsSync(join(out, "scores.json"))).toBe(false);
    expect(readJson("bank.json").LeftOut).toContainEqual({
      ...{ Source: `bids:raw:${HELD_OUT}`, Reason: "it is not in the sums that were given" },
    });
    expect(run("group", ...COMMON, "--held-out", "03").status).toBe(0);
  });
});

describe("the level apply", () => {
  it("makes each scan finer by the group's bank, and sums up what must be known", () => {
    expect(run("apply", ...COMMON, "--scan", ONE).status).toBe(0);
    expect(existsSync(join(out, "apply.json"))).toBe(false);
    const { status, stdout } = run("apply", ...COMMON);
    expect([status, stdout]).toEqual([3, "2 made, 1 kept, 1 failed\n"]);
    const sidecar = readJson(resultOf(ONE).replace(/nii\.gz$/, "json"));
    expect(sidecar).toMatchObject({
      ...{ Sources: [`bids:raw:${ONE}`], SkullStripped: true, Parameters: { Method: "folded", Factor: [2, 2, 2] } },
    });
    expect(sidecar.GeneratedBy[0].Bank.SHA256).toBe(readJson("bank.json").SHA256);
    const { Results, Failed } = readJson("apply.json");
    expect(Results.map(({ Result }: { Result: string }) => Result)).toEqual([ONE, TWO, HELD_OUT].map(resultOf));
    expect(Failed).toEqual([{ Source: `bids:raw:${BROKEN}`, Reason: expect.stringMatching(/^E_NOT_NIFTI: /) }]);
    expect(JSON.parse(eigenvox("info", join(out, resultOf(ONE)), "--json").stdout).series[0].dims).toEqual([
      60, 68, 64,
    ]);
  });
});

describe("what is written", () => {
  it("does not tell where the scans lie, and leaves nothing half done", () => {
    const names = allFiles();
    expect(names).toContain("report.html");
    expect(names.filter((name) => /(^|\/)\.(?!bidsignore)/.test(name))).toEqual([]);
    for (const name of names) {
      const text = readFileSync(join(out, name), "latin1");
      expect(text.includes(folder) || text.includes("Lee^Min"), name).toBe(false);
    }
    expect(read("report.html")).not.toMatch(/<script|\bsrc=|url\(/);
  });

  it.skipIf(!process.env.BIDS_VALIDATOR)("is what the BIDS validator takes", () => {
    const validate = (root: string) =>
      spawnSync(process.execPath, ["src/tools/bids-validator.mjs", root], { encoding: "utf8" }).stdout;
    expect(validate(out)).toBe("");
    expect(validate(raw)).toBe(`NIFTI_HEADER_UNREADABLE /${BROKEN}\n`);
  });
});

it.each([
  [2, "E_ARGUMENT", ["participant", "--participant-label", "99"]],
  [2, "E_ARGUMENT", ["group", "--bank", "x"]],
  [2, "E_ARGUMENT", ["apply", "--mirrored"]],
  [2, "E_ARGUMENT", ["everything"]],
  [2, "E_ARGUMENT", ["participant", "--method", "paper"]],
  [3, "E_NOT_FOUND", ["participant", "--suffix", "FLAIR"]],
  [3, "E_NOT_FOUND", ["participant", "--participant-label", "03", "--held-out", "03"]],
  [3, "E_NOT_FOUND", ["group", "--factor", "3"]],
  [3, "E_BANK_MISMATCH", ["apply", "--factor", "3"]],
])("exits with %i, %s: %j", (status, code, args) => {
  const failed = run(...args);
  expect(failed.stderr).toContain(`${code}: `);
  expect(failed.status).toBe(status);
});
