/**
 * Numbers that two who share a secret both can make, and nobody else: AES-256 in counter mode under a key that HKDF with
 * SHA-256 (RFC 5869) derives from the secret and from what the numbers are for. Source: pooled §6.
 */

/** Bytes of a secret at the least. */
export const LEAST_SEED_BYTES = 32;

const HKDF_SALT = new TextEncoder().encode("eigenvox");

/** `purpose` has 1000 bytes at the most. */
const derivation = (purpose: string) => ({
  name: "HKDF",
  hash: "SHA-256",
  salt: HKDF_SALT,
  info: new TextEncoder().encode(purpose),
});

const keyOf = (seed: Uint8Array<ArrayBuffer>) =>
  crypto.subtle.importKey("raw", seed, "HKDF", false, ["deriveKey", "deriveBits"]);

/** 64-bit numbers that look random: never to be made twice of one seed and purpose for different sums. */
export async function maskWords(
  seed: Uint8Array<ArrayBuffer>,
  purpose: string,
  length: number,
): Promise<BigUint64Array<ArrayBuffer>> {
  const cipher = { name: "AES-CTR", length: 256 };
  const key = await crypto.subtle.deriveKey(derivation(`mask\n${purpose}`), await keyOf(seed), cipher, false, [
    "encrypt",
  ]);
  const counter = new Uint8Array(16);
  return new BigUint64Array(
    await crypto.subtle.encrypt({ name: "AES-CTR", counter, length: 64 }, key, new Uint8Array(8 * length)),
  );
}

/** 32 hex digits that are equal where seed and purpose are, and tell nothing of the numbers. */
export async function maskCheck(seed: Uint8Array<ArrayBuffer>, purpose: string): Promise<string> {
  const bits = await crypto.subtle.deriveBits(derivation(`check\n${purpose}`), await keyOf(seed), 128);
  return Array.from(new Uint8Array(bits), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
