/** The 3-D view of a series; what draws it is large and is loaded when it is first asked for. */

import { useEffect, useRef, useState } from "react";
import { formatFactor } from "../../core/volume";
import { t } from "../../text/text";
import type { RenderTile } from "../../viewer/render";
import { ARROWS } from "../common/arrows";
import { watchRatio } from "../common/device-pixel-ratio";
import { attachPinch } from "./trackpad-pinch";
import type { Shot } from "./use-shot";

/** A lost context is made anew this often. */
const MAX_TRIES = 3;
const TURN_DEGREES = 10;

export function RenderView({ shot }: { shot: Shot }) {
  const host = useRef<HTMLDivElement>(null);
  const [render, setRender] = useState<RenderTile>();
  const [tries, setTries] = useState(0);
  const [state, setState] = useState<{ trouble?: string; note?: string; isBusy?: boolean }>({ isBusy: true });

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let made: RenderTile | undefined;
    let isOver = false;
    const lost = () => {
      if (isOver) return;
      if (tries < MAX_TRIES) setTries(tries + 1);
      else setState({ trouble: t("The graphics memory was lost repeatedly. Close other tabs and reload the page.") });
    };
    import("../../viewer/render")
      .then(({ RenderTile }) => RenderTile.create(element, lost))
      .then(
        (created) => {
          made = created;
          if (isOver) created.dispose();
          else setRender(created);
        },
        (error: Error) => !isOver && setState({ trouble: error.message }),
      );
    return () => {
      isOver = true;
      made?.dispose();
      setRender(undefined);
    };
  }, [tries]);

  useEffect(() => render && watchRatio(() => render.refit()), [render]);
  useEffect(() => {
    if (host.current && render) return attachPinch(host.current, (times) => render.zoom(times));
  }, [render]);

  const layer = shot.layers[0];
  useEffect(() => {
    if (!render || !layer) return;
    let isOver = false;
    render.show(layer.volume, layer.window, layer.colours).then(
      (times) => {
        if (isOver) return;
        const isReduced = times.some((factor) => factor > 1);
        setState(isReduced ? { note: t("drawn {times} coarser", { times: formatFactor(times) }) } : {});
      },
      (error: Error) => !isOver && setState({ trouble: error.message }),
    );
    return () => {
      isOver = true;
    };
  }, [render, layer]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its keys are those of the image that it holds
    <div
      ref={host}
      className="render-view"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows turn it
      tabIndex={0}
      data-arrow-keys
      onKeyDown={(event) => {
        const arrow = ARROWS[event.code];
        if (!arrow || !render) return;
        event.preventDefault();
        render.turn(arrow[0] * TURN_DEGREES, -arrow[1] * TURN_DEGREES);
      }}
    >
      {state.isBusy && <p className="tile-note">{t("Loading the 3-D view…")}</p>}
      {state.note && <p className="tile-note">{state.note}</p>}
      {state.trouble && (
        <p className="tile-trouble" role="alert">
          {state.trouble}
        </p>
      )}
    </div>
  );
}
