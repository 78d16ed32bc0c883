import { describe, expect, test } from "vitest";
import { fourierResized } from "../cli/tables/simulate";
import { probe } from "../core/probe";
import { seededRandom } from "../core/random";
import { sha256 } from "../core/sha256";
import { placeOf, type Vec3, voxelCount } from "../core/volume";
import { buildNifti } from "../formats/nifti/test-nifti";
import { readFirstScan, writeScan } from "../formats/registry";
import { fileOf } from "../hosts/browser-file";
import { testHead } from "../phantom/test-head";
import type { EngineCalls } from "./api";
import { BANKS_URL, openOne, phantomFile, silent, startSession } from "./test-session";

const MIDDLE: Vec3 = [0, -9, 20];

async function start(side = 24) {
  const session = startSession();
  const banks = await session.listBanks(BANKS_URL);
  const file = await phantomFile("Doe^John.nii.gz", side, 1);
  const scan = await openOne(session, file);
  const bank = (method: string) => banks.find((one) => one.method === method && one.factor[2] === 2)?.id ?? "";
  return { session, file, scan, folded: bank("folded"), fine: bank("fine"), paper: bank("paper"), net: bank("net") };
}

const run = (session: EngineCalls, jobId: string, request: Parameters<EngineCalls["planResult"]>[0]) =>
  session.superResolve({ ...request, jobId }, silent);

test("results are kept until they are forgotten, or their scan is", async () => {
  const { session, scan, folded, paper } = await start(20);
  const first = await run(session, "1", { scanId: scan.id, bankId: folded, steps: 0 });
  const second = await run(session, "2", { scanId: scan.id, bankId: paper, steps: 0 });
  expect(first.histogram.counts.reduce((a, b) => a + b)).toBeGreaterThan(1000);
  for (const { resultId } of [first, second]) expect((await session.encodeResult(resultId)).size).toBeGreaterThan(999);
  await session.forgetResult(first.resultId);
  await expect(session.encodeResult(first.resultId)).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  await session.encodeResult(second.resultId);
  await session.forgetScan(scan.id);
  await expect(session.encodeResult(second.resultId)).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  await expect(session.explainVoxel(second.resultId, MIDDLE)).rejects.toMatchObject({ code: "E_NOT_FOUND" });
});

test("how often a result is corrected goes by the scan's noise, where it is not told", async () => {
  const session = startSession();
  const [bank] = await session.listBanks(BANKS_URL);
  for (const [noise, crispness, steps] of [
    [2, 0, 1],
    [100, 0, 0],
    [100, 1, 1],
  ] as const) {
    const random = seededRandom(3);
    const values = Array.from({ length: 24 ** 3 }, (_, i) => {
      const [x, y, z] = placeOf(i, [24, 24, 24]);
      const tissue = 500 + 300 * Math.sin(x / 6) * Math.cos(y / 7) + 100 * Math.sin(z / 5);
      return Math.round(tissue + noise * (2 * random() - 1));
    });
    const scan = await openOne(session, new File([buildNifti({ dim: [3, 24, 24, 24], values })], "smooth.nii"));
    const { provenance } = await run(session, "1", { scanId: scan.id, bankId: bank?.id, crispness });
    expect(provenance.consistency?.steps).toBe(steps);
  }
});

test("a plan tells the grid and the memory, and the time once the method was timed", async () => {
  const { session, scan, folded, fine } = await start();
  const request = { scanId: scan.id, bankId: folded, steps: 1 };
  const plan = await session.planResult(request);
  expect(plan).toMatchObject({ dims: [48, 52, 44] });
  expect(plan.spacing[0]).toBeCloseTo(scan.volume.spacing[0] / 2, 5);
  expect(plan.hostBytes).toBeGreaterThan(4 * 4 * voxelCount(plan.dims));
  expect(plan.deviceBytes).toBeGreaterThan(2 ** 20);
  expect(plan.seconds).toBeUndefined();
  await run(session, "1", request);
  expect((await session.planResult(request)).seconds).toBeGreaterThan(0);
  const other = { ...request, bankId: fine };
  expect((await session.planResult(other)).seconds).toBeUndefined();
  await session.timeBanks("2", [request, other]);
  const { seconds = 0 } = await session.planResult(other);
  const started = performance.now();
  await run(session, "3", other);
  // Of other work on the machine it knows nothing.
  const ratio = seconds / ((performance.now() - started) / 1000);
  expect(ratio).toBeGreaterThan(1 / 30);
  expect(ratio).toBeLessThan(30);
  const learning = { scanId: scan.id, steps: 0, learn: { factor: [2, 2, 2], degradation: "box" } } as const;
  expect((await session.planResult(learning)).seconds).toBeUndefined();
  await expect(session.planResult({ ...request, scanId: "gone" })).rejects.toMatchObject({ code: "E_NOT_FOUND" });
});

