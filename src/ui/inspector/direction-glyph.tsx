/** A direction in space as a line through a small cross of the patient's axes. */

import type { Vec3 } from "../../core/volume";
import { isRadiological, usePrefs } from "../../state/prefs-store";
import { t } from "../../text/text";
import { directionText } from "./voxel-texts";

const REACH = 24;
/** Where the far ends of the three axes are drawn: anterior lies behind, to the upper right. */
const ENDS: readonly (readonly [number, number])[] = [
  [1, 0],
  [0.5, -0.4],
  [0, -1],
];
const LETTERS = [
  ["L", "R"],
  ["P", "A"],
  ["I", "S"],
] as const;

export function DirectionGlyph({ direction, isKnown }: { direction: Vec3; isKnown: boolean }) {
  const radiological = usePrefs((prefs) => isKnown && isRadiological(prefs));
  const ends = ENDS.map(([x, y]) => [radiological ? -x : x, y] as const);
  const at = (mm: readonly number[], reach: number) =>
    ([0, 1] as const).map((k) => ends.reduce((sum, end, axis) => sum + (mm[axis] as number) * end[k] * reach, 0));
  const line = (mm: readonly number[]) => {
    const [x, y] = at(mm, REACH).map((v) => v.toFixed(1));
    return `M${x} ${y}L${-Number(x)} ${-Number(y)}`;
  };
  const units = [0, 1, 2].map((axis) => [0, 1, 2].map((other) => Number(other === axis)));
  return (
    <svg
      viewBox="-36 -36 72 72"
      className="direction-glyph"
      role="img"
      aria-label={t("Intensity changes most {direction}", { direction: directionText(direction, isKnown) })}
    >
      {units.map((unit) => (
        <path key={unit.join()} className="direction-axis" d={line(unit)} />
      ))}
      {isKnown &&
        units.flatMap((unit, axis) =>
          LETTERS[axis as 0 | 1 | 2].map((letter, side) => {
            const [x, y] = at(unit, (side === 0 ? -1 : 1) * (REACH + 7));
            return (
              <text key={letter} x={x} y={y}>
                {letter}
              </text>
            );
          }),
        )}
      <path className="direction-line" d={line(direction)} />
    </svg>
  );
}
