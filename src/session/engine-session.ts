/**
 * All that a page works with: the scans, results, banks, volumes and sums it holds, and the queues of jobs on them. It
 * needs no worker and no browser; hosts give it devices and storage.
 */

import { DEVICES, type Device } from "../compute/device-choice";
import type { Executor } from "../compute/executor";
import { JobQueue } from "../compute/job-queue";
import { EigenvoxError } from "../core/errors";
import { FORMATS } from "../formats/registry";
import type { ScanFormat } from "../formats/scan-format";
import type { Method } from "../methods/method";
import { METHODS } from "../methods/registry";
import type { EngineCalls } from "./api";
import { Banks } from "./banks";
import { combiner } from "./combining";
import { Evaluations } from "./evaluation";
import type { FileStorage } from "./file-storage";
import { Findings } from "./findings";
import { addOpenScans } from "./open-scans";
import { readEach } from "./read-files";
import { Results } from "./results";
import { Runs } from "./runs";
import { Scans } from "./scans";
import { Surveys } from "./surveys";
import { Trainings } from "./training";
import type { DeviceStatus, MethodInfo } from "./wire";

export interface SessionHosts {
  /** Opens a device of that kind, each time another one. */
  readonly open: (device: Device) => Promise<Executor>;
  readonly storage: FileStorage;
  /** Where shipped banks come from. */
  readonly fetch: (url: URL) => Promise<Response>;
  readonly methods?: readonly Method[];
  readonly formats?: readonly ScanFormat[];
}

/** What a page can ask of a new session. */
export function openSession(hosts: SessionHosts): EngineCalls {
  const { open, storage, fetch, methods = METHODS, formats = FORMATS } = hosts;
  let device: Device = "auto";
  const newQueue = () => new JobQueue(() => open(device));
  // A device each for what a person waits for, for training, which can be held and lost alone, and for evaluating. Looking
  // through files and reading them need none.
  const queues = [newQueue(), newQueue(), newQueue(), newQueue(), newQueue()] as const;
  const onQueues = (act: "cancel" | "pause" | "resume") => async (jobId: string) => {
    for (const queue of queues) queue[act](jobId);
  };
  const selfMethod = methods.find(({ self }) => self);
  const scans = new Scans(formats);
  const surveys = new Surveys(queues[3], queues[4], scans, formats);
  const banks = new Banks(methods, storage, fetch);
  const results = new Results(scans, formats);
  const findings = new Findings();
  const runs = new Runs(queues[0], scans, banks, results, findings, selfMethod);
  const trainings = new Trainings(queues[1], methods, banks, storage, formats);
  const evaluations = new Evaluations(queues[2], scans, results, banks, selfMethod, formats);
  const { volumes, sums, kept } = trainings;
  const hold = (scanId: string) => scans.held.get(scanId);
  return {
    openDevice: async (asked) => {
      const wanted = DEVICES.find((one) => one === asked) ?? "auto";
      if (wanted !== device) await queues[0].close();
      device = wanted;
      return statusOf(queues[0]);
    },
    methods: async () => methods.map(describeMethod),

    survey: surveys.make,
    openSeries: surveys.open,
    seriesPicture: surveys.picture,
    forgetSurvey: async (surveyId) => surveys.forget(surveyId),
    openSample: () => scans.openSample(),
    scanFrame: (scanId, frame) => scans.takeFrame(scanId, frame),
    sourceHash: async (scanId) => scans.sourceHash(scanId),
    combine: combiner(queues[4], scans),
    evidence: (scanId) => findings.evidence(scans.held.get(scanId)),
    forgetScan: async (scanId) => {
      scans.forget(scanId);
      results.dropOf(scanId);
    },

    planResult: (request) => runs.plan(request),
    timeBanks: runs.timeBanks,
    assess: runs.assess,
    preview: runs.preview,
    flatNoise: runs.flatNoise,
    superResolve: runs.make,
    cancel: onQueues("cancel"),
    pause: onQueues("pause"),
    resume: onQueues("resume"),

    resultMap: (resultId, kind) => results.map(resultId, kind),
    explainVoxel: (resultId, mm) => results.explain(resultId, mm),
    encodeResult: (resultId) => results.encode(resultId),
    encodeDicom: (resultId, choice) => results.encodeSeries(resultId, choice),
    sidecar: (resultId, names) => results.sidecar(resultId, names),
    forgetResult: async (resultId) => results.drop(resultId),

    listBanks: (baseUrl) => banks.listShipped(baseUrl),
    ownBanks: () => banks.listOwn(),
    openBank: (file) => banks.open(file),
    encodeBank: async (id) => banks.encode(id),
    keepBank: (id) => banks.keep(id),
    removeBank: (id) => banks.remove(id),

    addTrainingVolumes: (files, onRead) => readEach(files, formats, volumes.add, onRead),
    addTrainingScans: (chosen, onRead) => addOpenScans(chosen, hold, volumes.addOpen, onRead),
    addTrainingPhantom: () => volumes.addPhantom(),
    removeTrainingVolume: async (id) => volumes.held.delete(id),
    planTraining: (request) => trainings.plan(request),
    train: trainings.train,
    loadSums: (file) => sums.load(file),
    mergeSums: async (ids) => sums.merge(ids),
    encodeSums: (id) => sums.encode(id),
    dropSums: async (id) => sums.held.delete(id),
    keptTraining: () => kept.describe(),
    restoreTraining: () => trainings.restore(),
    discardKeptTraining: () => trainings.forgetKept(),

    addEvaluationVolumes: (files, onRead) => readEach(files, formats, evaluations.volumes.add, onRead),
    addEvaluationScans: (chosen, onRead) => addOpenScans(chosen, hold, evaluations.volumes.addOpen, onRead),
    addEvaluationPhantom: () => evaluations.volumes.addPhantom(),
    removeEvaluationVolume: async (id) => evaluations.volumes.held.delete(id),
    evaluate: evaluations.run,
    evaluationPictures: (of) => evaluations.pictures(of),
    showEvaluated: evaluations.show,
  };
}

async function statusOf(queue: JobQueue): Promise<DeviceStatus> {
  try {
    const { name, kind, isSoftware } = await queue.executor();
    return { available: true, adapterName: name, kind, isSoftware };
  } catch (error) {
    if (error instanceof EigenvoxError) return { available: false, reason: error.message };
    throw error;
  }
}

function describeMethod({ id, title, note, quality, learn, self, mirrored }: Method): MethodInfo {
  return {
    id,
    title,
    note,
    quality,
    learns: learn !== undefined,
    takesPrior: learn?.takesPrior === true,
    keepsSums: learn?.sums !== undefined,
    takesClasses: learn?.takesClasses === true,
    keepsParts: learn?.partSettings !== undefined,
    selfUpTo: self?.aloneUpTo,
    mirrors: mirrored !== undefined,
  };
}
