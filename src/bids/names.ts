/** File names as BIDS has them, and those of what is made of a scan. Source: BIDS 1.9, common principles and derivatives. */

import { type Factor, formatFactor } from "../core/volume";
import type { Degradation } from "../degradations/degradation";

/** The parts of "sub-01_ses-a_run-1_T1w.nii.gz". */
export interface ScanName {
  /** Key and label, in the name's order. */
  readonly entities: readonly (readonly [string, string])[];
  readonly suffix: string;
}

/** The entities that a `mod-` stands before. */
const AFTER_MODALITY = "echo flip inv mt part proc hemi space split recording chunk seg res den label desc".split(" ");

const NAME = /^((?:[a-z]+-[A-Za-z0-9]+_)+)([A-Za-z0-9]+)\.nii(\.gz)?$/;

/** Undefined for what is no name of an image. */
export function parseName(file: string): ScanName | undefined {
  const [, pairs, suffix] = NAME.exec(file) ?? [];
  if (pairs === undefined || suffix === undefined) return undefined;
  const entities = pairs
    .split("_")
    .slice(0, -1)
    .map((pair) => pair.split("-") as unknown as readonly [string, string]);
  return { entities, suffix };
}

/** The label of an entity. */
export const labelOf = ({ entities }: ScanName, wanted: string): string | undefined =>
  entities.find(([key]) => key === wanted)?.[1];

const stem = (entities: ScanName["entities"], suffix: string) =>
  [...entities.map((pair) => pair.join("-")), suffix].join("_");

/** Of what is made of the image: "…_desc-superres_T1w". */
export const describedName = ({ entities, suffix }: ScanName, desc: string): string =>
  stem([...entities, ["desc", desc]], suffix);

/** Of what is no image, but made of one of that suffix: "…_mod-T1w_desc-folded2xbox_sums". */
export function madeOfName({ entities, suffix }: ScanName, desc: string, made: string): string {
  const later = entities.findIndex(([key]) => AFTER_MODALITY.includes(key));
  const at = later < 0 ? entities.length : later;
  return stem([...entities.slice(0, at), ["mod", suffix], ...entities.slice(at), ["desc", desc]], made);
}

/** A label, which has letters and digits alone, of how sums are made: "folded2xbox". */
export function learningLabel(method: string, factor: Factor, degradation: Degradation): string {
  return `${method}${formatFactor(factor).replaceAll("×", "x")}${degradation}`.replace(/[^A-Za-z0-9]/g, "");
}