test("the mean over mirror images is planned, made and previewed where the method has a use for it", async () => {
  const { session, scan, net, folded } = await start(12);
  expect((await session.methods()).filter(({ mirrors }) => mirrors).map(({ id }) => id)).toEqual(["net"]);
  const request = { scanId: scan.id, bankId: net, steps: 0, mirrored: true };
  await session.timeBanks("1", [{ ...request, mirrored: false }]);
  const before = await session.planResult(request);
  expect(before.mirroredSeconds).toBeUndefined();
  await session.timeBanks("1", [request, { ...request, bankId: folded }]);
  const { seconds = 0, mirroredSeconds = 0 } = await session.planResult(request);
  expect(seconds).toBe(before.seconds);
  expect(mirroredSeconds / seconds).toBeGreaterThan(1.5);
  expect(mirroredSeconds / seconds).toBeLessThan(12);
  const other = await session.planResult({ ...request, bankId: folded });
  expect(other.mirroredSeconds).toBe(other.seconds);

  const plain = await run(session, "2", { ...request, mirrored: false });
  const whole = await run(session, "3", request);
  expect(plain.provenance).not.toHaveProperty("mirrored");
  expect(whole.provenance.mirrored).toBe(true);
  expect(whole.superResolved.data).not.toEqual(plain.superResolved.data);
  const names = { fileName: "", sourceName: "", keepNames: false };
  expect(JSON.parse(await session.sidecar(whole.resultId, names)).Parameters.MirrorImages).toBe(true);
  const preview = await session.preview("4", request, { aroundMm: MIDDLE, sizeVoxels: [4, 5, 6] });
  expectPartOf(preview.superResolved, whole.superResolved, 1e-4 * scan.range[1]);

  const noise = async (jobId: string, mirrored: boolean) =>
    (await session.flatNoise(jobId, { ...request, mirrored })).result;
  expect(await noise("5", true)).toBeLessThan(await noise("6", false));

  expect((await run(session, "7", { ...request, bankId: folded })).provenance).not.toHaveProperty("mirrored");
}, 120_000);

/** A head of which x has about 1.5 times the voxels that were sampled. */
async function openZeroFilled(session: EngineCalls) {
  const head = testHead({ dims: [32, 34, 30], spacing: 5, noise: 6 });
  const volume = fourierResized(head, 0, 48);
  return openOne(session, new File([await writeScan(volume, { description: "head" })], "head.nii.gz"));
}

test("a plan knows what was learned of the scan on its true grid", async () => {
  const session = startSession();
  const scan = await openZeroFilled(session);
  const learn = { factor: [2, 2, 2], degradation: "box" } as const;
  const request = { scanId: scan.id, steps: 0, learn, trueGrid: true } as const;
  const plan = await session.planResult(request);
  expect(plan.seconds).toBeUndefined();
  const { superResolved, provenance } = await run(session, "1", request);
  expect(provenance.bankHash).not.toBe("");
  const { dims } = superResolved;
  expect(dims[0]).toBeLessThan(2 * 40);
  expect(provenance.trueGrid).toMatchObject({ from: { dims: [48, 34, 30] }, to: { dims: dims.map((n) => n / 2) } });
  const again = await session.planResult(request);
  expect(again.seconds).toBeGreaterThan(0);
  for (const { dims, spacing } of [plan, again]) {
    expect(dims).toEqual(superResolved.dims);
    for (const [axis, mm] of spacing.entries()) expect(mm).toBeCloseTo(superResolved.spacing[axis] as number, 6);
  }
  expect((await session.planResult({ ...request, trueGrid: false })).seconds).toBeUndefined();
});

