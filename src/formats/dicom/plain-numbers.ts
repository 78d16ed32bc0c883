/** Numbers written as letters, read without a text for each: files of many frames have hundreds of thousands. */

/** Digits of which every number is a float64, and powers of ten that are: then one division rounds as `Number` does. */
const MOST_DIGITS = 15;
const POWERS: readonly number[] = Array.from({ length: MOST_DIGITS + 1 }, (_, i) => 10 ** i);

const [SPACE, PLUS, MINUS, POINT, ZERO, NINE, BACKSLASH] = [0x20, 0x2b, 0x2d, 0x2e, 0x30, 0x39, 0x5c];

/**
 * The numbers that backslashes part, at most `most` of them, as `Number` would read them. Undefined where one is not
 * plainly written: without digits, with an exponent, with more than 15 digits.
 */
export function plainNumbers(bytes: Uint8Array, most: number): number[] | undefined {
  const values: number[] = [];
  for (let at = 0; at <= bytes.length && values.length < most; at++) {
    while (at < bytes.length && isPadding(bytes[at] as number)) at++;
    const isNegative = bytes[at] === MINUS;
    if (isNegative || bytes[at] === PLUS) at++;
    let [whole, digits, decimals, isFraction] = [0, 0, 0, false];
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === POINT && !isFraction) {
        isFraction = true;
        continue;
      }
      if (byte < ZERO || byte > NINE) break;
      whole = 10 * whole + byte - ZERO;
      digits++;
      if (isFraction) decimals++;
    }
    if (digits === 0 || digits > MOST_DIGITS) return undefined;
    while (at < bytes.length && isPadding(bytes[at] as number)) at++;
    if (at < bytes.length && bytes[at] !== BACKSLASH) return undefined;
    const value = whole / (POWERS[decimals] as number);
    values.push(isNegative ? -value : value);
  }
  return values;
}

const isPadding = (byte: number) => byte === SPACE || byte === 0;
