/** Filters for a scan as noisy as it is. Source: folded §10. */

import type { Bank } from "../banks/bank";
import type { BankMethod } from "../methods/method";

/** What filters are chosen by; shares of the scan's working scale. */
export interface NoiseChoice {
  /** Standard deviation of the scan's noise, as estimated; undefined where it cannot be told. */
  readonly measured: number | undefined;
  /** What the filters are for: the same where they are to be calm, 0 where they are to be crisp. */
  readonly assumed: number;
}

/**
 * The noise by which filters are chosen, for noise of standard deviation `sigma` in a scan of that working scale. `crispness`
 * goes from 0, filters for noise as it is, to 1, filters as if there were none, which keep more of the edges and more of the
 * noise.
 */
export function noiseChoice(sigma: number | undefined, scale: number, crispness = 0): NoiseChoice {
  const measured = sigma === undefined ? undefined : sigma / scale;
  return { measured, assumed: (1 - crispness) * (measured ?? 0) };
}

/** The bank with the filters for that much noise, where the method tells levels apart. */
export const bankAtNoise = <B extends Bank>(
  { atNoise }: Pick<BankMethod<B>, "atNoise">,
  bank: B,
  { assumed }: Pick<NoiseChoice, "assumed">,
): B => atNoise?.(bank, assumed) ?? bank;
