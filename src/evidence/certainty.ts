/** How certain something is, in a word. */
export type Certainty = "sure" | "likely" | "guess";

/** Least certainty for each word. */
const SURE = 0.8;
const LIKELY = 0.5;

/** `certainty` from 0 to 1. */
export const certaintyOf = (certainty: number): Certainty =>
  certainty >= SURE ? "sure" : certainty >= LIKELY ? "likely" : "guess";
