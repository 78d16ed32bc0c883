/** Super-resolution of held scans: what it would take and give, how well it fits, a part of it, and all of it. */

import type { Executor } from "../compute/executor";
import type { JobQueue, QueuedJob } from "../compute/job-queue";
import { upsampledGrid } from "../core/affine";
import { boxAround, cutOut } from "../core/box";
import { EigenvoxError } from "../core/errors";
import { intensityFacts } from "../core/histogram";
import { worldToVoxel } from "../core/probe";
import { type JobOptions, partOf } from "../core/progress";
import { isSameFactor, type Vec3, type Volume } from "../core/volume";
import { defaultSteps } from "../degradations/degradation";
import { trueGridOf } from "../evidence/true-grid";
import { assess, assessedBox } from "../jobs/assess";
import { type FlatNoise, flatNoise } from "../jobs/flat-noise";
import type { LearnedFromScan } from "../jobs/learn-from-scan";
import { bankAtNoise } from "../jobs/noise-choice";
import { superResolvePart } from "../jobs/part";
import { planMemory } from "../jobs/plan";
import { trueGridFacts, verbOf } from "../jobs/provenance";
import {
  type HashedBank,
  LEARNING_SHARE,
  learnHashed,
  type SuperResolveOptions,
  superResolve,
} from "../jobs/super-resolve";
import { timeBank } from "../jobs/time-bank";
import { type Method, mirroredBank, operationsOf } from "../methods/method";
import type { EngineCalls } from "./api";
import type { Banks } from "./banks";
import type { Findings } from "./findings";
import type { Results } from "./results";
import { copied, type HeldScan, type Scans } from "./scans";
import { Timings } from "./timings";
import type { Assessment, MapKind, ResultPlan, RunRequest } from "./wire";

type Run = Omit<RunRequest, "scanId">;

/** A run with the bank it asks for: the one to apply, or with `learn` the one to start from. */
type LoadedRun = Pick<HashedBank["bank"]["metadata"], "factor" | "degradation"> &
  Pick<Run, "steps"> & {
    readonly bank: HashedBank | undefined;
    readonly learn: Method | undefined;
    readonly crispness: number;
    readonly mirrored: boolean;
    readonly isOnTrueGrid: boolean;
  };

/** What a run is made with: filters, or what was to be learned of the scan, and what both depend on of the whole of it. */
type Applying = Pick<SuperResolveOptions, "bank" | "learned" | "units" | "noise">;

/** What is kept beside a result, to be compared with it and to be trusted by. */
const KEPT = { keepInterpolated: true, wantErrors: true };

/** What WebGPU promises of every device. */
const LEAST_LIMITS = { bindingBytes: 2 ** 27 };

export class Runs {
  private readonly timings = new Timings();

  /** `selfMethod` learns from scans themselves. */
  constructor(
    private readonly queue: JobQueue,
    private readonly scans: Scans,
    private readonly banks: Banks,
    private readonly results: Results,
    private readonly findings: Findings,
    private readonly selfMethod: Method | undefined,
  ) {}

  /** Throws `E_NOT_FOUND`, `E_BANK`, and `E_GPU_LIMIT` for a result of which no part fits the device. */
  async plan({ scanId, ...request }: RunRequest): Promise<ResultPlan> {
    const scan = this.scans.held.get(scanId);
    const run = await this.load(request);
    const method = run.learn ?? run.bank?.method;
    const executor = await this.queue.executor().catch(() => undefined);
    const limits = executor?.limits ?? LEAST_LIMITS;
    const held = run.isOnTrueGrid ? this.findings.heldOnTrueGrid(scan) : scan.volume;
    const input = held ?? trueGridOf(scan.volume, (await this.findings.evidence(scan)).axes);
    const { dims, spacing } = upsampledGrid(input, run.factor);
    // Before a scan was looked at nobody waits for its noise to be estimated: a plan is of the most there can be.
    const steps = run.steps ?? defaultSteps(run.degradation);
    const needsLearning = run.learn !== undefined && !(held && this.findings.facts.get(held, learnedKey(run)));
    const secondsOf = (mirrored: boolean) =>
      needsLearning || !method || !executor
        ? undefined
        : this.timings.expect(
            timedName(executor, method, mirrored),
            steps,
            operationsOf(method, run.learn ? undefined : run.bank?.bank, run.factor, input.dims, limits),
          );
    const [seconds, mirroredSeconds] = [secondsOf(false), secondsOf(true)];
    return {
      dims,
      spacing,
      ...planMemory(limits, input, { ...run, ...KEPT, steps, isCopied: true, method: method ?? {} }),
      ...(seconds === undefined ? {} : { seconds }),
      ...(mirroredSeconds === undefined ? {} : { mirroredSeconds }),
    };
  }

