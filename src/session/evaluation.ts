/** Evaluations: scores of the chosen methods, pictures of them, and single results to look at. */

import { EigenvoxError, isAbort } from "../core/errors";
import { displayWindow } from "../core/intensity";
import { middleOfContent, type PlaneImages, planesThrough } from "../core/planes";
import type { ProgressFn } from "../core/progress";
import { formatFactor, isSameFactor, type Vec3, type Volume } from "../core/volume";
import { SOFTWARE } from "../formats/provenance";
import { evaluate } from "../jobs/evaluate/evaluate";
import { evaluateVolumes } from "../jobs/evaluate/evaluate-volumes";
import { describeEvaluatedBank, type Evaluation, GLOBAL_FILTER, SCAN_ITSELF } from "../jobs/evaluate/rows";
import { isFolded } from "../methods/bank";
import { INTERPOLATIONS } from "../methods/interpolation/names";
import { globalBank } from "../methods/paper/global-bank";
import type { EvaluationCase, EvaluationPictures, EvaluationRequest } from "./evaluation-protocol";
import { type EvaluationVolume, evaluationVolume } from "./evaluation-volumes";
import { evaluationGpu, explainFailure } from "./gpu-session";
import { ownBank } from "./own-banks";
import type { OpenedScan, SuperResolved } from "./protocol";
import { holdResult } from "./results";
import { holdScan } from "./scans";
import { isShipped, type LoadedBank, shippedBank } from "./shipped-banks";

/** Pictures of a long batch are kept up to this size, the first ones. */
const MOST_PICTURE_BYTES = 256 * 2 ** 20;

interface NamedBank extends LoadedBank {
  readonly name: string;
}

/** The last evaluation, which pictures and results to look at belong to. */
interface Session {
  readonly request: EvaluationRequest;
  readonly volumes: readonly EvaluationVolume[];
  readonly banks: readonly NamedBank[];
  readonly pictures: Map<string, { original: PlaneImages; methods: { name: string; planes: PlaneImages }[] }>;
  pictureBytes: number;
}

let session: Session | undefined;
const running = new Map<string, AbortController>();
/** Settles when the job before has: a cancelled one may still be on the GPU. */
let previous: Promise<unknown> = Promise.resolve();

export function cancelEvaluation(jobId: string): void {
  running.get(jobId)?.abort();
}

/** Throws `E_NOT_FOUND`, `E_BANK`, `E_NO_GPU` and what `evaluateVolumes` throws. Cancelled, it returns what is done. */
export function runEvaluation(
  jobId: string,
  request: EvaluationRequest,
  onProgress: ProgressFn,
  onDone: (evaluation: Evaluation) => void,
): Promise<Evaluation> {
  return asJob(jobId, async (signal) => {
    onProgress({ stage: "Loading the filter banks", fraction: 0 });
    const volumes = request.volumeIds.map(evaluationVolume);
    const [gpu, banks] = await Promise.all([evaluationGpu(), loadBanks(request.bankIds)]);
    const now: Session = { request, volumes, banks, pictures: new Map(), pictureBytes: 0 };
    session = now;
    let evaluation: Evaluation = {
      settings: request.settings,
      software: SOFTWARE,
      adapter: gpu.name,
      banks: banks.map(describeEvaluatedBank),
      volumes: [],
      rows: [],
      failures: [],
      isComplete: false,
    };
    const sources = volumes.map(({ info, load }) => ({ name: info.name, load }));
    let middle: Vec3 | undefined;
    const onVolume = (of: EvaluationCase & { name: string }, volume: Volume) => {
      if (of.name === "original") middle = middleOfContent(volume);
      if (middle && of.name !== "low resolution") keepPicture(now, of, volume, middle);
    };
    const options = { settings: request.settings, banks, signal, onProgress, onVolume };
    try {
      for await (const done of evaluateVolumes(gpu, sources, options)) {
        evaluation =
          "reason" in done
            ? {
                ...evaluation,
                failures: [...evaluation.failures, { volume: done.volume.name, reason: done.reason }],
              }
            : {
                ...evaluation,
                volumes: [...evaluation.volumes, done.volume],
                rows: [...evaluation.rows, ...done.rows],
              };
        onDone(evaluation);
      }
    } catch (error) {
      const explained = await explainFailure(gpu, error, signal);
      if (!isAbort(explained)) throw explained;
      return evaluation;
    }
    return { ...evaluation, isComplete: true };
  });
}

/** Throws `E_NOT_FOUND` for pictures that are not held. */
export async function evaluationPictures(of: EvaluationCase): Promise<EvaluationPictures> {
  const found = session?.pictures.get(caseKey(of));
  const volume = session?.volumes.find(({ info }) => info.name === of.volume);
  if (found && volume) return { ...found, orientationKnown: volume.info.orientationKnown };
  const message = "The pictures of this volume are no longer held. Evaluate it again, with fewer volumes at a time.";
  throw new EigenvoxError("E_NOT_FOUND", message);
}

