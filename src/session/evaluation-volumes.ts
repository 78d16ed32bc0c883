/** Volumes that wait here to be evaluated on. Only their files are held: a folder of them would not fit the memory. */

import type { Volume } from "../core/volume";
import { readSeries } from "../formats/registry";
import type { Scan, ScanFormat, ScanSeries } from "../formats/scan-format";
import { headPhantom, PHANTOM_TITLE } from "../phantom/head";
import type { EvaluationVolumeInfo } from "./evaluation-wire";
import type { HeldOpenScan } from "./open-scans";
import { Store } from "./store";

const PHANTOM_SPACING_MM = 3;

export interface EvaluationVolume {
  readonly info: EvaluationVolumeInfo;
  /** For the files made from it; undefined of a phantom. */
  readonly source: ScanSeries | undefined;
  readonly isSynthetic: boolean;
  readonly load: () => Promise<Volume>;
}

export class EvaluationVolumes {
  readonly held = new Store<EvaluationVolume>("evaluated", "A volume to evaluate on is no longer here. Add it again.");
  private phantoms = 0;

  constructor(private readonly formats: readonly ScanFormat[]) {}

  /** Keeps what the scan is; its files are read again when it is needed. */
  readonly add = ({ name, volume, notices, orientationKnown, series }: Scan): EvaluationVolumeInfo => {
    const { dims, spacing } = volume;
    return this.hold(
      { name, dims, spacing, notices, orientationKnown },
      { source: series, isSynthetic: false, load: async () => (await readSeries(series, {}, this.formats)).volume },
    );
  };

  /** One that is open in the viewer, whose voxels are in memory anyway. */
  readonly addOpen = ({ scanId, name, volume, notices, orientationKnown, source }: HeldOpenScan) => {
    const { dims, spacing } = volume;
    return this.hold(
      { name, dims, spacing, notices, orientationKnown, scanId },
      { source, isSynthetic: false, load: async () => volume },
    );
  };

  async addPhantom(): Promise<EvaluationVolumeInfo> {
    const seed = ++this.phantoms;
    const load = async () => headPhantom({ spacing: PHANTOM_SPACING_MM, seed });
    const { dims, spacing } = await load();
    return this.hold(
      { name: `${PHANTOM_TITLE} ${seed}`, dims, spacing, notices: [], orientationKnown: true },
      { source: undefined, isSynthetic: true, load },
    );
  }

  /** Names the volume unlike all others, since scores are told by name. */
  private hold(info: Omit<EvaluationVolumeInfo, "id">, volume: Omit<EvaluationVolume, "info">): EvaluationVolumeInfo {
    const taken = new Set(this.held.all.map(({ info: { name } }) => name));
    let { name } = info;
    for (let copy = 2; taken.has(name); copy++) name = `${info.name} (${copy})`;
    return this.held.add((id) => ({ ...volume, info: { ...info, id, name } })).info;
  }
}
