/** Where a value lies among ascending ones: between which two, and how far on. */

export interface Place {
  /** Of the last one that is below; the first or the last one beyond them. */
  readonly at: number;
  /** From that one to the next, 0 to 1; 0 beyond the ends. */
  readonly share: number;
}

export function placeAmong(ascending: readonly number[], value: number): Place {
  const above = ascending.findIndex((own) => own >= value);
  if (above === 0) return { at: 0, share: 0 };
  if (above < 0) return { at: ascending.length - 1, share: 0 };
  const [low, high] = ascending.slice(above - 1) as [number, number];
  return { at: above - 1, share: (value - low) / (high - low) };
}
