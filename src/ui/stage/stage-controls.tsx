/**
 * What a layout or a scan can be moved by: curtain, flicker, colours, frames. Over the lower edge of one image, below
 * several.
 */

import { ArrowLeftRight, ArrowUpDown, Pause, Play } from "lucide-react";
import { useEffect } from "react";
import { setFrame } from "../../state/frames";
import { findSeries, useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { IconButton } from "../common/button";
import { readNumber } from "../common/read-number";
import { useTyped } from "../common/use-typed";
import type { Tile } from "./arrange";
import { FLICKER_RATES, type FlickerRate, useStage } from "./stage-store";

const RATES = [2, 5, 10, 20] as const;

export function StageControls({ tiles }: { tiles: readonly Tile[] }) {
  const kind = tiles[0]?.kind;
  const moving = useSeries(({ series }) =>
    series.find(
      ({ id, frames, kind: of }) => of === "scan" && frames > 1 && tiles.some((tile) => tile.seriesIds.includes(id)),
    ),
  );
  const hasOwn = kind === "curtain" || kind === "flicker" || kind === "difference";
  if (!hasOwn && !moving) return null;
  return (
    <div
      className={`stage-controls ${tiles.length === 1 ? "over" : ""}`}
      role="toolbar"
      aria-label={t("Controls of the images")}
    >
      {kind === "curtain" && <CurtainControls />}
      {kind === "flicker" && <FlickerControls />}
      {kind === "difference" && <DifferenceControls />}
      {moving && <Frames scanId={moving.id} frame={moving.frame} frames={moving.frames} />}
    </div>
  );
}

function CurtainControls() {
  const isHorizontal = useStage((state) => state.isCurtainHorizontal);
  const label = isHorizontal ? t("Curtain from left to right") : t("Curtain from top to bottom");
  return (
    <IconButton label={label} onClick={() => useStage.setState({ isCurtainHorizontal: !isHorizontal })}>
      {isHorizontal ? <ArrowLeftRight size={16} aria-hidden="true" /> : <ArrowUpDown size={16} aria-hidden="true" />}
    </IconButton>
  );
}

function FlickerControls() {
  const blend = useStage((state) => state.blend);
  const hz = useStage((state) => state.flickerHz);
  const rates = { 0: t("by hand"), 1: t("1 a second"), 2: t("2 a second") } satisfies Record<FlickerRate, string>;
  return (
    <>
      <Side letter="A" at={0} blend={blend} />
      <input
        type="range"
        aria-label={t("From A to B")}
        min={0}
        max={1}
        step={0.05}
        value={blend}
        onChange={(event) => useStage.setState({ blend: event.currentTarget.valueAsNumber, flickerHz: 0 })}
      />
      <Side letter="B" at={1} blend={blend} />
      <select
        aria-label={t("Swap A and B by itself")}
        value={hz}
        onChange={(event) => useStage.setState({ flickerHz: Number(event.currentTarget.value) as FlickerRate })}
      >
        {FLICKER_RATES.map((rate) => (
          <option key={rate} value={rate}>
            {rates[rate]}
          </option>
        ))}
      </select>
    </>
  );
}

function Side({ letter, at, blend }: { letter: "A" | "B"; at: 0 | 1; blend: number }) {
  const title = useSeries((state) => findSeries(letter === "A" ? state.a : state.b, state)?.title ?? "");
  const label = t("Show {letter}, {title}", { letter, title });
  return (
    <button
      type="button"
      className="button small side"
      aria-label={label}
      title={label}
      aria-pressed={blend === at}
      onClick={() => useStage.setState({ blend: at, flickerHz: 0 })}
    >
      {letter}
    </button>
  );
}

function DifferenceControls() {
  const typed = useStage((state) => state.differenceRange);
  const { field, trouble } = useTyped(typed === undefined ? "" : String(Number(typed.toPrecision(10))), (text) => {
    const range = readNumber(text);
    const isAuto = text.trim() === "";
    if (!isAuto && range === undefined) return t("Not a number: nothing was changed.");
    if (range !== undefined && range <= 0) return t("The colours must go to above 0: nothing was changed.");
    useStage.setState({ differenceRange: range });
  });
  return (
    <>
      <label className="row tight">
        {t("Colours to ±")}
        <input {...field} className="range-field" placeholder={t("auto")} />
      </label>
      {trouble}
    </>
  );
}

/** Frames of a scan: one by one, or in a loop while the person wants it. */
function Frames({ scanId, frame, frames }: { scanId: string; frame: number; frames: number }) {
  const isPlaying = useStage((state) => state.isPlaying);
  const rate = useStage((state) => state.framesPerSecond);
  useEffect(() => {
    if (!isPlaying) return;
    let isOver = false;
    let at = findSeries(scanId)?.frame ?? 0;
    const play = async () => {
      while (!isOver) {
        at = (at + 1) % frames;
        // A frame that takes longer to read than its turn delays the next.
        await Promise.all([setFrame(scanId, at), new Promise((resolve) => setTimeout(resolve, 1000 / rate))]);
      }
    };
    void play();
    return () => {
      isOver = true;
    };
  }, [isPlaying, scanId, frames, rate]);
  useEffect(() => () => useStage.setState({ isPlaying: false }), []);
  return (
    <>
      <IconButton
        label={isPlaying ? t("Stop the frames") : t("Play the frames")}
        onClick={() => useStage.setState({ isPlaying: !isPlaying })}
      >
        {isPlaying ? <Pause size={16} aria-hidden="true" /> : <Play size={16} aria-hidden="true" />}
      </IconButton>
      <input
        type="range"
        aria-label={t("Frame")}
        aria-valuetext={t("frame {k}/{n}", { k: frame + 1, n: frames })}
        min={0}
        max={frames - 1}
        step={1}
        value={frame}
        onChange={(event) => {
          useStage.setState({ isPlaying: false });
          void setFrame(scanId, event.currentTarget.valueAsNumber);
        }}
      />
      <output className="frame-count">{t("frame {k}/{n}", { k: frame + 1, n: frames })}</output>
      <select
        aria-label={t("Frames a second")}
        value={rate}
        onChange={(event) => useStage.setState({ framesPerSecond: Number(event.currentTarget.value) })}
      >
        {RATES.map((one) => (
          <option key={one} value={one}>
            {t("{n}/s", { n: one })}
          </option>
        ))}
      </select>
    </>
  );
}
