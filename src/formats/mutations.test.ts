/** Tens of thousands of damaged files, of every format and packing, opened as the page opens them. */

import { expect, test } from "vitest";
import { isGzip, maxGunzippedBytes } from "./gzip";
import { openAll, type Trial, verdictsOf } from "./test-fuzz";
import { KINDS, type Kind, mutationsOf } from "./test-mutations";

/** What reading takes whatever the files' size: room to decompress in, to count values in, and to look at files' ends. */
const OWN_BYTES = 1 << 20;

async function* trialsOf(kind: Kind): AsyncGenerator<Trial> {
  let left = kind.rounds;
  for (const files of mutationsOf(kind)) {
    const [bytes, ...others] = await Promise.all(files.map((file) => file.bytes()));
    if (!bytes) return;
    const size = kind.isPacked || isGzip(bytes) ? maxGunzippedBytes(bytes.length) : bytes.length;
    // One stored byte becomes one float32 at most, or in text half of a number of eight bytes.
    const mostBytes = 4 * others.reduce((sum, other) => sum + other.length, size) + OWN_BYTES;
    yield { bytes, mostBytes, decide: () => openAll(files) };
    if (--left === 0) return;
  }
}

test.each(Object.entries(KINDS))(
  "%s: mutations are read, or refused by name",
  { timeout: 300_000 },
  async (_, kind) => {
    const verdicts = await verdictsOf(trialsOf(kind));
    expect(verdicts).toEqual(expect.arrayContaining(["read", ...kind.reached]));
  },
);
