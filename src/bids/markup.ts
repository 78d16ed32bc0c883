/** HTML and SVG as text: what is put in is escaped, unless it is markup itself. */

export class Markup {
  constructor(readonly text: string) {}
}

type Content = Markup | string | number | readonly Content[];

/** Of a template, whose values are texts, markup, or lists of them. */
export function html(texts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(texts.map((text, i) => (i === 0 ? text : asText(values[i - 1] as Content) + text)).join(""));
}

function asText(value: Content): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(asText).join("");
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
