/** Numbers as DICOM writes them. Source: DICOM PS3.5 6.2, DS. */

const MAX_CHARACTERS = 16;
/** That many tell any two numbers apart. */
const MAX_DIGITS = 17;

/** The number with as many digits as 16 characters hold. */
export function decimalString(value: number): string {
  for (let digits = MAX_DIGITS; digits > 0; digits--) {
    // Adding 0 makes no 0 negative.
    const rounded = Number(value.toPrecision(digits)) + 0;
    const text = [String(rounded), rounded.toExponential()].find(({ length }) => length <= MAX_CHARACTERS);
    if (text !== undefined) return text;
  }
  throw new RangeError(`no decimal for ${value}`);
}
