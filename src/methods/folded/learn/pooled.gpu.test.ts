import { beforeAll, describe, expect, test } from "vitest";
import { withWords } from "../../../banks/bank";
import { hashIn } from "../../../banks/training-data";
import type { Executor } from "../../../compute/executor";
import { seededRandom } from "../../../core/random";
import { sha256 } from "../../../core/sha256";
import type { Volume } from "../../../core/volume";
import { BACKENDS, PROCESSOR } from "../../../hosts/test-backends";
import { trainBank } from "../../../jobs/train";
import { testHead } from "../../../phantom/test-head";
import { writeBank } from "../../bank-file";
import { meanResidual } from "../../common/binned-bank";
import type { DescribedSums, LearningTask } from "../../method";
import { readSums } from "../../sums-file";
import type { FoldedBank, FoldedClasses } from "../bank";
import { FOLDED } from "../method";
import { FOLDED_LEARNER } from "./learner";
import type { PooledLevel, PooledSums } from "./pooled-sums";
import { FOLDED_SUMS } from "./sums-file";
import { classesOf, FOLDED_TRAIN_DEFAULTS, trainFolded } from "./train";
import { trainFoldedLevels } from "./train-levels";

const head = (seed: number): Volume => testHead({ dims: [24, 26, 22], spacing: 6, seed, noise: 4 });
const inputOf = (volume: Volume) => ({ volume, mask: "auto" }) as const;
const SCANS = Array.from({ length: 6 }, (_, i) => head(i + 1));

const settings = { rowsPerVolume: 3000 };
const task = { factor: [2, 2, 2], degradation: "box", seed: 1, settings } as const satisfies LearningTask;
const learning = { ...FOLDED_TRAIN_DEFAULTS, ...task, rowsPerVolume: 3000 };

const contents = async (sums: DescribedSums) =>
  new Uint8Array(await new Blob([...FOLDED_SUMS.write(sums)]).arrayBuffer());
const opened = (bytes: Uint8Array<ArrayBuffer>) =>
  readSums({ size: bytes.length, read: async (begin, end) => bytes.slice(begin, end) });
const throughFile = async (sums: DescribedSums) => (await opened(await contents(sums))).described;

