/** Numbers as people type and paste them: decimal commas, typographic minus signs, spaces between digits. */

/** Spaces of every width, and the marks without one that come along with pasted text. */
const SPACES = /[\s\u200b-\u200f\u2060]/g;
/** Hyphens and dashes that stand for a minus sign. */
const MINUS = /[\u2010-\u2013\u2212\ufe63]/g;
/** Letters of full width, as East Asian keyboards give them. */
const FULL_WIDTH = /[\uff01-\uff5e]/g;
/** Groups of three whose sign is not the decimal one: it stands more than once, or another sign comes after it. */
const GROUPED = /^([+-]?\d{1,3}(?:([.,])\d{3}(?:\2\d{3})*))(?!\2)([.,]\d*)?$/;
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The number that a text means; undefined for a text that means none. A single comma is a decimal one, as in "1,5":
 * "1,234" is 1.234, while "1,234,567" and "1,234.5" can only have thousands.
 */
export function readNumber(text: string): number | undefined {
  const told = text
    .replace(FULL_WIDTH, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(SPACES, "")
    .replace(MINUS, "-");
  const plain = withoutGroups(told).replace(",", ".");
  const value = PLAIN.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

function withoutGroups(text: string): string {
  const [, whole = "", sign = "", rest] = GROUPED.exec(text) ?? [];
  const isGrouped = rest !== undefined || whole.split(sign).length > 2;
  return sign !== "" && isGrouped ? whole.replaceAll(sign, "") + (rest ?? "") : text;
}
