/** High-resolution volumes that wait here to be trained on. */

import { EigenvoxError } from "../core/errors";
import { MASK_KINDS, type MaskKind, trainingMask } from "../core/mask";
import type { Volume } from "../core/volume";
import { readFirstScan, writeScan } from "../formats/registry";
import type { Scan, ScanFile } from "../formats/scan-format";
import { fileOf } from "../hosts/browser-file";
import { headPhantom, PHANTOM_TITLE } from "../phantom/head";
import type { TrainingVolumeInfo } from "./training-protocol";

/** Coarse enough that a bank from two of them is a matter of seconds. */
const PHANTOM_SPACING_MM = 3;

export interface TrainingVolume {
  readonly info: TrainingVolumeInfo;
  readonly volume: Volume;
  /** What it was read from, to keep it. */
  readonly files: readonly ScanFile[];
}

const volumes = new Map<string, TrainingVolume>();
let lastId = 0;
let phantoms = 0;

/** Throws `E_INTENSITY` for a volume without signal. */
export function addScan({ name, volume, files, notices }: Scan): TrainingVolumeInfo {
  return hold(name, volume, files, notices);
}

export async function addPhantom(): Promise<TrainingVolumeInfo> {
  const seed = ++phantoms;
  const volume = headPhantom({ spacing: PHANTOM_SPACING_MM, seed });
  const bytes = await writeScan(volume, { description: PHANTOM_TITLE });
  const name = `${PHANTOM_TITLE} ${seed}`;
  return hold(name, volume, [fileOf(new File([bytes], name))], []);
}

/** Throws `E_NOT_FOUND`. */
export function heldVolume(id: string): TrainingVolume {
  const held = volumes.get(id);
  if (!held) throw new EigenvoxError("E_NOT_FOUND", "A training volume is no longer here. Add it again.");
  return held;
}

export function removeVolume(id: string): void {
  volumes.delete(id);
}

/** Puts back the volumes of an earlier visit, in place of all that are here. */
export async function restoreVolumes(kept: readonly Omit<TrainingVolume, "volume">[]): Promise<void> {
  const restored: TrainingVolume[] = [];
  for (const { info, files } of kept) restored.push({ info, files, volume: (await readFirstScan(files)).volume });
  volumes.clear();
  for (const held of restored) volumes.set(held.info.id, held);
}

function hold(
  name: string,
  volume: Volume,
  files: readonly ScanFile[],
  notices: readonly string[],
): TrainingVolumeInfo {
  const maskVoxels = Object.fromEntries(
    MASK_KINDS.map((kind) => [kind, trainingMask(volume.data, kind).reduce((sum, inside) => sum + inside, 0)]),
  ) as Record<MaskKind, number>;
  let id = `volume-${++lastId}`;
  while (volumes.has(id)) id = `volume-${++lastId}`;
  const { dims, spacing } = volume;
  const fileBytes = files.reduce((sum, { size }) => sum + size, 0);
  const info: TrainingVolumeInfo = { id, name, dims, spacing, fileBytes, maskVoxels, notices };
  volumes.set(id, { info, volume, files });
  return info;
}
