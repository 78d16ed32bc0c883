/** Results, which wait here to be looked into and saved. */

import type { Bank } from "../banks/bank";
import { gradientToWorld, voxelToWorld } from "../core/affine";
import { EigenvoxError, invariant } from "../core/errors";
import { displayWindow, type WorkingUnits } from "../core/intensity";
import { probe } from "../core/probe";
import type { Vec3, Volume } from "../core/volume";
import { scanParts } from "../formats/registry";
import type { ScanFormat, ScanSeries } from "../formats/scan-format";
import { zipOf } from "../formats/zip";
import { explainVoxel } from "../jobs/part";
import { describeResult, describeSeries, type Provenance } from "../jobs/provenance";
import { sidecarText } from "../jobs/sidecar";
import type { Method } from "../methods/method";
import { blobOf } from "./blob";
import { copied, type Scans } from "./scans";
import { Store } from "./store";
import type { DicomChoice, MapKind, ResultMap, SidecarNames, VoxelExplanation } from "./wire";

interface HeldResult {
  readonly id: string;
  readonly scanId: string;
  readonly volume: Volume;
  readonly maps?: Partial<Record<MapKind, Volume>>;
  /** What it was computed from; undefined of a phantom. */
  readonly source: ScanSeries | undefined;
  readonly provenance: Provenance;
  /** What it was made from and with, where a bank made it of its scan. */
  readonly made?:
    | { readonly input: Volume; readonly method: Method; readonly bank: Bank; readonly units: WorkingUnits }
    | undefined;
}

export class Results {
  private readonly held = new Store<HeldResult>("result", "This result is no longer held. Run super-resolution again.");

  constructor(
    private readonly scans: Scans,
    private readonly formats: readonly ScanFormat[],
  ) {}

  /** Keeps a result under the id that is returned. */
  hold(result: Omit<HeldResult, "id">): string {
    return this.held.add((id) => ({ ...result, id })).id;
  }

  drop(resultId: string): void {
    this.held.delete(resultId);
  }

  dropOf(scanId: string): void {
    for (const result of this.held.all) if (result.scanId === scanId) this.held.delete(result.id);
  }

  /** The result as a file. Throws `E_NOT_FOUND` for a result that was forgotten, and what writing throws. */
  async encode(resultId: string): Promise<Blob> {
    const { volume, source, provenance } = this.held.get(resultId);
    return blobOf(scanParts(volume, describeResult(provenance), source?.origin, this.formats), "application/gzip");
  }

  /** The result as a series of files in a ZIP archive. Throws as `encode`. */
  async encodeSeries(resultId: string, choice: DicomChoice): Promise<Blob> {
    const { volume, source, provenance } = this.held.get(resultId);
    const writer = this.formats.find(({ writeSeries }) => writeSeries);
    invariant(writer?.writeSeries, "no format can be written as a series");
    const about = { ...describeSeries(provenance), ...choice };
    return zipOf(writer.writeSeries(volume, about, source));
  }

  /** The text beside that file. Throws `E_NOT_FOUND`, and what reading the scan's files again throws. */
  async sidecar(resultId: string, { fileName, sourceName, keepNames }: SidecarNames): Promise<string> {
    const { scanId, volume, provenance } = this.held.get(resultId);
    const { notices } = this.scans.held.get(scanId);
    return sidecarText({
      fileName,
      sourceName: keepNames ? sourceName : undefined,
      sourceHash: await this.scans.sourceHash(scanId),
      spacing: volume.spacing,
      provenance,
      warnings: notices,
    });
  }

  /** A copy of a map for the page. Throws `E_NOT_FOUND`. */
  async map(resultId: string, kind: MapKind): Promise<ResultMap> {
    const volume = this.held.get(resultId).maps?.[kind];
    if (!volume) throw new EigenvoxError("E_NOT_FOUND", "There is no such map of this result.");
    // Errors are not negative, and as many as the result's voxels.
    const [, high] = displayWindow(kind === "error" ? volume.data : volume.data.map(Math.abs));
    return { volume: copied(volume), window: kind === "residual" ? [-high, high] : [0, high] };
  }

  /** How the voxel nearest to a place came to be. Throws `E_NOT_FOUND`, and `E_ARGUMENT` for methods that cannot tell. */
  async explain(resultId: string, mm: Vec3): Promise<VoxelExplanation> {
    const { volume, made } = this.held.get(resultId);
    if (!made) throw new EigenvoxError("E_NOT_FOUND", "What made this result is not held: its voxels are unexplained.");
    const { voxel, value } = probe(volume, mm);
    const { direction, ...found } = explainVoxel(made.input, made, voxel);
    return {
      ...found,
      voxel,
      mm: voxelToWorld(volume.affine, voxel),
      value,
      method: made.method.id,
      ...(direction ? { direction: gradientToWorld(volume.affine, direction) } : {}),
    };
  }
}
