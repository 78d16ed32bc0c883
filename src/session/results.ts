/** Super-resolution of held scans, and the results, which wait here to be saved. */

import type { JobQueue } from "../compute/job-queue";
import { EigenvoxError } from "../core/errors";
import { displayWindow } from "../core/intensity";
import type { Volume } from "../core/volume";
import { writeScan } from "../formats/registry";
import type { ScanOrigin } from "../formats/scan-format";
import { describeResult, type Provenance } from "../jobs/provenance";
import { superResolve } from "../jobs/super-resolve";
import type { Method } from "../methods/method";
import type { EngineCalls } from "./api";
import type { Banks } from "./banks";
import type { Scans } from "./scans";
import { Store } from "./store";
import type { MapKind, ResultMap } from "./wire";

interface HeldResult {
  readonly id: string;
  readonly scanId: string;
  readonly volume: Volume;
  readonly maps?: Partial<Record<MapKind, Volume>>;
  readonly origin: ScanOrigin | undefined;
  readonly provenance: Provenance;
}

export class Results {
  private readonly held = new Store<HeldResult>("result", "This result is no longer held. Run super-resolution again.");

  /** `selfMethod` learns from scans themselves. */
  constructor(
    private readonly queue: JobQueue,
    private readonly scans: Scans,
    private readonly banks: Banks,
    private readonly selfMethod: Method | undefined,
  ) {}

  /** Throws `E_NOT_FOUND`, `E_BANK`, `E_NO_GPU` and what the job throws; rejects with an AbortError when cancelled. */
  readonly make: EngineCalls["superResolve"] = ({ jobId, scanId, bankId, learn, steps }, onProgress) =>
    this.queue.run(jobId, async (job) => {
      const scan = this.scans.held.get(scanId);
      onProgress({ stage: "Loading the filter bank", fraction: 0 });
      const bank = bankId === undefined ? undefined : await this.banks.get(bankId);
      const made = learn ?? bank?.bank.metadata;
      if (!made) throw new EigenvoxError("E_NOT_FOUND", "No filter bank was chosen.");
      const { factor, degradation } = made;
      const { signal } = job;
      const { output, interpolated, maps, provenance } = await job.onDevice((executor) =>
        superResolve(executor, scan.volume, {
          factor,
          degradation,
          bank,
          learn: learn && this.selfMethod,
          steps,
          keepInterpolated: true,
          wantErrors: true,
          signal,
          onProgress,
        }),
      );
      signal.throwIfAborted();
      return {
        resultId: this.hold({ scanId, volume: output, maps, origin: scan.origin, provenance }),
        interpolated: interpolated as Volume,
        superResolved: { ...output, data: output.data.slice() },
        provenance,
        maps: Object.keys(maps) as MapKind[],
      };
    });

  /** Keeps a result, in place of others of its scan, to be saved under the id. */
  hold(result: Omit<HeldResult, "id">): string {
    this.dropOf(result.scanId);
    return this.held.add((id) => ({ ...result, id })).id;
  }

  dropOf(scanId: string): void {
    for (const result of this.held.all) if (result.scanId === scanId) this.held.delete(result.id);
  }

  /** The result as a file. Throws `E_NOT_FOUND` for a result that was replaced, and what writing throws. */
  async encode(resultId: string): Promise<Uint8Array<ArrayBuffer>> {
    const { volume, origin, provenance } = this.held.get(resultId);
    return writeScan(volume, describeResult(provenance), origin);
  }

  /** A copy of a map for the page. Throws `E_NOT_FOUND`. */
  async map(resultId: string, kind: MapKind): Promise<ResultMap> {
    const volume = this.held.get(resultId).maps?.[kind];
    if (!volume) throw new EigenvoxError("E_NOT_FOUND", "There is no such map of this result.");
    const [, high] = displayWindow(volume.data.map(Math.abs));
    return {
      volume: { ...volume, data: volume.data.slice() },
      window: kind === "residual" ? [-high, high] : [0, high],
    };
  }
}
