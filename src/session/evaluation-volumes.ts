/** Volumes that wait here to be evaluated on. Only their files are held: a folder of them would not fit the memory. */

import { EigenvoxError } from "../core/errors";
import type { Volume } from "../core/volume";
import { readFirstScan } from "../formats/registry";
import type { Scan, ScanOrigin } from "../formats/scan-format";
import { headPhantom, PHANTOM_TITLE } from "../phantom/head";
import type { EvaluationVolumeInfo } from "./evaluation-protocol";

const PHANTOM_SPACING_MM = 3;

export interface EvaluationVolume {
  readonly info: EvaluationVolumeInfo;
  /** For the files made from it; undefined of a phantom. */
  readonly origin: ScanOrigin | undefined;
  readonly isSynthetic: boolean;
  readonly load: () => Promise<Volume>;
}

const volumes = new Map<string, EvaluationVolume>();
let lastId = 0;
let phantoms = 0;

/** Keeps what the scan is; its files are read again when it is needed. */
export function addEvaluationScan({
  name,
  volume,
  notices,
  orientationKnown,
  files,
  origin,
}: Scan): EvaluationVolumeInfo {
  const { dims, spacing } = volume;
  return hold(
    { name, dims, spacing, notices, orientationKnown },
    { origin, isSynthetic: false, load: async () => (await readFirstScan(files)).volume },
  );
}

export async function addEvaluationPhantom(): Promise<EvaluationVolumeInfo> {
  const seed = ++phantoms;
  const load = async () => headPhantom({ spacing: PHANTOM_SPACING_MM, seed });
  const { dims, spacing } = await load();
  return hold(
    { name: `${PHANTOM_TITLE} ${seed}`, dims, spacing, notices: [], orientationKnown: true },
    { origin: undefined, isSynthetic: true, load },
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
