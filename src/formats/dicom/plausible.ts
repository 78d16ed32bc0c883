/**
 * How much of what a file claims is believed by what it brings. A decoder takes as much memory as its stream asks for,
 * several times over; so a stream of a few bytes that asks for much is refused before a decoder sees it.
 */

/**
 * Bytes that one stored byte may become. Real images become 2 to 5 times as large, nearly empty ones 100 to 200 times;
 * blocks of JPEG, 64 samples, have two codes of a bit at the least. Only what JPEG-LS, JPEG 2000 and deflating make of
 * images without any content exceeds it.
 */
const MOST_RATIO = 256;

/** Of one image, decoded (1024 × 1024 of 16 bits): slices without content come to nearly nothing, and are opened. */
export const FREE_IMAGE_BYTES = 2 ** 21;
/** Of all images that are read together: 32 such slices of 512 × 512. */
export const FREE_SERIES_BYTES = 2 ** 24;

/** True where `brought` bytes can become `claimed`, of which `free` need none. */
export const canBecome = (claimed: number, brought: number, free: number): boolean =>
  !(claimed > free + MOST_RATIO * brought);