test("what fits is measured, and can be cancelled", async () => {
  const { session, scan, folded, paper } = await start(40);
  const candidates = [
    { bankId: folded, steps: 0 },
    { bankId: paper, steps: 0 },
    { learn: { factor: [2, 2, 2], degradation: "box" }, steps: 0 },
  ] as const;
  const request = { scanId: scan.id, candidates, aroundMm: MIDDLE };
  const fractions: number[] = [];
  const found = await session.assess("1", request, ({ fraction }) => fractions.push(fraction));
  expect(found[0]?.gainDb).toBeGreaterThan(0.3);
  expect(found[1]?.gainDb).toBeGreaterThan(0.3);
  expect(found[2]).toEqual({});
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect((await session.planResult({ scanId: scan.id, ...candidates[0] })).seconds).toBeGreaterThan(0);
  const again = await session.assess("2", request, silent);
  expect(again[0]?.gainDb).toBe(found[0]?.gainDb);
  await expect(session.assess("3", request, () => void session.cancel("3"))).rejects.toMatchObject({
    name: "AbortError",
  });
});

test("scans too small to be measured on have no measure, and banks of two factors none in common", async () => {
  const { session, scan, folded } = await start(8);
  const request = { scanId: scan.id, candidates: [{ bankId: folded, steps: 0 }], aroundMm: MIDDLE };
  expect(await session.assess("1", request, silent)).toEqual([{}]);
  const other = { learn: { factor: [3, 3, 3], degradation: "box" }, steps: 0 } as const;
  const mixed = { ...request, candidates: [...request.candidates, other] };
  await expect(session.assess("2", mixed, silent)).rejects.toMatchObject({ code: "E_ARGUMENT" });
});

describe("a preview", () => {
  test.each(["folded", "paper"] as const)("is a box of the %s result", async (method) => {
    const { session, scan, ...banks } = await start(28);
    const request = { scanId: scan.id, bankId: banks[method], steps: 1 };
    const box = { aroundMm: MIDDLE, sizeVoxels: [6, 7, 8] } as const;
    const preview = await session.preview("1", request, box);
    expect(preview.superResolved.dims).toEqual([12, 14, 16]);
    const { superResolved } = await run(session, "2", request);
    expectPartOf(preview.superResolved, superResolved, 1e-4 * scan.range[1]);
  });

  test("learns from the whole scan, once", async () => {
    const { session, scan } = await start(32);
    const request = { scanId: scan.id, steps: 0, learn: { factor: [2, 2, 2], degradation: "box" } } as const;
    const box = { aroundMm: MIDDLE, sizeVoxels: [6, 6, 6] } as const;
    const preview = await session.preview("1", request, box);
    const stages = new Set<string>();
    const whole = await session.superResolve({ ...request, jobId: "3" }, ({ stage }) => stages.add(stage));
    expect(
      [...stages].filter((stage) => !/^(Loading|Interpol|Reading|Classifying|Applying|Comparing)/.test(stage)),
    ).toEqual([]);
    expect(whole.provenance).toMatchObject({ bankTitle: "the scan itself, 2× box", bankHash: expect.any(String) });
    expect(preview.isSuperResolved).toBe(true);
    expectPartOf(preview.superResolved, whole.superResolved, 1e-4 * scan.range[1]);
  });

  test("is not called super-resolved where the scan teaches nothing", async () => {
    const { session, scan } = await start(8);
    const request = { scanId: scan.id, steps: 0, learn: { factor: [2, 2, 2], degradation: "box" } } as const;
    const preview = await session.preview("1", request, { aroundMm: MIDDLE, sizeVoxels: [4, 4, 4] });
    expect(preview.isSuperResolved).toBe(false);
    expect(preview.superResolved.data).toEqual(preview.interpolated.data);
  });
});

function expectPartOf(part: Parameters<typeof probe>[0], whole: Parameters<typeof probe>[0], tolerance: number) {
  const [nx, ny] = part.dims;
  const first = probe(whole, [part.affine[3], part.affine[7], part.affine[11]] as unknown as Vec3).voxel;
  const wrong: string[] = [];
  for (let i = 0; i < part.data.length; i++) {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const at = first[0] + x + whole.dims[0] * (first[1] + y + whole.dims[1] * (first[2] + z));
    const difference = Math.abs((part.data[i] as number) - (whole.data[at] as number));
    if (difference > tolerance) wrong.push(`${x},${y},${z}: ${difference}`);
  }
  expect(wrong).toEqual([]);
}