  /** Throws `E_NOT_FOUND`, `E_BANK`, `E_NO_GPU` and what the job throws; rejects with an AbortError when cancelled. */
  readonly make: EngineCalls["superResolve"] = ({ jobId, scanId, ...request }, onProgress) =>
    this.onDevice(jobId, scanId, async (job, executor, scan) => {
      onProgress({ stage: "Loading the filter bank", fraction: 0 });
      const started = performance.now();
      const run = await this.load(request);
      const { signal } = job;
      const share = run.learn ? LEARNING_SHARE : 0;
      const volume = await this.inputOf(scan, run, { signal, onProgress: partOf(onProgress, 0, 0) });
      const applied = await this.applying(executor, volume, run, { signal, onProgress: partOf(onProgress, 0, share) });
      const used = applied.learned ? applied.learned.bank : applied.bank;
      const steps = this.stepsOf(volume, run);
      const applying = performance.now();
      const { output, interpolated, maps, bank, provenance } = await superResolve(executor, volume, {
        ...run,
        ...applied,
        ...KEPT,
        steps,
        learn: undefined,
        signal,
        onProgress: partOf(onProgress, share, 1),
      });
      signal.throwIfAborted();
      if (used) this.time(executor, used, { ...run, steps }, secondsSince(applying), output.dims);
      const told = {
        ...provenance,
        ...(scan.frames > 1 ? { frame: [scan.frame + 1, scan.frames] as const } : {}),
        ...trueGridFacts(scan.volume, volume),
        seconds: secondsSince(started),
      };
      const units = applied.units;
      const made = bank && used && units ? { input: volume, bank, method: used.method, units } : undefined;
      const held = { scanId, volume: output, maps, source: scan.source, provenance: told, made };
      return {
        resultId: this.results.hold(held),
        interpolated: interpolated as Volume,
        superResolved: copied(output),
        histogram: intensityFacts(output.data).histogram,
        provenance: told,
        maps: Object.keys(maps) as MapKind[],
      };
    });

  /** Throws as `make`. */
  readonly preview: EngineCalls["preview"] = (jobId, { scanId, ...request }, { aroundMm, sizeVoxels }) =>
    this.onDevice(jobId, scanId, async ({ signal }, executor, scan) => {
      const run = await this.load(request);
      const volume = await this.inputOf(scan, run, { signal });
      const applied = await this.applying(executor, volume, run, { signal });
      const box = boxAround(volume.dims, worldToVoxel(volume.affine, aroundMm), sizeVoxels);
      const steps = this.stepsOf(volume, run);
      const started = performance.now();
      const { interpolated, output, whole } = await superResolvePart(executor, volume, box, {
        ...run,
        ...applied,
        units: applied.units,
        steps,
        signal,
      });
      signal.throwIfAborted();
      const used = applied.learned ? applied.learned.bank : applied.bank;
      if (used) this.time(executor, used, { ...run, steps }, secondsSince(started), whole.output.dims);
      return { interpolated, superResolved: output, isSuperResolved: verbOf(whole.provenance) === "super-resolved" };
    });

  /** Throws as `make`, and `E_ARGUMENT` for a run without a bank, and for a scan of which the noise cannot be told. */
  readonly flatNoise: EngineCalls["flatNoise"] = (jobId, { scanId, ...request }) =>
    this.onDevice(jobId, scanId, async ({ signal }, executor, scan) => {
      const run = await this.load(request);
      const volume = await this.inputOf(scan, run, { signal });
      const noise = run.bank && this.findings.noiseFor(volume, run.bank.method, run.crispness, undefined);
      if (!run.bank || run.learn || noise?.measured === undefined) {
        throw new EigenvoxError("E_ARGUMENT", "Of this run or scan it cannot be told how noisy its result will be.");
      }
      const { method, hash, bank } = run.bank;
      const key = `flat noise ${hash} ${noise.assumed} ${run.mirrored}`;
      const known = this.findings.facts.get<FlatNoise>(volume, key);
      const applied = mirroredBank(method, bankAtNoise(method, bank, noise), run.mirrored);
      const asked = { method, bank: applied, factor: run.factor, scan: noise.measured };
      return known ?? this.findings.facts.set(volume, key, await flatNoise(executor, asked, { signal }));
    });

  /** Throws as `make`, and `E_ARGUMENT` for candidates of several factors. */
  readonly assess: EngineCalls["assess"] = (jobId, { scanId, candidates, aroundMm }, onProgress) =>
    this.onDevice(jobId, scanId, async ({ signal }, executor, scan) => {
      onProgress({ stage: "Loading the filter banks", fraction: 0 });
      const runs = await Promise.all(candidates.map((candidate) => this.load(candidate)));
      const [first] = runs;
      if (!first) return [];
      if (runs.some(({ factor }) => !isSameFactor(factor, first.factor))) {
        throw new EigenvoxError("E_ARGUMENT", "Banks of several factors cannot be compared on one part of a scan.");
      }
      const volume = await this.inputOf(scan, first, { signal });
      const foreground = this.findings.foreground(volume);
      const around = worldToVoxel(volume.affine, aroundMm);
      let part: Volume;
      try {
        part = cutOut(volume, assessedBox(executor, volume, foreground, first.factor, around));
      } catch (error) {
        // Too small to be measured on, which is no reason not to use it.
        if (error instanceof EigenvoxError && error.code === "E_BAD_DIMS") return runs.map(() => ({}));
        throw error;
      }
      const found: Assessment[] = [];
      for (const [index, run] of runs.entries()) {
        const { learn, bank } = run;
        const steps = this.stepsOf(volume, run);
        const report = partOf(onProgress, index / runs.length, (index + 1) / runs.length);
        // A part is too little to learn from.
        if (learn || !bank) {
          found.push({});
          continue;
        }
        const title = bank.bank.metadata.title;
        const { gainDb, seconds } = await assess(executor, part, foreground, {
          ...run,
          bank,
          learn: undefined,
          steps,
          units: this.findings.unitsOf(volume, bank.method),
          signal,
          onProgress: ({ fraction }) => report({ stage: `Measuring ${title}`, fraction }),
        });
        this.time(executor, bank, { ...run, steps }, seconds, part.dims);
        found.push(gainDb === undefined ? {} : { gainDb });
      }
      onProgress({ stage: "Measured", fraction: 1 });
      return found;
    });

