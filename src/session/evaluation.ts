/** Evaluations: scores of the chosen methods, pictures of them, and single results to look at. */

import type { JobQueue } from "../compute/job-queue";
import { EigenvoxError, isAbort } from "../core/errors";
import { intensityFacts } from "../core/histogram";
import { middleOfContent, type PlaneImages, planesThrough } from "../core/planes";
import { SOFTWARE } from "../core/software";
import { formatFactor, isSameFactor, type Vec3, type Volume } from "../core/volume";
import type { ScanFormat } from "../formats/scan-format";
import { evaluate } from "../jobs/evaluate/evaluate";
import { evaluateVolumes } from "../jobs/evaluate/evaluate-volumes";
import { addOutcome, type Evaluation, GLOBAL_FILTER, SCAN_ITSELF, startEvaluation } from "../jobs/evaluate/rows";
import type { HashedBank } from "../jobs/super-resolve";
import { BASELINE, INTERPOLATIONS, type Interpolation } from "../methods/interpolation/names";
import type { Method } from "../methods/method";
import type { EngineCalls } from "./api";
import type { Banks } from "./banks";
import { type EvaluationVolume, EvaluationVolumes } from "./evaluation-volumes";
import type { EvaluationCase, EvaluationPictures, EvaluationRequest } from "./evaluation-wire";
import type { Results } from "./results";
import { copied, type Scans } from "./scans";
import type { OpenedScan } from "./wire";

/** Pictures of a long batch are kept up to this size, the first ones. */
const MOST_PICTURE_BYTES = 256 * 2 ** 20;

const PAPER_UNITS = "divided by its 99.9th percentile, clipped to 0…1";
const OWN_RANGE = "0 is its 0.1st percentile, 1 its 99.9th";

interface NamedBank extends HashedBank {
  readonly name: string;
}

/** The last evaluation, which pictures and results to look at belong to. */
interface Last {
  readonly request: EvaluationRequest;
  readonly volumes: readonly EvaluationVolume[];
  readonly banks: readonly NamedBank[];
  readonly pictures: Map<string, { original: PlaneImages; methods: { name: string; planes: PlaneImages }[] }>;
  pictureBytes: number;
}

export class Evaluations {
  readonly volumes: EvaluationVolumes;
  private last: Last | undefined;

  constructor(
    private readonly queue: JobQueue,
    private readonly scans: Scans,
    private readonly results: Results,
    private readonly banks: Banks,
    private readonly selfMethod: Method | undefined,
    formats: readonly ScanFormat[],
  ) {
    this.volumes = new EvaluationVolumes(formats);
  }

  /** Throws `E_NOT_FOUND`, `E_BANK`, `E_NO_GPU` and what `evaluateVolumes` throws. Cancelled, it returns what is done. */
  readonly run: EngineCalls["evaluate"] = (jobId, request, onProgress, onDone) =>
    this.queue.run(jobId, async (job) => {
      const { signal } = job;
      onProgress({ stage: "Loading the filter banks", fraction: 0 });
      const volumes = request.volumeIds.map((id) => this.volumes.held.get(id));
      const banks = await this.load(request.bankIds);
      const last: Last = { request, volumes, banks, pictures: new Map(), pictureBytes: 0 };
      this.last = last;
      const sources = volumes.map(({ info, load }) => ({ name: info.name, load }));
      let middle: Vec3 | undefined;
      const onVolume = (of: EvaluationCase & { name: string }, volume: Volume) => {
        if (of.name === "original") middle = middleOfContent(volume);
        if (middle && of.name !== "low resolution") keepPicture(last, of, volume, middle);
      };
      const { settings } = request;
      const options = { settings, banks, selfMethod: this.selfMethod, signal, onProgress, onVolume };
      let evaluation: Evaluation | undefined;
      try {
        await job.onDevice(async (executor) => {
          let found = startEvaluation(settings, executor.name, banks);
          evaluation = found;
          for await (const done of evaluateVolumes(executor, sources, options)) {
            evaluation = found = addOutcome(found, done);
            onDone(found);
          }
          evaluation = { ...found, isComplete: true };
        });
      } catch (error) {
        if (!isAbort(error) || !evaluation) throw error;
      }
      return evaluation as Evaluation;
    });

  /** Throws `E_NOT_FOUND` for pictures that are not held. */
  async pictures(of: EvaluationCase): Promise<EvaluationPictures> {
    const found = this.last?.pictures.get(caseKey(of));
    const volume = this.last?.volumes.find(({ info }) => info.name === of.volume);
    if (found && volume) return { ...found, orientationKnown: volume.info.orientationKnown };
    const message = "The pictures of this volume are no longer held. Evaluate it again, with fewer volumes at a time.";
    throw new EigenvoxError("E_NOT_FOUND", message);
  }

