import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readFirstScan, writeScan } from "../formats/registry";
import { fileOf } from "../hosts/browser-file";
import { DEFAULT_SETTINGS } from "../jobs/evaluate/rows";
import { testHead } from "../phantom/test-head";
import {
  BANKS_URL,
  given,
  memoryStorage,
  openOne,
  phantomFile,
  silent,
  startSession,
  trainingRequest,
} from "./test-session";
import type { TrainingReport, TrainingVolumeInfo } from "./training-wire";
import type { FilesRead } from "./wire";

const text = new File(["no scan"], "notes.txt");

test("a scan is opened, made sharp, looked at and saved", async () => {
  const session = startSession();
  expect(await session.openDevice("auto")).toMatchObject({ available: true });
  const [bank] = await session.listBanks(BANKS_URL);
  expect(bank).toMatchObject({ method: "folded", factor: [2, 2, 2], origin: "shipped" });

  const scan = await openOne(session, await phantomFile("a.nii.gz", 24, 1));
  const fractions: number[] = [];
  const result = await session.superResolve(
    { jobId: "1", scanId: scan.id, bankId: bank?.id, steps: 1 },
    ({ fraction }) => fractions.push(fraction),
  );
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
  expect(result.superResolved.dims).toEqual([48, 52, 44]);
  expect(result.provenance).toMatchObject({ method: "folded", bankTitle: bank?.title, consistency: { steps: 1 } });
  expect(result.maps).toEqual(["error", "residual"]);
  const map = await session.resultMap(result.resultId, "residual");
  expect(map.volume.dims).toEqual(scan.volume.dims);
  expect(map.window[0]).toBe(-map.window[1]);

  const file = await session.encodeResult(result.resultId);
  const saved = await readFirstScan([fileOf(new File([file], "saved.nii.gz"))]);
  expect(saved.volume.data).toEqual(result.superResolved.data);
  expect(saved.volume.affine).toEqual(result.superResolved.affine.map(Math.fround));

  await session.forgetScan(scan.id);
  await expect(session.encodeResult(result.resultId)).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  const gone = { jobId: "2", scanId: scan.id, bankId: bank?.id, steps: 0 };
  await expect(session.superResolve(gone, silent)).rejects.toMatchObject({ code: "E_NOT_FOUND" });
});

test("a scan teaches its own bank, and a cancelled job leaves the next one its place", async () => {
  const session = startSession();
  const { id: scanId } = await openOne(session, await phantomFile("a.nii.gz", 32, 1));
  const request = { scanId, learn: { factor: [2, 2, 2], degradation: "box" }, steps: 0 } as const;
  const cancelled = session.superResolve({ ...request, jobId: "1" }, () => void session.cancel("1"));
  const waiting = session.superResolve({ ...request, jobId: "2" }, silent);
  await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
  expect((await waiting).provenance).toMatchObject({ method: "folded", bankTitle: "the scan itself, 2× box" });
});

