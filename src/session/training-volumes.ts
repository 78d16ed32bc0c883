/** High-resolution volumes that wait here to be trained on. */

import { MASK_KINDS, type MaskKind, trainingMask } from "../core/mask";
import type { Volume } from "../core/volume";
import { readFirstScan, writeScan } from "../formats/registry";
import type { Scan, ScanFile } from "../formats/scan-format";
import { fileOf } from "../hosts/browser-file";
import { headPhantom, PHANTOM_TITLE } from "../phantom/head";
import type { HeldOpenScan } from "./open-scans";
import { Store } from "./store";
import type { TrainingVolumeInfo } from "./training-wire";

/** Coarse enough that a bank from two of them is a matter of seconds. */
const PHANTOM_SPACING_MM = 3;

export interface KeptVolume {
  readonly info: TrainingVolumeInfo;
  /** What it was read from. */
  readonly files: readonly ScanFile[];
}

interface TrainingVolume extends KeptVolume {
  readonly volume: Volume;
}

export class TrainingVolumes {
  readonly held = new Store<TrainingVolume>("volume", "A training volume is no longer here. Add it again.");
  private phantoms = 0;

  /** Throws `E_INTENSITY` for a volume without signal. */
  readonly add = (
    { name, volume, files, notices }: Pick<Scan, "name" | "volume" | "files" | "notices">,
    scanId?: string,
  ) => {
    const maskVoxels = Object.fromEntries(
      MASK_KINDS.map((kind) => [kind, trainingMask(volume.data, kind).reduce((sum, inside) => sum + inside, 0)]),
    ) as Record<MaskKind, number>;
    const { dims, spacing } = volume;
    const fileBytes = files.reduce((sum, { size }) => sum + size, 0);
    const info = { name, dims, spacing, fileBytes, maskVoxels, notices, ...(scanId !== undefined && { scanId }) };
    return this.held.add((id) => ({ info: { ...info, id }, volume, files })).info;
  };

  /** One that is open in the viewer; a file of it is written only where progress is to be kept. */
  readonly addOpen = ({ scanId, name, volume, notices }: HeldOpenScan) => {
    const bytes = () => writeScan(volume, { description: name });
    const file: ScanFile = { name, size: 0, bytes, head: async (length) => (await bytes()).subarray(0, length) };
    return this.add({ name, volume, files: [file], notices }, scanId);
  };

  async addPhantom(): Promise<TrainingVolumeInfo> {
    const seed = ++this.phantoms;
    const name = `${PHANTOM_TITLE} ${seed}`;
    const volume = headPhantom({ spacing: PHANTOM_SPACING_MM, seed });
    const bytes = await writeScan(volume, { description: PHANTOM_TITLE });
    return this.add({ name, volume, files: [fileOf(new File([bytes], name))], notices: [] });
  }

  /** Puts back the volumes of an earlier visit, in place of all that are here. */
  async restore(kept: readonly KeptVolume[]): Promise<void> {
    const restored: TrainingVolume[] = [];
    for (const { info, files } of kept) restored.push({ info, files, volume: (await readFirstScan(files)).volume });
    this.held.clear();
    for (const volume of restored) this.held.set(volume.info.id, volume);
  }
}
