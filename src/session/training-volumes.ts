/** High-resolution volumes that wait here to be trained on. */

import { EigenvoxError } from "../core/errors";
import { MASK_KINDS, type MaskKind, trainingMask } from "../core/mask";
import type { Volume } from "../core/volume";
import { readNifti } from "../formats/nifti/read";
import { writeNifti } from "../formats/nifti/write";
import { headPhantom, PHANTOM_TITLE } from "../phantom/head";
import { readFile } from "./read-file";
import type { TrainingVolumeInfo } from "./training-protocol";

/** Coarse enough that a bank from two of them is a matter of seconds. */
const PHANTOM_SPACING_MM = 3;

export interface TrainingVolume {
  readonly info: TrainingVolumeInfo;
  readonly volume: Volume;
  /** The NIfTI file, to keep it. */
  readonly file: Blob;
}

const volumes = new Map<string, TrainingVolume>();
let lastId = 0;
let phantoms = 0;

/** Throws what `readFile` throws, and `E_INTENSITY` for a volume without signal. */
export async function addVolume(file: File): Promise<TrainingVolumeInfo> {
  const { volume, notices } = await readFile(file);
  return hold(file.name, volume, file, notices);
}

export async function addPhantom(): Promise<TrainingVolumeInfo> {
  const seed = ++phantoms;
  const volume = headPhantom({ spacing: PHANTOM_SPACING_MM, seed });
  const bytes = await writeNifti(volume, { description: PHANTOM_TITLE, spaceCode: 1 });
  return hold(`${PHANTOM_TITLE} ${seed}`, volume, new Blob([bytes]), []);
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
export async function restoreVolumes(kept: readonly { info: TrainingVolumeInfo; file: Blob }[]): Promise<void> {
  const restored: TrainingVolume[] = [];
  for (const { info, file } of kept) {
    const { volume } = await readNifti(new Uint8Array(await file.arrayBuffer()));
    restored.push({ info, volume, file });
  }
  volumes.clear();
  for (const held of restored) volumes.set(held.info.id, held);
}

function hold(name: string, volume: Volume, file: Blob, notices: readonly string[]): TrainingVolumeInfo {
  const maskVoxels = Object.fromEntries(
    MASK_KINDS.map((kind) => [kind, trainingMask(volume.data, kind).reduce((sum, inside) => sum + inside, 0)]),
  ) as Record<MaskKind, number>;
  let id = `volume-${++lastId}`;
  while (volumes.has(id)) id = `volume-${++lastId}`;
  const { dims, spacing } = volume;
  const info: TrainingVolumeInfo = { id, name, dims, spacing, fileBytes: file.size, maskVoxels, notices };
  volumes.set(id, { info, volume, file });
  return info;
}
