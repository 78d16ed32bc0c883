/** Volumes that wait here to be evaluated on. Only their files are held: a folder of them would not fit the memory. */

import { EigenvoxError } from "../core/errors";
import type { Volume } from "../core/volume";
import { headPhantom, PHANTOM_TITLE } from "../phantom/head";
import type { EvaluationVolumeInfo } from "./evaluation-protocol";
import { readFile } from "./read-file";

const PHANTOM_SPACING_MM = 3;

export interface EvaluationVolume {
  readonly info: EvaluationVolumeInfo;
  readonly spaceCode: number;
  readonly isSynthetic: boolean;
  readonly load: () => Promise<Volume>;
}

const volumes = new Map<string, EvaluationVolume>();
let lastId = 0;
let phantoms = 0;

/** Reads the file once to know what it is. Throws what `readFile` throws. */
export async function addEvaluationFile(file: File): Promise<EvaluationVolumeInfo> {
  const { volume, notices, orientationKnown, spaceCode } = await readFile(file);
  const { dims, spacing } = volume;
  return hold(
    { name: file.name, dims, spacing, notices, orientationKnown },
    { spaceCode, isSynthetic: false, load: async () => (await readFile(file)).volume },
  );
}

export async function addEvaluationPhantom(): Promise<EvaluationVolumeInfo> {
  const seed = ++phantoms;
  const load = async () => headPhantom({ spacing: PHANTOM_SPACING_MM, seed });
  const { dims, spacing } = await load();
  return hold(
    { name: `${PHANTOM_TITLE} ${seed}`, dims, spacing, notices: [], orientationKnown: true },
    { spaceCode: 1, isSynthetic: true, load },
  );
}

/** Throws `E_NOT_FOUND`. */
export function evaluationVolume(id: string): EvaluationVolume {
  const held = volumes.get(id);
  if (!held) throw new EigenvoxError("E_NOT_FOUND", "A volume to evaluate on is no longer here. Add it again.");
  return held;
}

export function removeEvaluationVolume(id: string): void {
  volumes.delete(id);
}

/** Names the volume unlike all others, since scores are told by name. */
function hold(info: Omit<EvaluationVolumeInfo, "id">, volume: Omit<EvaluationVolume, "info">): EvaluationVolumeInfo {
  const taken = new Set([...volumes.values()].map(({ info: { name } }) => name));
  let { name } = info;
  for (let copy = 2; taken.has(name); copy++) name = `${info.name} (${copy})`;
  const id = `evaluated-${++lastId}`;
  const named = { ...info, id, name };
  volumes.set(id, { ...volume, info: named });
  return named;
}
