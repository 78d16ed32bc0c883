import { expect, test } from "vitest";
import { sha256, sha256AtOnce } from "./sha256";

test("at once it is the platform's, however the bytes are cut", async () => {
  for (let length = 0; length < 300; length += length < 140 ? 1 : 37) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 7 + length);
    const cut = Math.floor(length / 3);
    const pieces = [bytes.subarray(0, cut), new Uint8Array(0), bytes.subarray(cut)];
    expect(sha256AtOnce(pieces)).toBe(await sha256(bytes));
  }
});
