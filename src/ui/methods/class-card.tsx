/** A class explained: the direction it stands for, strength, coherence, its filter and its rows, in pictures and words. */

import type { ReactNode } from "react";
import { t } from "../../text/text";
import { type ClassLayout, levelWord } from "./class-layout";
import { DirectionGlyph } from "./direction-glyph";
import { directionWords } from "./directions";

interface ClassCardProps {
  readonly layout: ClassLayout;
  /** Undefined while none is pointed at. */
  readonly index: number | undefined;
  /** What the picture says of the class. */
  readonly value: string;
  /** Voxels it was learned from, where `value` does not tell. */
  readonly rows: number | undefined;
  /** A picture of its filter, where it has been learned. */
  readonly filter?: ReactNode;
}

const GLYPH = 72;

/** Of one height whatever it says, so that nothing moves when another class is pointed at. */
export function ClassCard({ layout, index, value, rows, filter }: ClassCardProps) {
  if (index === undefined) {
    return <div className="class-card note muted">{t("Point at a class, or use the arrow keys.")}</div>;
  }
  const { direction, strength, coherence } = layout.parts(index);
  return (
    <div className="class-card note">
      {direction && <DirectionGlyph direction={direction} axes={layout.axes} size={GLYPH} />}
      <div className="class-card-words">
        <p>{`${layout.name(index)}. ${value}`}</p>
        {direction && (
          <p className="muted">
            {t("Intensity changes most {direction}; edges lie across.", {
              direction: directionWords(direction, layout.axes),
            })}
          </p>
        )}
        <p className="row wrap loose">
          {strength !== undefined && <Level name={t("Strength")} level={strength} />}
          {coherence !== undefined && <Level name={t("Coherence")} level={coherence} />}
          {rows !== undefined && <span>{rowsText(rows)}</span>}
        </p>
      </div>
      {filter !== undefined && <div className="class-card-filter">{filter}</div>}
    </div>
  );
}

/** One, two or three bars of three, and the word for it. */
function Level({ name, level }: { name: string; level: number }) {
  return (
    <span className="row tight">
      {name}
      <svg className="level-bars" viewBox="0 0 18 12" width="18" height="12" aria-hidden="true">
        {[0, 1, 2].map((bar) => (
          <rect
            key={bar}
            className={bar <= level ? "full" : ""}
            x={6 * bar + 0.5}
            y={7.5 - 4 * bar + 0}
            width={4}
            height={4 * bar + 4}
          />
        ))}
      </svg>
      {levelWord(level)}
    </span>
  );
}

const rowsText = (rows: number): string =>
  rows === 0
    ? t("no rows")
    : t("{count, plural, one {# row} other {{amount} rows}}", { count: rows, amount: rows.toLocaleString("en") });
