/** Pictures of directions: pointing at one shows which classes stand for it, and pressing it keeps them shown. */

import { useMemo, useState } from "react";
import { t } from "../../text/text";
import type { ClassLayout } from "./class-layout";
import { DirectionGlyph } from "./direction-glyph";
import { classesByDirection, DIRECTIONS, directionWords } from "./directions";

interface DirectionPickerProps {
  readonly layout: ClassLayout;
  readonly onShow: (classes: readonly number[] | undefined) => void;
}

const SIZE = 40;

/** Nothing where the classes stand for no directions. */
export function DirectionPicker({ layout, onShow }: DirectionPickerProps) {
  const directions = useMemo(() => [...classesByDirection(layout)], [layout]);
  const [held, setHeld] = useState<number>();
  if (directions.length < 2) return null;
  const heldClasses = directions.find(([direction]) => direction === held)?.[1];
  return (
    <fieldset className="direction-picker">
      <legend className="note muted">
        {t("Directions: point at one to see its classes, press to keep them shown")}
      </legend>
      {directions.map(([number, classes]) => {
        const direction = DIRECTIONS[number] as (typeof DIRECTIONS)[number];
        const isHeld = held === number;
        const name = t("{direction}: {count, plural, one {# class} other {# classes}}", {
          direction: directionWords(direction, layout.axes),
          count: classes.length,
        });
        const leave = () => onShow(heldClasses);
        return (
          <button
            key={number}
            type="button"
            aria-pressed={isHeld}
            aria-label={name}
            title={name}
            onPointerEnter={() => onShow(classes)}
            onPointerLeave={leave}
            onFocus={() => onShow(classes)}
            onBlur={leave}
            onClick={() => {
              setHeld(isHeld ? undefined : number);
              onShow(classes);
            }}
          >
            <DirectionGlyph direction={direction} axes={layout.axes} size={SIZE} />
          </button>
        );
      })}
    </fieldset>
  );
}
