/** The handle between A and B. */

import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { t } from "../../text/text";
import { moveCurtain, useStage } from "./stage-store";

const STEP = 0.02;
const LARGE_STEP = 0.1;
/** Keys of a focused divider by their place: all of B, half, all of A. */
const PLACES: Readonly<Record<string, number>> = { Digit1: 0, Digit2: 0.5, Digit3: 1, Home: 0, End: 1 };

export function CurtainDivider() {
  const at = useStage((state) => state.curtainAt);
  const isHorizontal = useStage((state) => state.isCurtainHorizontal);
  const handle = useRef<HTMLDivElement>(null);

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left, top, width, height } = box;
    moveCurtain(isHorizontal ? (event.clientY - top) / height : (event.clientX - left) / width);
  };
  const step = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = event.shiftKey ? LARGE_STEP : STEP;
    const to = {
      ...PLACES,
      ArrowLeft: at - by,
      ArrowUp: at - by,
      ArrowRight: at + by,
      ArrowDown: at + by,
    }[event.code];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    moveCurtain(to);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a divider that can be moved, which hr cannot
    <div
      ref={handle}
      className={`curtain-divider ${isHorizontal ? "horizontal" : "vertical"}`}
      role="separator"
      tabIndex={0}
      aria-label={t("Curtain between A and B")}
      aria-orientation={isHorizontal ? "horizontal" : "vertical"}
      aria-valuenow={Math.round(100 * at)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={t("A {share} %", { share: Math.round(100 * at) })}
      style={{ "--at": at } as React.CSSProperties}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={step}
    >
      <span className="grip" aria-hidden="true" />
    </div>
  );
}
