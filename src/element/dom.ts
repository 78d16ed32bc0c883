/** Elements without a framework, and without markup from text. */

/** An element with properties and children. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** What assistive technology is told of it, as attributes, which every browser takes: `label` becomes `aria-label`. */
export function withAria<Of extends Element>(
  element: Of,
  { role, ...aria }: Readonly<Record<string, string | number>>,
): Of {
  if (role !== undefined) element.setAttribute("role", String(role));
  for (const [name, value] of Object.entries(aria)) element.setAttribute(`aria-${name}`, String(value));
  return element;
}
