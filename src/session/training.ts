/** Training jobs: from the held volumes to a bank, its scores and, where the method keeps them, its sums. */

import { refuseRepeated, trainingLine, voxelHash } from "../banks/training-data";
import type { JobQueue } from "../compute/job-queue";
import { EigenvoxError } from "../core/errors";
import { partOf } from "../core/progress";
import type { ScanFormat } from "../formats/scan-format";
import { evaluate } from "../jobs/evaluate/evaluate";
import { trainBank } from "../jobs/train";
import { isBankMethod, type LearningRun, type LearningTask, type Method } from "../methods/method";
import type { EngineCalls } from "./api";
import type { Banks } from "./banks";
import type { FileStorage } from "./file-storage";
import { KeptTrainings } from "./kept-training";
import { toWire } from "./outcome";
import { Sums } from "./sums";
import { TrainingVolumes } from "./training-volumes";
import type { KeptTraining, PlannedTraining, TrainedReport, TrainingReport, TrainingRequest } from "./training-wire";
import type { WireError } from "./wire";

/** Share of a job that judging the bank on held-out volumes is expected to take. */
const JUDGING = 0.1;

export class Trainings {
  readonly volumes: TrainingVolumes;
  readonly sums: Sums;
  readonly kept: KeptTrainings;
  /** The last training that did not come to its end: an equal request goes on with it. */
  private unfinished: { readonly key: string; readonly settings: string; readonly run: LearningRun } | undefined;
  /** Key of the training whose start lies in storage. */
  private keptKey: string | undefined;

  constructor(
    private readonly queue: JobQueue,
    private readonly methods: readonly Method[],
    private readonly banks: Banks,
    storage: FileStorage,
    formats: readonly ScanFormat[],
  ) {
    this.volumes = new TrainingVolumes(formats);
    this.sums = new Sums(methods);
    this.kept = new KeptTrainings(storage);
  }

  /** Throws `E_ARGUMENT` for an impossible request, `E_NO_GPU` and `E_GPU_LIMIT`. */
  plan(request: TrainingRequest): Promise<PlannedTraining> {
    return this.queue.run("plan", async (job) => {
      const { learn } = this.learner(request);
      const task = await this.task(request);
      const volumes = this.trained(request).map(({ volume, info, mask }) => {
        return { dims: volume.dims, maskVoxels: info.maskVoxels, mask };
      });
      const planned = await job.onDevice(async (executor) => learn.plan?.(executor, volumes, task));
      const isKnown = this.unfinished?.key === this.keyOf(request);
      return {
        rows: 0,
        ...planned,
        hostBytes: (planned?.hostBytes ?? 0) + this.sums.memoryBytes,
        doneShare: isKnown ? (this.unfinished?.run.doneShare ?? 0) : 0,
      };
    });
  }

  /** Loads what was kept; `train` with its request goes on. Throws `E_NOT_FOUND`. */
  async restore(): Promise<KeptTraining> {
    const [loaded, described] = await Promise.all([this.kept.load(), this.kept.describe()]);
    await this.volumes.restore(loaded.scans);
    let { request } = loaded;
    const sums = this.learner(request).learn.sums;
    if (loaded.base && sums) {
      request = { ...request, continueFrom: this.sums.hold("kept sums", await sums.read(loaded.base)).id };
    }
    this.unfinished = undefined;
    (await this.resume(request)).parts?.restore(loaded.parts);
    this.keptKey = this.keyOf(request);
    return { ...(described as KeptTraining), request };
  }

  async forgetKept(): Promise<void> {
    this.keptKey = undefined;
    await this.kept.discard();
  }

