/** A bank whose result can be checked: small filters, another one for every class. */

import type { Page } from "@playwright/test";
import type { FoldedBank } from "../../src/methods/folded/bank";
import { FOLDED_CODEC } from "../../src/methods/folded/codec";
import type { PaperBank } from "../../src/methods/paper/bank";
import { CLASS_COUNT } from "../../src/methods/paper/classes";
import { PAPER_CODEC } from "../../src/methods/paper/codec";
import { bankFile } from "./bank-files";

const PATCH = 3;
const TAPS = PATCH ** 3;

export const testBank: PaperBank = {
  metadata: {
    method: "paper",
    factor: [2, 2, 2],
    patch: [PATCH, PATCH, PATCH],
    gradientWindow: 9,
    gradientSigma: 0.85,
    degradation: "box",
    title: "Test bank",
    created: "2026-01-01",
    software: "test",
    licence: "CC0-1.0",
    intendedUse: "Tests only",
    trainingData: ["none"],
    trainingRows: 0,
    solver: "none",
  },
  filters: filters(),
  strengthEdges: [0.02, 0.06],
  coherenceEdges: [0.3, 0.5],
  classRows: new Uint32Array(CLASS_COUNT),
  classResidual: new Float32Array(CLASS_COUNT),
};

/** Changes nothing: its result is the interpolated volume. */
export const identityBank: PaperBank = {
  ...testBank,
  filters: new Float32Array(CLASS_COUNT * TAPS).map((_, i) => (i % TAPS === (TAPS - 1) / 2 ? 1 : 0)),
};

/** Sharpens by a different amount and in a different direction for each class; every filter sums to 1. */
function filters(): Float32Array<ArrayBuffer> {
  const all = new Float32Array(CLASS_COUNT * TAPS);
  for (let c = 0; c < CLASS_COUNT; c++) {
    const side = c % TAPS === (TAPS - 1) / 2 ? 0 : c % TAPS;
    const amount = 0.1 + (c % 97) / 200;
    all[c * TAPS + (TAPS - 1) / 2] = 1 + amount;
    all[c * TAPS + side] = -amount;
  }
  return all;
}

/** Serves a bank in place of the shipped ones; to be called before the page is opened. */
export async function shipTestBank(page: Page, bank: PaperBank | FoldedBank = testBank): Promise<void> {
  const { title, method, factor, degradation } = bank.metadata;
  const file = "test-2x.safetensors";
  const catalogue = { banks: [{ file, title, method, factor, degradation }] };
  await page.route("**/banks/catalogue.json", (route) => route.fulfill({ json: catalogue }));
  const body = "structureFilters" in bank ? bankFile(FOLDED_CODEC, bank) : bankFile(PAPER_CODEC, bank);
  await page.route(`**/banks/${file}`, (route) => route.fulfill({ body }));
}
