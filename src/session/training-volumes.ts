/** High-resolution volumes that wait here to be trained on. */

import { MASK_KINDS, type MaskKind, trainingMask } from "../core/mask";
import type { Volume } from "../core/volume";
import { readFirstScan, writeScan } from "../formats/registry";
import type { Scan, ScanFile, ScanFormat } from "../formats/scan-format";
import { fileOf } from "../hosts/browser-file";
import { headPhantom, PHANTOM_TITLE } from "../phantom/head";
import type { HeldOpenScan } from "./open-scans";
import { Store } from "./store";
import type { TrainingVolumeInfo } from "./training-wire";

/** Coarse enough that a bank from two of them is a matter of seconds. */
const PHANTOM_SPACING_MM = 3;

export interface KeptVolume {
  readonly info: TrainingVolumeInfo;
  /** What it was read from, and which series of them it is. */
  readonly files: readonly ScanFile[];
  readonly seriesId?: string | undefined;
}

interface TrainingVolume extends KeptVolume {
  readonly volume: Volume;
}

export class TrainingVolumes {
  readonly held = new Store<TrainingVolume>("volume", "A training volume is no longer here. Add it again.");
  private phantoms = 0;

  constructor(private readonly formats: readonly ScanFormat[]) {}

  /** Throws `E_INTENSITY` for a volume without signal. */
  readonly add = ({ name, volume, notices, series }: Scan): TrainingVolumeInfo =>
    this.hold({ name, volume, notices, files: series.files, seriesId: series.id });

  /** One that is open in the viewer; a file of it is written only where progress is to be kept. */
  readonly addOpen = ({ scanId, name, volume, notices }: HeldOpenScan) => {
    const bytes = () => writeScan(volume, { description: name });
    const file: ScanFile = { name, size: 0, bytes, slice: async (begin, end) => (await bytes()).slice(begin, end) };
    return this.hold({ name, volume, notices, files: [file] }, scanId);
  };

  async addPhantom(): Promise<TrainingVolumeInfo> {
    const seed = ++this.phantoms;
    const name = `${PHANTOM_TITLE} ${seed}`;
    const volume = headPhantom({ spacing: PHANTOM_SPACING_MM, seed });
    const bytes = await writeScan(volume, { description: PHANTOM_TITLE });
    return this.hold({ name, volume, notices: [], files: [fileOf(new File([bytes], name))] });
  }

  /** Puts back the volumes of an earlier visit, in place of all that are here. */
  async restore(kept: readonly KeptVolume[]): Promise<void> {
    const restored: TrainingVolume[] = [];
    for (const volume of kept) {
      const { files, seriesId } = volume;
      restored.push({ ...volume, volume: (await readFirstScan(files, seriesId, this.formats)).volume });
    }
    this.held.clear();
    for (const volume of restored) this.held.set(volume.info.id, volume);
  }

  private hold(
    { name, volume, notices, ...source }: Pick<Scan, "name" | "volume" | "notices"> & Omit<KeptVolume, "info">,
    scanId?: string,
  ): TrainingVolumeInfo {
    const maskVoxels = Object.fromEntries(
      MASK_KINDS.map((kind) => [kind, trainingMask(volume.data, kind).reduce((sum, inside) => sum + inside, 0)]),
    ) as Record<MaskKind, number>;
    const { dims, spacing } = volume;
    const fileBytes = source.files.reduce((sum, { size }) => sum + size, 0);
    const info = { name, dims, spacing, fileBytes, maskVoxels, notices, ...(scanId !== undefined && { scanId }) };
    return this.held.add((id) => ({ ...source, info: { ...info, id }, volume })).info;
  }
}