describe.each(BACKENDS)("$name", (backend) => {
  let executor: Executor;
  /** A bank that everybody has. */
  let common: FoldedBank;
  beforeAll(async () => {
    executor = await backend.shared();
    const learned = await trainFoldedLevels(executor, [inputOf(head(9))], [0, 0.03], learning);
    common = withWords<FoldedBank>(learned, { title: "common", trainingData: [] });
  });
  const longTest = test.runIf(backend === PROCESSOR);

  const train = async (volumes: readonly Volume[], own: Partial<LearningTask<FoldedBank>>) => {
    const run = FOLDED_LEARNER.start(volumes.map(inputOf), { ...task, ...own });
    const words = { title: "pooled", trainingData: own.base?.metadata.trainingData ?? [] };
    const { bank, sums } = await trainBank(executor, FOLDED, run, words);
    return { bank: bank as FoldedBank, sums: { metadata: bank.metadata, sums } };
  };
  const hashOf = (bank: FoldedBank) => sha256(writeBank({ method: FOLDED, bank }, { filters: "F32" }));

  longTest("ten orders and groupings of six scans' sums give one bank, that of all scans at once", async () => {
    const parts: DescribedSums[] = [];
    for (const scan of SCANS) parts.push(await throughFile((await train([scan], { classesOf: common })).sums));
    const random = seededRandom(5);
    const hashes = new Set<string>();
    for (let round = 0; round < 10; round++) {
      const left = [...parts];
      while (left.length > 1) {
        const pick = () => left.splice(Math.floor(random() * left.length), 1)[0] as DescribedSums;
        const group = Array.from({ length: Math.min(left.length, 2 + Math.floor(random() * 2)) }, pick);
        left.push(FOLDED_SUMS.merge(group));
      }
      const { bank } = await train([], { base: await throughFile(left[0] as DescribedSums) });
      hashes.add(await hashOf(bank));
    }
    expect(hashes.size).toBe(1);

    const merged = FOLDED_SUMS.merge(parts);
    const words = { title: "pooled", trainingData: merged.metadata.trainingData };
    const same = async (bank: FoldedBank) => expect(await hashOf(withWords(bank, words))).toBe([...hashes][0]);
    await same((await train([...SCANS].reverse(), { classesOf: common })).bank);
    // Some summed up elsewhere, the others added here.
    await same((await train(SCANS.slice(2), { base: FOLDED_SUMS.merge(parts.slice(0, 2)) })).bank);
    // With a pull towards another bank, too.
    const drawn = await train([], { base: merged, prior: common });
    await expect(train([...SCANS], { classesOf: common, prior: common })).resolves.toMatchObject({
      bank: { structureFilters: drawn.bank.structureFilters, noisier: drawn.bank.noisier },
    });
    expect(drawn.bank.structureFilters).not.toEqual((await train([], { base: merged })).bank.structureFilters);
  });

  test("sums survive their file, which holds no name", async () => {
    const { bank, sums } = await train(SCANS.slice(0, 2), { classesOf: common });
    const named = { ...sums, metadata: { ...sums.metadata, trainingData: ["Kim Chul-soo"] } };
    const bytes = await contents(named);
    expect(new TextDecoder("latin1").decode(bytes)).not.toContain("Kim");
    const { method, described } = await opened(bytes);
    expect(method).toBe(FOLDED);
    expect(described.metadata.trainingData.map(hashIn)).toEqual(
      (sums.sums as PooledSums).scans.map(({ hash }) => hash),
    );
    const facts = FOLDED_SUMS.describe(described);
    expect(facts).toMatchObject({
      rows: bank.metadata.trainingRows,
      settings: { taps: 57, ...settings, noise: "levels" },
    });
    expect(facts.bytes).toBeGreaterThan(0.9 * bytes.length);
    expect(facts.bytes).toBeLessThan(bytes.length);
    expect(await sha256(await contents(described))).toBe(await sha256(bytes));
  });

  test("filters and errors are about those of sums that are not rounded, on the same voxels", async () => {
    const scan = SCANS[0] as Volume;
    const { bank, sums } = await train([scan], { classesOf: common, settings: { ...settings, noise: "own" } });
    const hash = (sums.sums as PooledSums).scans[0]?.hash ?? "";
    const plain = await trainFolded(executor, [inputOf(scan)], {
      ...learning,
      given: classesOf(common),
      streams: [Number.parseInt(hash.slice(0, 8), 16)],
    });
    expect(bank.structureRows).toEqual(plain.structureRows);
    expect(bank.levelRows).toEqual(plain.levelRows);
    const most = (own: Float32Array, other: Float32Array) =>
      own.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (other[i] as number))), 0);
    expect(most(bank.structureFilters, plain.structureFilters)).toBeLessThan(1e-4);
    expect(most(bank.levelFilters, plain.levelFilters)).toBeLessThan(1e-4);
    // Of each class's own filter, not of the mean of two.
    const error = ({ structureRows, structureResidual }: FoldedClasses) =>
      meanResidual(structureRows, structureResidual);
    expect(error(bank) / error(plain as FoldedBank)).toBeCloseTo(1, 2);
  });

  test("a scan whose axes are not alike is told of, where the common bank exchanges them", async () => {
    const scan = SCANS[0] as Volume;
    const run = FOLDED_LEARNER.start([inputOf({ ...scan, spacing: [1, 1, 3] })], { ...task, classesOf: common });
    expect((await run.run(executor, {})).notices).toMatchObject([{ code: "W_EXCHANGE" }]);
  });

  describe("refused by name are", () => {
    let sums: DescribedSums;
    beforeAll(async () => {
      sums = (await train([SCANS[0] as Volume], { classesOf: common })).sums;
    });
    const own = () => sums.sums as PooledSums;
    const coded = (code: string) => expect.objectContaining({ code });

    test.each([
      ["version", { software: "Eigenvox 0.0.0" }],
      ["factor", { factor: [3, 3, 3] }],
      ["degradation", { degradation: "kspace" }],
      ["taps", { taps: 27 }],
      ["classes", { classes: "shape" }],
      ["exchanged axes", { exchange: "none" }],
      ["rows per scan", { rowsPerVolume: 1000 }],
    ] as const)("sums of another %s", (rule, change) => {
      const other = { ...sums, sums: { ...own(), ...change, scans: [] } };
      expect(() => FOLDED_SUMS.merge([sums, other])).toThrow(coded("E_SUMS_MISMATCH"));
      expect(() => FOLDED_SUMS.merge([sums, other])).toThrow(`their ${rule} differ`);
    });

    test("sums of other edges or levels of noise", () => {
      const [calm, noisy] = own().levels as [PooledLevel, PooledLevel];
      const merge = (levels: readonly PooledLevel[]) =>
        FOLDED_SUMS.merge([sums, { ...sums, sums: { ...own(), levels, scans: [] } }]);
      expect(() => merge([{ ...calm, strengthEdges: [0.1, 0.2] }, noisy])).toThrow("their bin edges differ");
      expect(() => merge([calm])).toThrow("their levels of noise differ");
      expect(() => merge([calm, noisy])).not.toThrow();
    });

    test("a scan that is there twice", async () => {
      expect(() => FOLDED_SUMS.merge([sums, sums])).toThrow(coded("E_SUMS_REPEATED"));
      const repeated = expect.objectContaining({ code: "E_SUMS_REPEATED" });
      const scan = SCANS[0] as Volume;
      await expect(train([scan], { base: sums })).rejects.toThrow(repeated);
      await expect(train([scan, { ...scan }], { classesOf: common })).rejects.toThrow(repeated);
    });

    test("more than 10⁹ rows together", () => {
      const [calm, noisy] = own().levels as [PooledLevel, PooledLevel];
      const many = { ...calm.structure, rows: calm.structure.rows.map((rows, c) => (c === 0 ? 999_999_999 : rows)) };
      const levels = [{ ...calm, structure: many }, noisy];
      const large = { ...sums, sums: { ...own(), levels, scans: [] } };
      expect(() => FOLDED_SUMS.merge([sums, large])).toThrow("more than the 1000000000");
    });

    test("another factor or degradation than the sums', and classes of another bank", () => {
      const start = (change: Partial<LearningTask<FoldedBank>>) => () =>
        FOLDED_LEARNER.start([], { ...task, ...change });
      expect(start({ base: sums, degradation: "kspace" })).toThrow(coded("E_SUMS_MISMATCH"));
      expect(start({ classesOf: common, factor: [3, 3, 3] })).toThrow(coded("E_BANK_MISMATCH"));
      expect(start({ classesOf: common })).toThrow(coded("E_ARGUMENT"));
      const prior = { ...common, strengthEdges: [0.1, 0.2] as const };
      expect(start({ base: sums, prior })).toThrow(coded("E_BANK_MISMATCH"));
    });

    test("files of damaged or impossible sums, and of other methods", async () => {
      const bytes = await contents(sums);
      const read = (change: (bytes: Uint8Array) => void) => {
        const other = bytes.slice();
        change(other);
        return opened(other);
      };
      await expect(read((own) => own.fill(1, own.length - 1))).rejects.toThrow("it was damaged");
      await expect(opened(writeBank({ method: FOLDED, bank: common }))).rejects.toThrow(/not eigenvox-accumulators/);
      const impossible = (change: (sum: BigInt64Array) => void) => {
        const [calm, noisy] = own().levels as [PooledLevel, PooledLevel];
        const level = { ...calm.level, sums: calm.level.sums.map((sum) => sum?.slice()) };
        change(level.sums.find((sum) => sum !== undefined) as BigInt64Array);
        return contents({ ...sums, sums: { ...own(), levels: [{ ...calm, level }, noisy] } });
      };
      const overflowing = await impossible((sum) => sum.fill(2n ** 62n, 3, 4));
      await expect(opened(overflowing)).rejects.toThrow(
        /level_sums" holds sums of class \d+ that \d+ rows cannot have/,
      );
    });

    test("a scan of intensities beyond all bounds", async () => {
      const scan = SCANS[1] as Volume;
      const spiked = { ...scan, data: scan.data.map((value, i) => (i % 5003 === 2501 ? 1e9 : value)) };
      await expect(train([spiked], { classesOf: common })).rejects.toThrow(coded("E_INTENSITY"));
    });
  });
});