describe("training", () => {
  const read = async (session: ReturnType<typeof startSession>, sides: readonly number[]) => {
    const infos: TrainingVolumeInfo[] = [];
    const files = await Promise.all(sides.map((side, i) => phantomFile(`${i}.nii.gz`, side, i + 1)));
    await session.addTrainingVolumes(given(text, ...files), ({ outcome }: FilesRead<TrainingVolumeInfo>) => {
      if (outcome.ok) infos.push(outcome.value);
    });
    expect(infos).toHaveLength(sides.length);
    return infos.map(({ id }) => id);
  };

  test("gives a bank with its scores, which is saved, kept, found again and used", async () => {
    const storage = memoryStorage();
    const session = startSession({ storage });
    const request = trainingRequest("folded", await read(session, [30, 28]));
    expect(await session.planTraining(request)).toMatchObject({ rows: expect.any(Number), doneShare: 0 });
    const report = await session.train("1", { ...request, settings: { rowsPerVolume: 20_000 } }, silent);
    expect(report).toMatchObject({ method: "folded", sums: undefined, metadata: { title: "a folded bank" } });
    const [{ scores } = { scores: [] }] = report.scores;
    const masked = (name: string) => scores.find((score) => score.name === name)?.psnr.masked as number;
    expect(masked("new bank")).toBeGreaterThan(masked("tricubic") + 0.5);

    await session.keepBank(report.bank.id);
    const later = startSession({ storage });
    expect(await later.ownBanks()).toEqual([{ ...report.bank, isKept: true }]);
    expect(await later.encodeBank(report.bank.id)).toEqual(await session.encodeBank(report.bank.id));
    const { id: scanId } = await openOne(later, await phantomFile("b.nii.gz", 16, 5));
    const use = { jobId: "2", scanId, bankId: report.bank.id, steps: 0 };
    expect((await later.superResolve(use, silent)).provenance.bankHash).toBe(report.hash);
    await later.removeBank(report.bank.id);
    expect(await startSession({ storage }).ownBanks()).toEqual([]);
  });

  test("that was kept and interrupted goes on in another session", async () => {
    const storage = memoryStorage();
    const session = startSession({ storage });
    const ids = await read(session, [22, 20]);
    const settings = { patch: 5, sample: 0.3, shrinkRows: 500 };
    const request = { ...trainingRequest("paper", ids), settings, keep: true };
    const whole = await startSession().methods();
    expect(whole.find(({ id }) => id === "paper")).toMatchObject({ learns: true, keepsSums: true, takesPrior: false });
    const stopWhen = ({ solver }: TrainingReport) => solver && void session.cancel("1");
    await expect(session.train("1", request, stopWhen)).rejects.toMatchObject({ name: "AbortError" });

    const later = startSession({ storage });
    expect(await later.keptTraining()).toMatchObject({ request, doneShare: expect.any(Number) });
    const restored = await later.restoreTraining();
    const stages = new Set<string>();
    const report = await later.train("2", restored.request, ({ stage }) => stages.add(stage));
    expect(await later.keptTraining()).toBeUndefined();
    // The sums were complete: only what follows them is done.
    expect(report.sums).toMatchObject({ method: "paper", settings: { patch: 5 }, rows: report.metadata.trainingRows });
    const file = new File([await later.encodeSums(report.sums?.id ?? "")], "a.sums.safetensors");
    const again = await later.loadSums(file);
    expect(again).toMatchObject({ rows: report.metadata.trainingRows, trainingData: report.metadata.trainingData });
    const merging = later.mergeSums([again.id, report.sums?.id ?? ""]);
    await expect(merging).rejects.toMatchObject({ code: "E_SUMS_REPEATED" });
    expect(await later.mergeSums([again.id])).toMatchObject({ rows: again.rows });
  });

  test("pools sums of several sessions, in any order", async () => {
    const settings = { rowsPerVolume: 1000, noise: "own" };
    const file = new File([readFileSync(new URL("folded-2x-box.safetensors", BANKS_URL))], "common.safetensors");
    const sites: File[] = [];
    for (const seed of [1, 2]) {
      const session = startSession();
      const ids = await read(session, [20 + 2 * seed]);
      const classesId = (await session.openBank(file)).id;
      const volumes = ids.map((id) => ({ id, mask: "auto", heldOut: false }) as const);
      const { sums } = await session.train(
        "1",
        { ...trainingRequest("folded", ids), volumes, settings, classesId },
        silent,
      );
      expect(sums).toMatchObject({ method: "folded", settings: { taps: 57, ...settings } });
      sites.push(new File([await session.encodeSums(sums?.id ?? "")], `${seed}.sums.safetensors`));
    }
    const pooled = async (files: readonly File[]) => {
      const session = startSession();
      const ids: string[] = [];
      for (const file of files) ids.push((await session.loadSums(file)).id);
      const { id: continueFrom } = await session.mergeSums(ids);
      const request = { ...trainingRequest("folded", []), settings: {}, continueFrom };
      const { bank, metadata } = await session.train("1", request, silent);
      expect(metadata.trainingData).toHaveLength(files.length);
      return session.encodeBank(bank.id);
    };
    expect(await pooled([...sites].reverse())).toEqual(await pooled(sites));
  });

  test("tells of what is cut from its volumes", async () => {
    const session = startSession();
    const { data, ...grid } = testHead({ dims: [20, 22, 18], spacing: 8, noise: 6 });
    const bytes = await writeScan({ ...grid, data: data.map((value) => value - 100) }, { description: "phantom" });
    const ids: string[] = [];
    await session.addTrainingVolumes(given(new File([bytes], "negative.nii.gz")), ({ outcome }) => {
      if (outcome.ok) ids.push(outcome.value.id);
    });
    const volumes = ids.map((id) => ({ id, mask: "auto", heldOut: false }) as const);
    const request = { ...trainingRequest("paper", ids), volumes, settings: { patch: 5, sample: 0.3, shrinkRows: 500 } };
    const { notices } = await session.train("1", request, silent);
    expect(notices).toEqual([
      { code: "W_CLIPPED", text: expect.stringMatching(/^Training volume 1: [\d.]+ % of the voxels are negative/) },
    ]);
  });

  test("is refused for a method that does not learn, and for settings out of their range", async () => {
    const session = startSession();
    const ids = await read(session, [20]);
    const request = {
      ...trainingRequest("tricubic", ids),
      volumes: [{ id: ids[0] ?? "", mask: "auto", heldOut: false }],
    };
    await expect(session.train("1", request as never, silent)).rejects.toMatchObject({ code: "E_ARGUMENT" });
    const bad = { ...request, method: "folded", settings: { taps: 58 } };
    await expect(session.train("1", bad as never, silent)).rejects.toMatchObject({ code: "E_ARGUMENT" });
  });
});