  /** Errors and cancelling as `superResolve`. */
  readonly timeBanks: EngineCalls["timeBanks"] = (jobId, candidates) =>
    this.queue.run(jobId, (job) =>
      job.onDevice(async (executor) => {
        for (const candidate of candidates) {
          const { bank, steps = 0, mirrored: isWanted } = await this.load(candidate);
          for (const mirrored of isWanted ? [false, true] : [false]) {
            const name = bank && timedName(executor, bank.method, mirrored);
            if (!name || this.timings.expect(name, steps, 1) !== undefined) continue;
            this.timings.add(name, steps, await timeBank(executor, bank, { steps, mirrored, signal: job.signal }));
          }
        }
      }),
    );

  private onDevice<T>(
    jobId: string,
    scanId: string,
    work: (job: QueuedJob, executor: Executor, scan: HeldScan) => Promise<T>,
  ): Promise<T> {
    return this.queue.run(jobId, (job) => {
      const scan = this.scans.held.get(scanId);
      return job.onDevice((executor) => work(job, executor, scan));
    });
  }

  private async load(request: Run): Promise<LoadedRun> {
    const { bankId, learn, steps, crispness = 0, mirrored = false, trueGrid = false } = request;
    const bank = bankId === undefined ? undefined : await this.banks.get(bankId);
    const made = learn ?? bank?.bank.metadata;
    if (!made) throw new EigenvoxError("E_NOT_FOUND", "No filter bank was chosen.");
    const { factor, degradation } = made;
    return {
      factor,
      degradation,
      steps,
      bank,
      crispness,
      mirrored,
      isOnTrueGrid: trueGrid,
      learn: learn && this.selfMethod,
    };
  }

  private stepsOf(volume: Volume, { steps, degradation, crispness }: LoadedRun): number {
    return steps ?? this.findings.stepsFor(volume, degradation, crispness);
  }

  private async inputOf(scan: HeldScan, { isOnTrueGrid }: LoadedRun, options: JobOptions): Promise<Volume> {
    return isOnTrueGrid ? this.findings.onTrueGrid(scan, options) : scan.volume;
  }

  /** What is learned from the scan is learned once. */
  private async applying(executor: Executor, volume: Volume, run: LoadedRun, options: JobOptions): Promise<Applying> {
    const learned = run.learn && (await this.learned(executor, volume, run, run.learn, options));
    const bank = learned ? learned.bank : run.bank;
    const units = learned?.units ?? (bank && this.findings.unitsOf(volume, bank.method));
    const noise = bank && this.findings.noiseFor(volume, bank.method, run.crispness, learned?.units?.scale);
    return { bank: run.bank, learned, units, noise };
  }

  private async learned(
    executor: Executor,
    volume: Volume,
    run: LoadedRun,
    method: Method,
    options: JobOptions,
  ): Promise<LearnedFromScan<HashedBank>> {
    const { factor, degradation, bank: prior } = run;
    const key = learnedKey(run);
    const known = this.findings.facts.get<LearnedFromScan<HashedBank>>(volume, key);
    const learning = { factor, degradation, prior, ...options };
    return known ?? this.findings.facts.set(volume, key, await learnHashed(executor, volume, method, learning));
  }

  /** `dims` are the result's. */
  private time(
    executor: Executor,
    { method, bank }: HashedBank,
    { steps, mirrored }: { readonly steps: number; readonly mirrored: boolean },
    seconds: number,
    dims: Vec3,
  ): void {
    const { factor } = bank.metadata;
    const coarse = dims.map((n, axis) => n / (factor[axis] as number)) as unknown as Vec3;
    const operations = operationsOf(method, bank, factor, coarse, executor.limits);
    this.timings.add(timedName(executor, method, mirrored), steps, { operations, seconds });
  }
}

const secondsSince = (started: number) => (performance.now() - started) / 1000;

/** What is timed: a method on a device, and on mirror images by itself, since they take the network alone longer. */
const timedName = ({ name, kind }: Executor, method: Method, isMirrored: boolean) =>
  `${method.id}${isMirrored && method.mirrored ? ", mirrored," : ""} on ${kind} ${name}`;

const learnedKey = ({ factor, degradation, bank }: LoadedRun) => JSON.stringify([factor, degradation, bank?.hash]);
