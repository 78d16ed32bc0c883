/** For tests: BIDS data sets of phantoms. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeScan } from "../formats/registry";
import { testHead } from "../phantom/test-head";

export function writeText(root: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

export function describeDataset(root: string): void {
  const description = {
    Name: "Phantoms",
    BIDSVersion: "1.9.0",
    DatasetType: "raw",
    License: "CC0",
    Authors: ["Nobody"],
  };
  writeText(root, "dataset_description.json", JSON.stringify(description));
  writeText(root, "README", "Synthetic heads, made on the spot.\n");
}

/** A head of its own for each seed. */
export async function writePhantom(root: string, path: string, seed: number): Promise<void> {
  const head = testHead({ dims: [30, 34, 32], spacing: 6, noise: 5, seed });
  writeText(root, path, await writeScan(head, { description: "phantom", isPlain: !path.endsWith(".gz") }));
}