test("an evaluation scores, shows and opens its results", async () => {
  const session = startSession();
  const [bank] = await session.listBanks(BANKS_URL);
  const ids: string[] = [];
  const files = [await phantomFile("a.nii.gz", 24, 1), text, await phantomFile("a.nii.gz", 22, 2)];
  await session.addEvaluationVolumes(given(...files), ({ outcome }) => {
    if (outcome.ok) ids.push(outcome.value.id);
  });
  const settings = { ...DEFAULT_SETTINGS, interpolations: ["tricubic"] } as const;
  const request = { volumeIds: ids, bankIds: [bank?.id ?? ""], settings };
  const seen: number[] = [];
  const evaluation = await session.evaluate("1", request, silent, ({ volumes }) => seen.push(volumes.length));
  expect(seen).toEqual([1, 2]);
  expect(evaluation).toMatchObject({ isComplete: true, failures: [] });
  expect(evaluation.rows.map(({ volume, name }) => [volume, name])).toEqual([
    ["a.nii.gz", "tricubic"],
    ["a.nii.gz", bank?.title],
    ["a.nii.gz (2)", "tricubic"],
    ["a.nii.gz (2)", bank?.title],
  ]);
  const of = { volume: "a.nii.gz", factor: [2, 2, 2], degradation: "box" } as const;
  expect((await session.evaluationPictures(of)).methods).toHaveLength(2);
  const shown = await session.showEvaluated("2", { ...of, name: bank?.title ?? "" }, silent);
  expect(shown.result.provenance).toMatchObject({ method: "folded", degradation: "box" });
  expect(shown.result.superResolved.dims).toEqual(shown.scan.volume.dims);

  const cancelled = await session.evaluate("3", request, silent, () => void session.cancel("3"));
  expect(cancelled).toMatchObject({ isComplete: false, volumes: [{ name: "a.nii.gz" }] });
});
