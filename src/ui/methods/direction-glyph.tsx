/** A direction in space: an arrow both ways through the three axes, and the surface that lies across it. */

import type { Vec3 } from "../../core/volume";

/** Half the width of the picture, and how far the axes and the arrow reach. */
const HALF = 36;
const REACH = 25;
/** Where the ends of the three axes are drawn, y upwards on the screen being negative. */
const ENDS: readonly (readonly [number, number])[] = [
  [0.95, 0.18],
  [0.55, -0.55],
  [0, -1],
];

interface DirectionGlyphProps {
  readonly direction: Vec3;
  readonly axes: readonly [string, string, string];
  readonly size: number;
}

/** To be named by what stands around it. */
export function DirectionGlyph({ direction, axes, size }: DirectionGlyphProps) {
  const [u, v] = acrossOf(direction);
  const surface = [
    [1, 1],
    [1, -1],
    [-1, -1],
    [-1, 1],
  ].map(([a, b]) => place([0, 1, 2].map((i) => 0.55 * ((a as number) * u[i as 0] + (b as number) * v[i as 0]))));
  return (
    <svg
      className="class-glyph"
      viewBox={`${-HALF} ${-HALF} ${2 * HALF} ${2 * HALF}`}
      width={size}
      height={size}
      aria-hidden="true"
    >
      {axes.map((axis, i) => {
        const end = [0, 1, 2].map((other) => Number(other === i));
        const [x, y] = place(end, REACH + 6);
        return (
          <g key={axis} className="glyph-axis">
            <path d={line(end)} />
            <text x={x} y={y}>
              {axis}
            </text>
          </g>
        );
      })}
      <polygon className="glyph-surface" points={surface.map((point) => point.join()).join(" ")} />
      <path className="glyph-direction" d={line(direction)} />
    </svg>
  );
}

function place(along: readonly number[], reach = REACH): readonly [number, number] {
  const at = (screen: 0 | 1) => ENDS.reduce((sum, end, i) => sum + (along[i] as number) * end[screen] * reach, 0);
  return [Number(at(0).toFixed(1)), Number(at(1).toFixed(1))];
}

function line(along: readonly number[]): string {
  const [x, y] = place(along);
  return `M${-x} ${-y}L${x} ${y}`;
}

/** Two unit vectors at right angles to a direction and to each other. */
function acrossOf(d: Vec3): readonly [Vec3, Vec3] {
  const sizes = d.map(Math.abs);
  const least = sizes.indexOf(Math.min(...sizes));
  const helper = [0, 1, 2].map((i) => Number(i === least)) as unknown as Vec3;
  const u = cross(d, helper);
  const length = Math.hypot(...u);
  const first = u.map((part) => part / length) as unknown as Vec3;
  return [first, cross(d, first)];
}

const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
