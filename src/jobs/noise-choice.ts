/** Filters for a scan as noisy as it is. Source: folded §10. */

import type { Bank } from "../banks/bank";
import type { Volume } from "../core/volume";
import { noiseOf } from "../evidence/noise";
import type { BankMethod } from "../methods/method";

/** What filters are chosen by; shares of the scan's working scale. */
export interface NoiseChoice {
  /** Standard deviation of the scan's noise, as estimated; undefined where it cannot be told. */
  readonly measured: number | undefined;
  /** What the filters are for: the same where they are to be calm, 0 where they are to be crisp. */
  readonly assumed: number;
}

/**
 * The noise by which filters are chosen. `crispness` goes from 0, filters for noise as it is, to 1, filters as if there were
 * none, which keep more of the edges and more of the noise. Throws as `Method.units`.
 */
export function noiseChoice(
  scan: Volume,
  { units }: Pick<BankMethod, "units">,
  {
    scale = units(scan.data).scale,
    crispness = 0,
  }: { readonly scale?: number | undefined; readonly crispness?: number | undefined },
): NoiseChoice {
  const sigma = noiseOf(scan)?.sigma;
  const measured = sigma === undefined ? undefined : sigma / scale;
  return { measured, assumed: (1 - crispness) * (measured ?? 0) };
}

/** The bank with the filters for that much noise, where the method tells levels apart. */
export const bankAtNoise = <B extends Bank>(
  { atNoise }: Pick<BankMethod<B>, "atNoise">,
  bank: B,
  { assumed }: Pick<NoiseChoice, "assumed">,
): B => atNoise?.(bank, assumed) ?? bank;