  /** Throws as `run`; rejects with an AbortError when cancelled. */
  readonly show: EngineCalls["showEvaluated"] = (jobId, of, onProgress) =>
    this.queue.run(jobId, async (job) => {
      const { signal } = job;
      const { last, selfMethod } = this;
      const found = last?.volumes.find(({ info }) => info.name === of.volume);
      if (!last || !found) throw new EigenvoxError("E_NOT_FOUND", "This evaluation is no longer held. Run it again.");
      const { settings } = last.request;
      const started = performance.now();
      const interpolation = INTERPOLATIONS.find((method) => method === of.name);
      const itself = of.name === SCAN_ITSELF ? selfMethod : undefined;
      const bank = interpolation || itself ? undefined : bankNamed(last.banks, of.name);
      const prior = last.banks.find(
        ({ method, bank }) => method.id === itself?.id && isSameFactor(bank.metadata.factor, of.factor),
      );
      const needed = itself ? prior : bank;
      const made = new Map<string, Volume>();
      const original = await found.load();
      const adapterName = await job.onDevice(async (executor) => {
        await evaluate(executor, original, {
          ...settings,
          factor: of.factor,
          degradation: of.degradation,
          itself,
          banks: needed ? [needed] : [],
          interpolations: [...new Set<Interpolation>([BASELINE, interpolation ?? BASELINE])],
          signal,
          onProgress,
          onVolume: (name, volume) => made.set(name, volume),
        });
        return executor.name;
      });
      const take = (name: string) => made.get(name) as Volume;
      const [interpolated, result] = [take(BASELINE), take(of.name)];
      const scan = this.openOriginal(found, take("original"), of);
      const provenance = {
        method: interpolation ?? (itself ?? bank?.method)?.id ?? "",
        factor: of.factor,
        degradation: of.degradation,
        bankTitle: interpolation ? "" : of.name,
        bankHash: bank?.hash ?? "",
        software: SOFTWARE,
        adapterName,
        seconds: (performance.now() - started) / 1000,
      };
      const resultId = this.results.hold({ scanId: scan.id, volume: result, source: found.source, provenance });
      return {
        scan,
        result: {
          resultId,
          // The three may be one array, which can be given away only once.
          interpolated: copied(interpolated),
          superResolved: copied(result),
          histogram: intensityFacts(result.data).histogram,
          provenance,
        },
      };
    });

  private openOriginal(
    { info, source, isSynthetic }: EvaluationVolume,
    volume: Volume,
    of: EvaluationCase,
  ): OpenedScan {
    const isPaper = this.last?.request.settings.zeroOutside;
    const multiple = formatFactor(of.factor);
    return {
      ...this.scans.hold({ volume, source, frames: 1, notices: info.notices }),
      name: `${info.name}, original`,
      orientationKnown: info.orientationKnown,
      origin: "in units of its range, cropped",
      details: [`${isPaper ? PAPER_UNITS : OWN_RANGE}, cropped to a multiple of ${multiple}`],
      synthetic: isSynthetic,
    };
  }

  /** Banks by title, told apart by their hash where titles are the same. */
  private async load(ids: readonly string[]): Promise<NamedBank[]> {
    const banks = await Promise.all(ids.map((id) => this.banks.get(id)));
    const titles = banks.map(({ bank }) => bank.metadata.title);
    return banks.map((bank, i) => {
      const title = titles[i] as string;
      const isAlone = titles.indexOf(title) === titles.lastIndexOf(title);
      return { ...bank, name: isAlone ? title : `${title} · ${bank.hash.slice(0, 8)}` };
    });
  }
}

function bankNamed(banks: readonly NamedBank[], name: string): NamedBank {
  const own = banks.find((bank) => bank.name === name);
  if (own) return own;
  const holder = banks.find((bank) => name === `${bank.name}, ${GLOBAL_FILTER}`);
  const global = holder?.method.withoutClasses?.(holder.bank);
  if (!holder || !global) throw new EigenvoxError("E_NOT_FOUND", `The bank "${name}" is no longer held.`);
  return { ...holder, bank: global, name };
}

const caseKey = ({ volume, factor, degradation }: EvaluationCase) => JSON.stringify([volume, factor, degradation]);

function keepPicture(to: Last, of: EvaluationCase & { name: string }, volume: Volume, middle: Vec3): void {
  if (to.pictureBytes > MOST_PICTURE_BYTES) return;
  const planes = planesThrough(volume, middle);
  to.pictureBytes += Object.values(planes).reduce((sum, { data }) => sum + data.byteLength, 0);
  const key = caseKey(of);
  if (of.name === "original") to.pictures.set(key, { original: planes, methods: [] });
  else to.pictures.get(key)?.methods.push({ name: of.name, planes });
}
