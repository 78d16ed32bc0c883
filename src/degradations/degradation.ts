/** What the texts of degradations mean: `box`, `cubic`, `kspace` and `slice:z,3,1`. Source: method §7. */

import { EigenvoxError } from "../core/errors";
import type { Factor } from "../core/volume";
import type { Coarsening, CoarseningFamily, DegradationKind } from "./kind";
import { KINDS } from "./registry";
import { readSlices, type SliceProfile } from "./slice";

export type { SliceProfile } from "./slice";

type TextOf<Kind> = Kind extends CoarseningFamily ? `${Kind["id"]}:${string}` : (Kind & Coarsening)["text"];
/** How a low-resolution volume is made from a high-resolution one. Source: method §7. */
export type Degradation = TextOf<(typeof KINDS)[number]>;

/** Those without parameters, which fit every factor. */
export const DEGRADATIONS = KINDS.flatMap((kind) => ("read" in kind ? [] : [kind.text]));

/** How degradations are written, for usage texts and messages. */
export const DEGRADATION_FORMS = KINDS.map((kind) => ("read" in kind ? kind.form : kind.text));

/**
 * What a text asks for.
 *
 * Throws `E_ARGUMENT` for an unknown name and for parameters that mean nothing.
 */
export function coarseningOf(text: string, kinds: readonly DegradationKind[] = KINDS): Coarsening {
  for (const kind of kinds) {
    const found = "read" in kind ? kind.read(text) : kind.text === text && kind;
    if (found) return found;
  }
  const expected = kinds.map((kind) => ("read" in kind ? `or ${kind.help}` : kind.text));
  throw new EigenvoxError("E_ARGUMENT", `Degradation "${text}": expected ${expected.join(", ")}.`);
}

/** A degradation from its text, in canonical form: `slice:z,3.0,1` becomes `slice:z,3,1`. Throws as `coarseningOf`. */
export function parseDegradation(text: string): Degradation {
  return coarseningOf(text).text as Degradation;
}

/** The slices of a degradation that `parseDegradation` gave; undefined for the others. */
export function sliceProfile(degradation: Degradation): SliceProfile | undefined {
  return readSlices(degradation);
}

/** With more noise than this share of the scan's working scale, steps of back-projection bring back more noise than detail. */
const CALM_SHARE = 0.015;

/**
 * Back-projection steps where nothing else is asked for. `noise` is the standard deviation of the scan's, as estimated, as a
 * share of its working scale; as little of it is reckoned with as filters are made crisp. Source: folded §8.
 */
export function defaultSteps(degradation: Degradation, noise = 0, crispness = 0): number {
  return (1 - crispness) * noise > CALM_SHARE ? 0 : coarseningOf(degradation).defaultSteps;
}

/** Throws `E_ARGUMENT` unless the degradation can have the factor. */
export function checkDegradation(degradation: Degradation, factor: Factor): void {
  checkCoarsening(coarseningOf(degradation), factor);
}

/** Throws as `checkDegradation`. */
export function checkCoarsening({ refuses }: Coarsening, factor: Factor): void {
  const reason = refuses?.(factor);
  if (reason !== undefined) throw new EigenvoxError("E_ARGUMENT", reason);
}

/** Whether `checkDegradation` lets the two go together. */
export function canDegrade(degradation: Degradation, factor: Factor): boolean {
  return coarseningOf(degradation).refuses?.(factor) === undefined;
}
