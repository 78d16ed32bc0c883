/** A bank whose result can be checked: small filters, another one for every class. */

import type { Page } from "@playwright/test";
import type { FineBank } from "../../src/methods/fine/bank";
import { FINE_CODEC } from "../../src/methods/fine/codec";
import type { FoldedBank } from "../../src/methods/folded/bank";
import { FOLDED_CODEC } from "../../src/methods/folded/codec";
import type { NetBank } from "../../src/methods/net/bank";
import { NET_CODEC } from "../../src/methods/net/codec";
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
  classRows: new Uint32Array(CLASS_COUNT).fill(1),
  // So unsure of itself that nothing it gives is drawn back.
  classResidual: new Float32Array(CLASS_COUNT).fill(1),
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

type TestBank = PaperBank | FoldedBank | FineBank | NetBank;

/** Serves banks in place of the shipped ones; to be called before the page is opened. */
export async function shipTestBank(page: Page, ...banks: readonly TestBank[]): Promise<void> {
  const shipped = (banks.length > 0 ? banks : [testBank]).map((bank, i) => ({
    bank,
    file: i === 0 ? "test-2x.safetensors" : `test-2x-${i}.safetensors`,
  }));
  const catalogue = shipped.map(({ bank, file }) => {
    const { title, method, factor, degradation } = bank.metadata;
    return { file, title, method, factor, degradation, ...("noisier" in bank ? { noise: true } : {}) };
  });
  await page.route("**/banks/catalogue.json", (route) => route.fulfill({ json: { banks: catalogue } }));
  for (const { bank, file } of shipped) {
    await page.route(`**/banks/${file}`, (route) => route.fulfill({ body: fileOfBank(bank) }));
  }
}

function fileOfBank(bank: TestBank): Buffer {
  if ("layers" in bank) return bankFile(NET_CODEC, bank);
  if ("second" in bank) return bankFile(FINE_CODEC, bank);
  return "structureFilters" in bank ? bankFile(FOLDED_CODEC, bank) : bankFile(PAPER_CODEC, bank);
}
