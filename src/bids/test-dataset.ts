/** For tests: a BIDS data set of phantoms, and the program as it is built. */

import { spawnSync } from "node:child_process";
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
    BIDSVersion: "1.10.0",
    DatasetType: "raw",
    License: "CC0",
    Authors: ["Nobody"],
  };
  writeText(root, "dataset_description.json", JSON.stringify(description));
  writeText(root, "README", "Synthetic heads, made on the spot.\n");
}

/** A head of its own for each seed. */
export async function writePhantom(root: string, path: string, seed: number): Promise<void> {
  const head = testHead({ dims: [36, 42, 40], spacing: 5, noise: 5, seed });
  writeText(root, path, await writeScan(head, { description: "phantom", isPlain: !path.endsWith(".gz") }));
}

/** The BIDS App on the processor. */
export const eigenvoxBids = (...args: string[]) =>
  spawnSync(process.execPath, ["dist/cli/eigenvox-bids.js", ...args], { encoding: "utf8" });
