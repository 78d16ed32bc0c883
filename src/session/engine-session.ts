/**
 * All that a page works with: the scans, results, banks, volumes and sums it holds, and the queues of jobs on them. It
 * needs no worker and no browser; hosts give it devices and storage.
 */

import type { Executor } from "../compute/executor";
import { JobQueue } from "../compute/job-queue";
import { EigenvoxError } from "../core/errors";
import type { Method } from "../methods/method";
import { METHODS } from "../methods/registry";
import type { EngineCalls } from "./api";
import { Banks } from "./banks";
import { Evaluations } from "./evaluation";
import type { FileStorage } from "./file-storage";
import { readEach } from "./read-files";
import { Results } from "./results";
import { Scans } from "./scans";
import { Trainings } from "./training";
import type { GpuStatus, MethodInfo } from "./wire";

export interface SessionHosts {
  /** Opens a device, each time another one. */
  readonly open: () => Promise<Executor>;
  readonly storage: FileStorage;
  /** Where shipped banks come from. */
  readonly fetch: (url: URL) => Promise<Response>;
  readonly methods?: readonly Method[];
}

export class EngineSession {
  readonly scans = new Scans();
  readonly banks: Banks;
  readonly results: Results;
  readonly trainings: Trainings;
  readonly evaluations: Evaluations;
  /** A device each for what a person waits for, for training, which can be held and lost alone, and for evaluating. */
  private readonly queues: { readonly view: JobQueue; readonly train: JobQueue; readonly evaluate: JobQueue };
  private readonly methods: readonly Method[];

  constructor({ open, storage, fetch, methods = METHODS }: SessionHosts) {
    this.methods = methods;
    this.queues = { view: new JobQueue(open), train: new JobQueue(open), evaluate: new JobQueue(open) };
    const selfMethod = methods.find(({ self }) => self);
    this.banks = new Banks(methods, storage, fetch);
    this.results = new Results(this.queues.view, this.scans, this.banks, selfMethod);
    this.trainings = new Trainings(this.queues.train, methods, this.banks, storage);
    this.evaluations = new Evaluations(this.queues.evaluate, this.scans, this.results, this.banks, selfMethod);
  }

  /** What a page can ask for. */
  get calls(): EngineCalls {
    const { scans, results, banks, trainings, evaluations } = this;
    const { volumes, sums, kept } = trainings;
    const queues = Object.values(this.queues);
    return {
      openGpu: () => this.status(),
      methods: async () => this.methods.map(describeMethod),

      openFiles: (files) => scans.openFirst(files),
      openSample: () => scans.openSample(),
      superResolve: (request, onProgress) => results.make(request, onProgress),
      cancel: async (jobId) => {
        for (const queue of queues) queue.cancel(jobId);
      },
      pause: async (jobId) => {
        for (const queue of queues) queue.pause(jobId);
      },
      resume: async (jobId) => {
        for (const queue of queues) queue.resume(jobId);
      },
      resultMap: (resultId, kind) => results.map(resultId, kind),
      encodeResult: (resultId) => results.encode(resultId),
      forgetScan: async (scanId) => {
        scans.held.delete(scanId);
        results.dropOf(scanId);
      },

      listBanks: (baseUrl) => banks.listShipped(baseUrl),
      ownBanks: () => banks.listOwn(),
      openBank: (file) => banks.open(file),
      encodeBank: async (id) => banks.encode(id),
      keepBank: (id) => banks.keep(id),
      removeBank: (id) => banks.remove(id),

      addTrainingVolumes: (files, onRead) => readEach(files, volumes.add, onRead),
      addTrainingPhantom: () => volumes.addPhantom(),
      removeTrainingVolume: async (id) => volumes.held.delete(id),
      planTraining: (request) => trainings.plan(request),
      train: (jobId, request, onProgress) => trainings.train(jobId, request, onProgress),
      loadSums: (file) => sums.load(file),
      mergeSums: async (ids) => sums.merge(ids),
      encodeSums: (id) => sums.encode(id),
      dropSums: async (id) => sums.drop(id),
      keptTraining: () => kept.describe(),
      restoreTraining: () => trainings.restore(),
      discardKeptTraining: () => trainings.forgetKept(),

      addEvaluationVolumes: (files, onRead) => readEach(files, evaluations.volumes.add, onRead),
      addEvaluationPhantom: () => evaluations.volumes.addPhantom(),
      removeEvaluationVolume: async (id) => evaluations.volumes.held.delete(id),
      evaluate: (jobId, request, onProgress, onDone) => evaluations.run(jobId, request, onProgress, onDone),
      evaluationPictures: (of) => evaluations.pictures(of),
      showEvaluated: (jobId, of, onProgress) => evaluations.show(jobId, of, onProgress),
    };
  }

  private async status(): Promise<GpuStatus> {
    try {
      const { name, isSoftware } = await this.queues.view.executor();
      return { available: true, adapterName: name, isSoftware };
    } catch (error) {
      if (error instanceof EigenvoxError) return { available: false, reason: error.message };
      throw error;
    }
  }
}

function describeMethod({ id, title, note, learn, self }: Method): MethodInfo {
  return {
    id,
    title,
    note,
    learns: learn !== undefined,
    takesPrior: learn?.takesPrior === true,
    keepsSums: learn?.sums !== undefined,
    selfUpTo: self?.aloneUpTo,
  };
}