/** Throws as `runEvaluation`; rejects with an AbortError when cancelled. */
export function showEvaluated(
  jobId: string,
  of: EvaluationCase & { readonly name: string },
  onProgress: ProgressFn,
): Promise<{ scan: OpenedScan; result: SuperResolved }> {
  return asJob(jobId, async (signal) => {
    const found = session?.volumes.find(({ info }) => info.name === of.volume);
    if (!session || !found) throw new EigenvoxError("E_NOT_FOUND", "This evaluation is no longer held. Run it again.");
    const { settings } = session.request;
    const started = performance.now();
    const gpu = await evaluationGpu();
    const interpolation = INTERPOLATIONS.find((method) => method === of.name);
    const itself = of.name === SCAN_ITSELF;
    const bank = interpolation || itself ? undefined : bankNamed(session.banks, of.name);
    const prior = session.banks.find(({ bank }) => isFolded(bank) && isSameFactor(bank.metadata.factor, of.factor));
    const needed = itself ? prior : bank;
    const made = new Map<string, Volume>();
    await evaluate(gpu, await found.load(), {
      ...settings,
      factor: of.factor,
      degradation: of.degradation,
      itself,
      banks: needed ? [needed] : [],
      interpolations: [...new Set(["tricubic" as const, ...(interpolation ? [interpolation] : [])])],
      signal,
      onProgress,
      onVolume: (name, volume) => made.set(name, volume),
    }).catch(async (error: unknown) => {
      throw await explainFailure(gpu, error, signal);
    });
    const [original, interpolated, result] = ["original", "tricubic", of.name].map(
      (name) => made.get(name) as Volume,
    ) as [Volume, Volume, Volume];
    const scan = openedScan(found, original, of);
    const provenance = {
      method: interpolation ?? bank?.bank.metadata.method ?? "folded",
      factor: of.factor,
      degradation: of.degradation,
      bankTitle: interpolation ? "" : of.name,
      bankHash: bank?.hash ?? "",
      software: SOFTWARE,
      adapterName: gpu.name,
      seconds: (performance.now() - started) / 1000,
    };
    const resultId = holdResult({ scanId: scan.id, volume: result, origin: found.origin, provenance });
    return {
      scan,
      result: {
        resultId,
        // The three may be one array, which can be given away only once.
        interpolated: { ...interpolated, data: interpolated.data.slice() },
        superResolved: { ...result, data: result.data.slice() },
        provenance,
      },
    };
  });
}

/** Runs after the jobs before; `cancelEvaluation` aborts its signal. */
async function asJob<T>(jobId: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  running.set(jobId, controller);
  const job = previous.then(() => work(controller.signal));
  previous = job.catch(() => {});
  try {
    return await job;
  } finally {
    running.delete(jobId);
  }
}

/** Banks by title, told apart by their hash where titles are the same. */
async function loadBanks(ids: readonly string[]): Promise<NamedBank[]> {
  const banks = await Promise.all(ids.map(async (id) => (isShipped(id) ? shippedBank(id) : ownBank(id))));
  const titles = banks.map(({ bank }) => bank.metadata.title);
  return banks.map(({ bank, hash }, i) => {
    const title = titles[i] as string;
    const isAlone = titles.indexOf(title) === titles.lastIndexOf(title);
    return { bank, hash, name: isAlone ? title : `${title} · ${hash.slice(0, 8)}` };
  });
}

function bankNamed(banks: readonly NamedBank[], name: string): NamedBank {
  const own = banks.find((bank) => bank.name === name);
  if (own) return own;
  const holder = banks.find((bank) => name === `${bank.name}, ${GLOBAL_FILTER}`);
  const global = holder && globalBank(holder.bank);
  if (!global) throw new EigenvoxError("E_NOT_FOUND", `The bank "${name}" is no longer held.`);
  return { bank: global, hash: holder.hash, name };
}

const caseKey = ({ volume, factor, degradation }: EvaluationCase) => JSON.stringify([volume, factor, degradation]);

function keepPicture(to: Session, of: EvaluationCase & { name: string }, volume: Volume, middle: Vec3): void {
  if (to.pictureBytes > MOST_PICTURE_BYTES) return;
  const planes = planesThrough(volume, middle);
  to.pictureBytes += Object.values(planes).reduce((sum, { data }) => sum + data.byteLength, 0);
  const key = caseKey(of);
  if (of.name === "original") to.pictures.set(key, { original: planes, methods: [] });
  else to.pictures.get(key)?.methods.push({ name: of.name, planes });
}

function openedScan({ info, origin, isSynthetic }: EvaluationVolume, volume: Volume, of: EvaluationCase): OpenedScan {
  return {
    ...holdScan(volume, origin),
    name: `${info.name}, original`,
    window: displayWindow(volume.data),
    orientationKnown: info.orientationKnown,
    origin: "scaled to 0…1, cropped",
    details: [`divided by its 99.9th percentile, clipped to 0…1, cropped to a multiple of ${formatFactor(of.factor)}`],
    notices: info.notices,
    synthetic: isSynthetic,
  };
}
