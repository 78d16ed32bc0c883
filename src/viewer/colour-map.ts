/** Numbers as colours. Both maps also change in lightness, so that they can be told apart without hue. */

export type Rgb = readonly [number, number, number];

/** Lightness rises evenly from near black over violet and orange to pale yellow. */
const RISING: readonly Rgb[] = [
  [22, 18, 36],
  [84, 34, 112],
  [170, 58, 106],
  [236, 118, 66],
  [252, 236, 170],
];
/** Blue below zero, dark grey at zero, orange above; blue and orange look different to every kind of colour vision. */
const SIGNED: readonly Rgb[] = [
  [140, 200, 255],
  [40, 104, 200],
  [30, 30, 32],
  [200, 92, 16],
  [255, 206, 130],
];

/** By the names that displays ask for them. */
export const COLOUR_MAPS = { rising: RISING, signed: SIGNED } as const;

/** Colour of a share from 0 to 1. */
export const rising = (share: number): Rgb => between(RISING, share);

/** Colour of a value from -1 to 1. */
export const signed = (value: number): Rgb => between(SIGNED, (value + 1) / 2);

export const css = ([r, g, b]: Rgb): string => `rgb(${r} ${g} ${b})`;

function between(stops: readonly Rgb[], share: number): Rgb {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const first = Math.min(stops.length - 2, Math.floor(at));
  const [from, to] = [stops[first] as Rgb, stops[first + 1] as Rgb];
  const mix = (channel: 0 | 1 | 2) => Math.round(from[channel] + (at - first) * (to[channel] - from[channel]));
  return [mix(0), mix(1), mix(2)];
}
