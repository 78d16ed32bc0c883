/** What banks made for tests say of themselves. */

import type { BinnedMetadata } from "./binned-bank";

export const TEST_TEXTS = {
  gradientWindow: 9,
  degradation: "box",
  title: "random test bank",
  created: "2026-01-01",
  software: "test",
  licence: "none",
  intendedUse: "tests",
  trainingData: ["none"],
  trainingRows: 0,
  solver: "none",
} satisfies Partial<BinnedMetadata>;
