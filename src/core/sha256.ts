/** SHA-256 of bytes, 64 hex digits: what results name their banks and sources by. */
export async function sha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The same of several parts, as of files: of one its own, of more that of their hashes. Each is made when it is needed. */
export async function sha256OfParts(parts: readonly (() => Promise<BufferSource>)[]): Promise<string> {
  const hashes: string[] = [];
  for (const part of parts) hashes.push(await sha256(await part()));
  return hashes.length === 1 ? (hashes[0] as string) : sha256(new TextEncoder().encode(hashes.join("")));
}

const FIRST_PRIMES = primes(64);
/** The first 32 bits of the fractions of the primes' square roots, and of their cube roots: FIPS 180-4 §5.3.3 and §4.2.2. */
const START = Uint32Array.from(FIRST_PRIMES.slice(0, 8), (prime) => (Math.sqrt(prime) % 1) * 2 ** 32);
const ROUNDS = Uint32Array.from(FIRST_PRIMES, (prime) => (Math.cbrt(prime) % 1) * 2 ** 32);

/** The same of pieces one after the other, at once: for readers that nobody waits for, which the platform's would make wait. */
export function sha256AtOnce(pieces: Iterable<Uint8Array>): string {
  const state = START.slice();
  const block = new Uint8Array(64);
  const words = new Uint32Array(64);
  let length = 0;
  const take = (bytes: Uint8Array) => {
    for (let from = 0; from < bytes.length; ) {
      const filled = length % 64;
      const piece = bytes.subarray(from, from + 64 - filled);
      block.set(piece, filled);
      from += piece.length;
      length += piece.length;
      if (length % 64 === 0) digestBlock(state, block, words);
    }
  };
  for (const bytes of pieces) take(bytes);
  const end = new Uint8Array(64 - ((length + 8) % 64) + 8);
  end[0] = 0x80;
  new DataView(end.buffer).setBigUint64(end.length - 8, BigInt(length) * 8n);
  take(end);
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

/** FIPS 180-4 §6.2.2; `words` is room to work in. */
function digestBlock(state: Uint32Array, block: Uint8Array, words: Uint32Array): void {
  const bytes = new DataView(block.buffer);
  for (let i = 0; i < 16; i++) words[i] = bytes.getUint32(4 * i);
  for (let i = 16; i < 64; i++) {
    const [x, y] = [words[i - 15] as number, words[i - 2] as number];
    const sigma0 = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
    const sigma1 = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
    words[i] = (words[i - 16] as number) + sigma0 + (words[i - 7] as number) + sigma1;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const mixed = (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g));
    const first = (h + mixed + (ROUNDS[i] as number) + (words[i] as number)) | 0;
    const second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) (state[i] as number) += word;
}

const turned = (word: number, by: number) => (word >>> by) | (word << (32 - by));

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
