/** How the stage stands: what is maximised, where the curtain is, what the left button does. Not kept after a reload. */

import { create } from "zustand";
import type { Vec3 } from "../../core/volume";
import { type MeasureTool, setTool as setMeasureTool, useMeasure } from "../../state/measure-store";

/** What the left button can be told to do instead of the preset's. */
export type MouseTool = "crosshair" | "window" | "zoom" | "pan" | "scroll";
export type Tool = MouseTool | Exclude<MeasureTool, "none">;

/** Pictures a second that flicker changes by itself: always below 3, which can trigger seizures. */
export const FLICKER_RATES = [0, 1, 2] as const;
export type FlickerRate = (typeof FLICKER_RATES)[number];

interface StageState {
  /** Key of the tile that fills the stage. */
  readonly maximised: string | undefined;
  /** Key of the tile that was touched last: what keys without a tile of their own work on. */
  readonly current: string | undefined;
  /** Where the curtain hangs: 0 shows B alone, 1 shows A alone. */
  readonly curtainAt: number;
  /** True for a divider that lies and moves up and down. */
  readonly isCurtainHorizontal: boolean;
  /** Of B over A in Flicker: 0 is A, 1 is B. */
  readonly blend: number;
  readonly flickerHz: FlickerRate;
  readonly isMagnifying: boolean;
  /** Where the pointer is, while it is over a tile. */
  readonly pointerMm: Vec3 | undefined;
  /** Ends of the colours of Difference; measured from what is seen unless typed. */
  readonly differenceRange: number | undefined;
  readonly isPlaying: boolean;
  readonly framesPerSecond: number;
  readonly mouseTool: MouseTool | undefined;
}

export const useStage = create<StageState>(() => ({
  maximised: undefined,
  current: undefined,
  curtainAt: 0.5,
  isCurtainHorizontal: false,
  blend: 0,
  flickerHz: 0,
  isMagnifying: false,
  pointerMm: undefined,
  differenceRange: undefined,
  isPlaying: false,
  framesPerSecond: 5,
  mouseTool: undefined,
}));

/** The tile fills the stage, or stands among the others again. */
export function toggleMaximised(key = useStage.getState().current): void {
  if (key) useStage.setState(({ maximised }) => ({ maximised: maximised === undefined ? key : undefined }));
}

export function moveCurtain(at: number): void {
  useStage.setState({ curtainAt: Math.min(1, Math.max(0, at)) });
}

/** Flicker shows the other picture. */
export function flip(): void {
  useStage.setState(({ blend }) => ({ blend: blend >= 0.5 ? 0 : 1 }));
}

export function setMagnifying(isMagnifying: boolean): void {
  if (useStage.getState().isMagnifying !== isMagnifying) useStage.setState({ isMagnifying });
}

/** What the left button does; undefined gives it back to the mouse preset. */
export function chooseTool(tool: Tool | undefined): void {
  const isMeasure = tool === "distance" || tool === "angle" || tool === "profile";
  setMeasureTool(isMeasure ? tool : "none");
  useStage.setState({ mouseTool: isMeasure ? undefined : tool });
}

export function currentTool(): Tool | undefined {
  const { tool } = useMeasure.getState();
  return tool === "none" ? useStage.getState().mouseTool : tool;
}

export function useTool(): Tool | undefined {
  const measure = useMeasure(({ tool }) => tool);
  const mouse = useStage(({ mouseTool }) => mouseTool);
  return measure === "none" ? mouse : measure;
}
