/** The arguments as BIDS Apps have them: several values behind one option, and "_" in names. */

/** The same with an option for each value, and "-" in names. */
export function asWeHaveThem(words: readonly string[], several: readonly string[]): string[] {
  const out: string[] = [];
  /** The option whose values follow, and whether it has one. */
  let open: string | undefined;
  let hasValue = false;
  for (const word of words) {
    if (word.startsWith("--") && word.length > 2) {
      const [name = "", ...value] = word.split("=");
      const spelt = name.replaceAll("_", "-");
      open = several.includes(spelt.slice(2)) ? spelt : undefined;
      hasValue = value.length > 0;
      out.push([spelt, ...value].join("="));
    } else if (word.startsWith("-") || open === undefined) {
      open = undefined;
      out.push(word);
    } else {
      out.push(hasValue ? `${open}=${word}` : word);
      hasValue = true;
    }
  }
  return out;
}
