/** A plot of numbers of scans: one column for each scan, one kind of mark for each series. */

import { html, type Markup } from "./markup";

export interface PlotSeries {
  readonly name: string;
  /** One for each scan; null where there is none. */
  readonly values: readonly (number | null)[];
}

export interface Plot {
  /** What it shows, for people who do not see it. */
  readonly title: string;
  /** Of the vertical axis, with the unit. */
  readonly axis: string;
  /** Of scans, in the order of the columns. */
  readonly names: readonly string[];
  /** Three at the most: so many marks there are. */
  readonly series: readonly PlotSeries[];
  readonly digits: number;
}

const WIDTH = 720;
/** Of the field that marks lie in. */
const [LEFT, RIGHT, TOP, BOTTOM] = [64, WIDTH - 16, 16, 280];
/** More scans than so many are told by their marks' tooltips alone. */
const MOST_NAMES = 30;
/** Room for names, which are written upwards. */
const [NAMES, NO_NAMES] = [150, 40];

export function drawPlot({ title, axis, names, series, digits }: Plot): Markup {
  const isNamed = names.length <= MOST_NAMES;
  const ticks = ticksOf(series.flatMap(({ values }) => values.filter((value) => value !== null)));
  const [low, high] = [ticks[0] as number, ticks.at(-1) as number];
  const x = (i: number) => LEFT + ((i + 0.5) / names.length) * (RIGHT - LEFT);
  const y = (value: number) => BOTTOM - ((value - low) / (high - low)) * (BOTTOM - TOP);
  const grid = ticks.map(
    (
      tick,
    ) => html`<line class="${tick === 0 ? "zero" : "grid"}" x1="${LEFT}" x2="${RIGHT}" y1="${y(tick)}" y2="${y(tick)}"/>
<text class="tick" x="${LEFT - 8}" y="${y(tick) + 4}" text-anchor="end">${tick.toFixed(digits)}</text>`,
  );
  const marks = series.flatMap(({ name, values }, s) =>
    values.flatMap((value, i) => {
      if (value === null) return [];
      const told = html`<title>${names[i] as string}, ${name}: ${value.toFixed(digits)}</title>`;
      return [
        html`<g class="mark s${s}" transform="translate(${x(i).toFixed(1)} ${y(value).toFixed(1)})">${told}${SHAPES[s] as Markup}</g>`,
      ];
    }),
  );
  const labels = isNamed
    ? names.map(
        (name, i) =>
          html`<text class="name" transform="translate(${(x(i) + 4).toFixed(1)} ${BOTTOM + 10}) rotate(-60)" text-anchor="end">${name}</text>`,
      )
    : html`<text class="name" x="${WIDTH / 2}" y="${BOTTOM + 24}" text-anchor="middle">${names.length} scans</text>`;
  const legend = series.map(
    ({ name }, s) =>
      html`<span class="key"><svg class="mark s${s}" width="14" height="14" viewBox="-7 -7 14 14">${SHAPES[s] as Markup}</svg>${name}</span>`,
  );
  return html`<figure><figcaption>${title}</figcaption>${series.length > 1 ? html`<p class="legend">${legend}</p>` : []}
<div class="wide"><svg viewBox="0 0 ${WIDTH} ${BOTTOM + (isNamed ? NAMES : NO_NAMES)}" role="img" aria-label="${title}">
<text class="axis" transform="translate(14 ${(TOP + BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${axis}</text>
${grid}${marks}${labels}</svg></div></figure>`;
}

/** Told apart by shape as well as by colour. */
const SHAPES: readonly Markup[] = [
  html`<circle r="5"/>`,
  html`<rect x="-4.5" y="-4.5" width="9" height="9"/>`,
  html`<path d="M0-6 6 5H-6z"/>`,
];

/** Round numbers about as far apart as five of them ask for, with 0, around the values. */
function ticksOf(values: readonly number[]): number[] {
  const low = values.reduce((a, b) => Math.min(a, b), 0);
  const highest = values.reduce((a, b) => Math.max(a, b), 0);
  const high = highest === low ? 1 : highest;
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= rough) as number);
  const from = Math.floor(low / step);
  return Array.from({ length: Math.ceil(high / step) - from + 1 }, (_, i) => (from + i) * step);
}
