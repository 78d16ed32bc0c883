/** What is written over a tile, in its corners. That an image is computed is written in every state. */

import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { usePrefs } from "../../state/prefs-store";
import type { Series } from "../../state/series-store";
import { t } from "../../text/text";
import type { Frame } from "../../viewer/camera";
import { COLOUR_MAPS, css } from "../../viewer/colour-map";
import { formatValue } from "../common/format";
import { warningNames } from "../intake/intake-texts";
import { openWarnings } from "../shell/warnings";
import type { Tile } from "./arrange";
import { useStage } from "./stage-store";
import { displayTexts, obliqueText, originText, type Readout, sidesText, windowText } from "./tile-texts";
import type { Shot } from "./use-shot";

/** Tiles smaller than this one way say only what matters most, so that the image is not under its texts. CSS pixels. */
const SMALL = { width: 220, height: 300 };

/** What fits beside what: in narrow tiles lines go where no letter and no other line is, see the style sheet. */
const sizeOf = (width: number) => (width < SMALL.width ? "tiny" : width < 340 ? "narrow" : "wide");

interface OverlayProps {
  readonly tile: Tile;
  readonly shot: Shot;
  readonly frame: Frame;
  readonly readout: Readout;
}

export function TileOverlay({ tile, shot, readout }: OverlayProps) {
  const chosen = usePrefs((prefs) => prefs.overlays);
  const at = useStage((state) => state.curtainAt);
  const isHorizontal = useStage((state) => state.isCurtainHorizontal);
  const isSecond = useStage((state) => tile.kind === "flicker" && state.blend >= 0.5);
  const isMixed = useStage((state) => tile.kind === "flicker" && state.blend > 0 && state.blend < 1);
  const size = sizeOf(tile.width);
  const isSmall = tile.width < SMALL.width || tile.height < SMALL.height;
  const state = chosen === "all" && isSmall ? "essential" : chosen;
  const isAll = state === "all";
  const isShown = state !== "none";
  const corner = (place: string) => `corner ${size} ${place}`;
  const [a, b] = shot.series as readonly [Series, Series?];
  const front = isSecond && b ? b : a;
  const oblique = obliqueText(front);
  const isRender = tile.kind === "render";
  const isCurtain = tile.kind === "curtain" && b !== undefined;
  const labelB = isCurtain && at < 1 && <Label series={b} letter="B" isShown={isShown} />;
  const sides = isShown && !isRender && <Line fact="sides">{sidesText(shot)}</Line>;
  const window = (shot.layers[isSecond ? 1 : 0] ?? shot.layers[0])?.window ?? [0, 1];
  return (
    <>
      <div className={corner("top left")}>
        {tile.kind === "difference" && b ? (
          <DifferenceLabel a={a} b={b} shot={shot} isShown={isShown} />
        ) : (
          !(isCurtain && at === 0) && <Label series={front} letter={b && (isSecond ? "B" : "A")} isShown={isShown} />
        )}
        {isMixed && b && <Label series={isSecond ? a : b} letter={isSecond ? "A" : "B"} isShown={isShown} />}
        {size === "tiny" && sides}
      </div>
      <div className={corner("top right")}>
        {!isHorizontal && labelB}
        {isShown && size !== "tiny" && !b && <Warnings series={front} />}
        {size !== "tiny" && sides}
        {isAll && !isRender && oblique && <Line>{oblique}</Line>}
      </div>
      <div className={corner("bottom left")}>
        {isHorizontal && labelB}
        {isShown && !isRender && (
          <>
            <Line fact="slice">{readout.slice}</Line>
            {isAll && <Line fact="mm">{readout.mm}</Line>}
            {isAll && <Line fact="voxel">{readout.voxel}</Line>}
            {readout.frame && <Line fact="frame">{readout.frame}</Line>}
            <Line fact="value">{readout.value}</Line>
          </>
        )}
      </div>
      {isShown && size !== "tiny" && !isRender && (
        <div className={corner("bottom right")}>
          {isAll && tile.kind !== "difference" && <Line fact="window">{windowText(window, size === "wide")}</Line>}
          <Display series={front} shot={shot} />
        </div>
      )}
    </>
  );
}

function Line({ fact, kind = "", children }: { fact?: string; kind?: string; children: ReactNode }) {
  return (
    <span className={`corner-line ${fact ?? ""} ${kind}`} data-fact={fact}>
      {children}
    </span>
  );
}

function Label({ series, letter, isShown }: { series: Series; letter?: string | undefined; isShown: boolean }) {
  const origin = originText(series);
  return (
    <>
      {isShown && (
        <Line fact="title">
          {letter && <b className="side-letter">{letter}</b>}
          {series.title}
        </Line>
      )}
      {origin && (isShown || origin.isWarning) && (
        <Line fact="origin" kind={origin.isWarning ? "warn" : ""}>
          {origin.text}
        </Line>
      )}
      {letter && isShown && <Warnings series={series} />}
      {isShown && series.colours in COLOUR_MAPS && (
        <ColourBar colours={series.colours as keyof typeof COLOUR_MAPS} window={series.window} />
      )}
    </>
  );
}

interface DifferenceLabelProps {
  readonly a: Series;
  readonly b: Series;
  readonly shot: Shot;
  readonly isShown: boolean;
}

function DifferenceLabel({ a, b, shot, isShown }: DifferenceLabelProps) {
  const range = shot.picture.kind === "difference" ? shot.picture.range : 1;
  const origin = [a, b].map(originText).find((one) => one?.isWarning);
  return (
    <>
      {isShown && (
        <>
          <Line fact="title">{t("{a} − {b}", { a: a.title, b: b.title })}</Line>
          <Line fact="note">{t("A − B, no error map")}</Line>
        </>
      )}
      {origin && (
        <Line fact="origin" kind="warn">
          {origin.text}
        </Line>
      )}
      {isShown && <ColourBar colours="signed" window={[-range, range]} />}
    </>
  );
}

function ColourBar({ colours, window }: { colours: keyof typeof COLOUR_MAPS; window: readonly [number, number] }) {
  const [from, to] = window.map(formatValue) as [string, string];
  const stops = COLOUR_MAPS[colours].map(css).join(", ");
  return (
    <span className="corner-line colour-bar" role="img" aria-label={t("Colours from {from} to {to}", { from, to })}>
      <span>{from}</span>
      <span className="stops" style={{ background: `linear-gradient(to right, ${stops})` }} />
      <span>{to}</span>
      <span className="unit">{t("in the image's units")}</span>
    </span>
  );
}

function Warnings({ series }: { series: Series }) {
  const count = series.warnings.length;
  if (count === 0) return null;
  const label = t("{n, plural, one {# warning} other {# warnings}} on {title}", { n: count, title: series.title });
  return (
    <button
      type="button"
      className="corner-line warn warnings-badge"
      aria-label={label}
      title={`${label}: ${warningNames(series.warnings)}`}
      onClick={() => openWarnings(series.id)}
    >
      <TriangleAlert size={13} aria-hidden="true" /> {count}
    </button>
  );
}

function Display({ series, shot }: { series: Series; shot: Shot }) {
  const { filter, zoom } = displayTexts(series, shot.camera, shot.smooth);
  return (
    <Line>
      <span data-fact="filter">{filter}</span> · <span data-fact="zoom">{zoom}</span>
    </Line>
  );
}