test("a voxel is explained", async () => {
  const { session, scan, folded } = await start(28);
  const { resultId, superResolved } = await run(session, "1", { scanId: scan.id, bankId: folded, steps: 0 });
  const found = await session.explainVoxel(resultId, MIDDLE);
  const { voxel, value } = probe(superResolved, MIDDLE);
  expect(found).toMatchObject({ voxel, value, method: "folded" });
  const [pass] = found.passes;
  expect(pass?.classTitle).toMatch(/^structure \d/);
  expect(pass?.filtered).toBeCloseTo(value, 0);
  expect(Math.hypot(...(found.direction ?? []))).toBeCloseTo(1, 6);
  expect(pass?.filters[0]?.taps).toHaveLength(5 ** 3);
  expect(pass?.trainingRows).toBeGreaterThan(0);
  expect(found.expectedError).toBeGreaterThan(0);
});

test("a sidecar tells where a result comes from, without names unless asked for", async () => {
  const { session, file, scan, folded } = await start(16);
  const { resultId, provenance } = await run(session, "1", { scanId: scan.id, bankId: folded, steps: 1 });
  const names = { fileName: "scan-1_res-sr2x_desc-superres_T1w.nii.gz", sourceName: scan.name };
  const hash = await sha256(await file.arrayBuffer());
  const text = await session.sidecar(resultId, { ...names, keepNames: false });
  expect(text).not.toContain("Doe");
  expect(JSON.parse(text)).toMatchObject({
    Description: expect.stringContaining("computed, not acquired"),
    Sources: [`sha256:${hash}`],
    SourceHashes: [{ Algorithm: "SHA-256", Value: hash }],
    SpatialReference: "orig",
    Resolution: "5 × 5 × 5 mm, 2 × 2 × 2 times finer than the source",
    GeneratedBy: [{ Name: "Eigenvox", Version: expect.any(String), Bank: { SHA256: provenance.bankHash } }],
    Parameters: { Method: "folded", Factor: [2, 2, 2], Degradation: "box", BackProjectionSteps: 1 },
    Consistency: { RMS: expect.any(Number) },
    Warnings: [],
  });
  expect(JSON.parse(await session.sidecar(resultId, { ...names, keepNames: true })).Sources).toEqual([scan.name]);
});

test("super-resolution works on the frame that is shown, and says so", async () => {
  const session = startSession();
  const [bank] = await session.listBanks(BANKS_URL);
  const { data, dims } = testHead({ dims: [14, 14, 12], spacing: 12, noise: 6 });
  const values = [...data.map(Math.round), ...data.map((value) => Math.round(2 * value))];
  const scan = await openOne(session, new File([buildNifti({ dim: [4, ...dims, 2], values })], "two.nii"));
  const request = { scanId: scan.id, bankId: bank?.id, steps: 0 };
  const first = await run(session, "1", request);
  await session.scanFrame(scan.id, 1);
  const second = await run(session, "2", request);
  expect([first, second].map(({ provenance }) => provenance.frame)).toEqual([
    [1, 2],
    [2, 2],
  ]);
  const sum = (of: typeof first) => of.superResolved.data.reduce((a, b) => a + b, 0);
  expect(sum(second) / sum(first)).toBeCloseTo(2, 1);
  const saved = await session.encodeResult(second.resultId);
  const text = new TextDecoder("latin1").decode(
    await new Response(saved.stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer(),
  );
  expect(text).toContain("Frame of the scan: 2 of 2");
  expect((await readFirstScan([fileOf(new File([saved], "a.nii.gz"))])).frames).toBe(1);
  expect(
    JSON.parse(await session.sidecar(first.resultId, { fileName: "", sourceName: "", keepNames: false })),
  ).toMatchObject({ Parameters: { Frame: 1, Frames: 2 }, Warnings: [expect.stringContaining("2 frames")] });
});

test("progress goes one way through learning, applying and comparing", async () => {
  const { session, scan } = await start(32);
  const learn = { factor: [2, 2, 2], degradation: "box" } as const;
  const seen: { stage: string; fraction: number }[] = [];
  await session.superResolve({ jobId: "1", scanId: scan.id, learn, steps: 1 }, (progress) => seen.push(progress));
  const fractions = seen.map(({ fraction }) => fraction);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
  expect(new Set(seen.map(({ stage }) => stage)).size).toBeGreaterThan(4);
});