  /**
   * Throws what the method's learning throws; rejects with an AbortError when cancelled, after which it can go on. A
   * device that was lost is opened again once.
   */
  readonly train: EngineCalls["train"] = (jobId, request, onProgress) =>
    this.queue.run(jobId, async (job) => {
      const started = performance.now();
      const key = this.keyOf(request);
      const { method } = this.learner(request);
      const { title, licence, factor, degradation, priorId, continueFrom } = request;
      const run = await this.resume(request);
      // The first trouble ends the keeping of progress, not the training.
      let isKeeping = request.keep && run.parts !== undefined;
      let trouble: { keepTrouble?: WireError } = {};
      const keep = async (work: () => Promise<void>) => {
        if (!isKeeping) return;
        await work().catch((error) => {
          isKeeping = false;
          trouble = { keepTrouble: toWire(error) };
        });
      };
      const report = (progress: TrainingReport) => onProgress({ ...progress, ...trouble });
      if (this.keptKey !== key) {
        await keep(async () => {
          const volumes = request.volumes.map(({ id }) => this.volumes.held.get(id));
          const base = continueFrom === undefined ? undefined : this.sums.write(continueFrom);
          await this.kept.keepStart(request, volumes, run.parts?.expected ?? 1, base);
          this.keptKey = key;
          if (run.parts) await this.kept.keepParts(run.parts.complete);
        });
      }
      const trainingData = await this.trainingData(request);
      const heldOut = request.volumes.filter((volume) => volume.heldOut);
      const onLearning = partOf(report, 0, heldOut.length > 0 ? 1 - JUDGING : 1);
      const trained = await job.onDevice(
        (executor, attempt) =>
          trainBank(executor, method, run, {
            title,
            licence,
            trainingData,
            signal: job.signal,
            onProgress: ({ stage, ...progress }) => {
              const again = attempt === 0 || run.parts ? "" : ", again after a lost GPU";
              onLearning({ ...progress, stage: `${stage}${again}` });
            },
            onParts: (parts) => keep(() => this.kept.keepParts(parts)),
          }),
        1,
      );
      const prior = priorId === undefined ? undefined : await this.banks.get(priorId);
      const judged = [...(prior ? [{ name: "prior", ...prior }] : []), ...trained.judged];
      const scores: TrainedReport["scores"][number][] = [];
      for (const [index, { id }] of heldOut.entries()) {
        const part = (k: number) => 1 - JUDGING * (1 - k / heldOut.length);
        const { info, volume } = this.volumes.held.get(id);
        const onJudging = partOf(report, part(index), part(index + 1));
        const options = { factor, degradation, banks: judged, signal: job.signal, onProgress: onJudging };
        const scored = await job.onDevice((executor) => evaluate(executor, volume, options), 1);
        scores.push({ volume: info.name, scores: scored });
      }
      this.unfinished = undefined;
      if (this.keptKey === key) await this.forgetKept();
      if (continueFrom !== undefined) this.sums.held.delete(continueFrom);
      const seconds = (performance.now() - started) / 1000;
      const { bank, details, notices = [], sums } = trained;
      const { metadata } = bank;
      const own = await this.banks.add({ method, bank });
      return {
        method: method.id,
        bank: own.entry,
        metadata,
        filters: method.codec.describe(bank).filters,
        hash: own.hash,
        sums: sums === undefined ? undefined : this.sums.hold(metadata.title, { metadata, sums }),
        details,
        notices,
        scores,
        priorTitle: prior?.bank.metadata.title,
        seconds,
      };
    });

  private learner({ method: id }: TrainingRequest) {
    const method = this.methods.find((candidate) => candidate.id === id);
    if (!method?.learn || !isBankMethod(method)) {
      throw new EigenvoxError("E_ARGUMENT", `The method "${id}" does not learn.`);
    }
    return { method, learn: method.learn };
  }

  /** The unfinished run of an equal request, or a new one with what the unfinished one has completed of it. */
  private async resume(request: TrainingRequest): Promise<LearningRun> {
    const key = this.keyOf(request);
    const settings = JSON.stringify(request.settings);
    const old = this.unfinished?.key === key ? this.unfinished : undefined;
    if (old?.settings === settings) return old.run;
    const inputs = this.trained(request).map(({ volume, mask }) => ({ volume, mask }));
    if (inputs.length === 0 && request.continueFrom === undefined) {
      throw new EigenvoxError("E_ARGUMENT", "Nothing to train on: add a volume that is not held out.");
    }
    const run = this.learner(request).learn.start(inputs, await this.task(request));
    if (old?.run.parts) run.parts?.restore(old.run.parts.complete);
    this.unfinished = { key, settings, run };
    return run;
  }

  /** Equal for requests whose complete parts are the same. */
  private keyOf(request: TrainingRequest) {
    const { method, volumes, settings, factor, degradation, seed, priorId, classesId, continueFrom } = request;
    const trained = volumes.filter(({ heldOut }) => !heldOut).map(({ id, mask }) => [id, mask]);
    const learn = this.methods.find(({ id }) => id === method)?.learn;
    const own = learn?.partSettings?.(settings) ?? settings;
    return JSON.stringify([method, trained, own, factor, degradation, seed, priorId, classesId, continueFrom]);
  }

  private async task(request: TrainingRequest): Promise<LearningTask> {
    const { factor, degradation, seed, settings, priorId, classesId, continueFrom } = request;
    const { method, learn } = this.learner(request);
    const bankOf = async (id: string | undefined, isTaken: boolean | undefined) => {
      if (id === undefined || !isTaken) return undefined;
      const found = await this.banks.get(id);
      if (found.method.id === method.id) return found.bank;
      const { title } = found.bank.metadata;
      throw new EigenvoxError("E_BANK_MISMATCH", `The bank "${title}" to go by is no ${method.id} bank.`);
    };
    const prior = await bankOf(priorId, learn.takesPrior);
    const classesOf = await bankOf(classesId, learn.takesClasses);
    const base = continueFrom === undefined ? undefined : this.sums.held.get(continueFrom).described;
    return { factor, degradation, seed, settings, prior, classesOf, base };
  }

  /** The volumes that are not held out. */
  private trained({ volumes }: TrainingRequest) {
    return volumes.filter(({ heldOut }) => !heldOut).map(({ id, mask }) => ({ ...this.volumes.held.get(id), mask }));
  }

  /** With the voxels' hash, so that the bank is known to have learned from a scan whatever that is called. */
  private async trainingData(request: TrainingRequest): Promise<string[]> {
    const { continueFrom: id } = request;
    const lines = id === undefined ? [] : [...this.sums.held.get(id).info.trainingData];
    for (const { info, volume } of this.trained(request)) {
      lines.push(trainingLine(info.name, await voxelHash(volume.data)));
    }
    if (id !== undefined) refuseRepeated(lines);
    return lines;
  }
}
