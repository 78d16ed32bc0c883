/** Where the images are looked at and how they are drawn: crosshair, slices, zoom, window, tools. */

import { autoWindow, resetView, setWindow, showVoxels } from "../../state/actions";
import { changePrefs, isRadiological, OVERLAYS, usePrefs } from "../../state/prefs-store";
import { useView, viewOf } from "../../state/view-store";
import { t } from "../../text/text";
import { chooseTool, currentTool, setMagnifying, type Tool } from "../stage/stage-store";
import { activeSeries, type Command, isViewing } from "./command";
import { fitView, moveCrosshair, moveSlices, moveToEnd, zoomBy } from "./moves";

const ZOOM_STEP = 1.25;
const WIDTH_STEP = 1.5;
const whileViewing = (commands: readonly Command[]): readonly Command[] =>
  commands.map((command) => ({ isEnabled: isViewing, ...command }));

const step = (id: string, keys: readonly string[], title: () => string, run: () => void): Command => ({
  id,
  keys,
  title,
  run,
  repeats: true,
});

export const IMAGE_COMMANDS = whileViewing([
  step("left", ["ArrowLeft"], () => t("Crosshair to the left"), moveCrosshair.bind(null, -1, 0)),
  step("right", ["ArrowRight"], () => t("Crosshair to the right"), moveCrosshair.bind(null, 1, 0)),
  step("up", ["ArrowUp"], () => t("Crosshair up"), moveCrosshair.bind(null, 0, -1)),
  step("down", ["ArrowDown"], () => t("Crosshair down"), moveCrosshair.bind(null, 0, 1)),
  step("next-slice", ["PageUp"], () => t("Next slice"), moveSlices.bind(null, 1)),
  step("previous-slice", ["PageDown"], () => t("Previous slice"), moveSlices.bind(null, -1)),
  { id: "first-slice", keys: ["Home"], title: () => t("First slice"), run: () => moveToEnd(false) },
  { id: "last-slice", keys: ["End"], title: () => t("Last slice"), run: () => moveToEnd(true) },
  step("zoom-in", ["Equal", "Shift+Equal", "NumpadAdd"], () => t("Zoom in"), zoomBy.bind(null, ZOOM_STEP)),
  step("zoom-out", ["Minus", "NumpadSubtract"], () => t("Zoom out"), zoomBy.bind(null, 1 / ZOOM_STEP)),
  { id: "fit", keys: ["Digit0", "Numpad0"], title: () => t("Fit to the tiles"), run: fitView },
  {
    id: "voxels",
    keys: ["Shift+Digit0"],
    title: () => t("1:1, a pixel of the screen per voxel"),
    run: () => showVoxels(activeSeries()?.id),
  },
  { id: "reset-view", keys: ["KeyR"], title: () => t("Reset view"), run: resetView },
  { id: "crosshair", keys: ["KeyC"], title: () => t("Crosshair on or off"), run: () => toggle("showCrosshair") },
  {
    id: "labels",
    keys: ["KeyL"],
    title: () => t("Labels on or off"),
    run: () => changePrefs({ overlays: usePrefs.getState().overlays === "none" ? "all" : "none" }),
  },
  { id: "overlays", keys: ["KeyI"], title: () => t("Labels: all, essential, none"), run: nextOverlays },
  { id: "smooth", keys: ["KeyN"], title: () => t("Display nearest or linear"), run: () => toggle("smooth") },
  {
    id: "radiological",
    keys: ["KeyH"],
    title: () => t("Radiological or neurological sides"),
    run: () => changePrefs({ radiological: !isRadiological(usePrefs.getState()) }),
  },
  { id: "nose", keys: [], title: () => t("Sagittal: nose to the left or right"), run: () => toggle("noseLeft") },
  {
    id: "magnifier",
    keys: ["KeyM"],
    title: () => t("Magnifier, while held"),
    run: () => setMagnifying(true),
    release: () => setMagnifying(false),
  },
]);

export const WINDOW_COMMANDS = whileViewing([
  { id: "window-auto", keys: ["Digit1"], title: () => t("Window: auto"), run: () => autoWindow(activeSeries()?.id) },
  { id: "window-full", keys: ["Digit2"], title: () => t("Window: full range"), run: () => take(activeSeries()?.range) },
  {
    id: "window-header",
    keys: ["Digit3"],
    title: () => t("Window: as the file says"),
    run: () => take(activeSeries()?.headerWindow),
    isEnabled: () => isViewing() && activeSeries()?.headerWindow !== undefined,
  },
  { id: "window-narrow", keys: ["Digit4"], title: () => t("Window: narrower"), run: () => scaleWidth(1 / WIDTH_STEP) },
  { id: "window-wide", keys: ["Digit5"], title: () => t("Window: wider"), run: () => scaleWidth(WIDTH_STEP) },
]);

/** Choosing a tool again puts it away. */
const tool = (value: Tool, keys: readonly string[], title: () => string): Command => ({
  id: `tool-${value}`,
  keys,
  title,
  run: () => chooseTool(currentTool() === value ? undefined : value),
});

export const TOOL_COMMANDS = whileViewing([
  tool("window", ["KeyW"], () => t("Window tool")),
  tool("zoom", ["KeyZ"], () => t("Zoom tool")),
  tool("pan", ["KeyT"], () => t("Pan tool")),
  tool("scroll", ["KeyS"], () => t("Slice tool")),
  tool("distance", [], () => t("Measure a distance")),
  tool("angle", [], () => t("Measure an angle")),
  tool("profile", [], () => t("Line profile")),
]);

function toggle(name: "showCrosshair" | "smooth" | "noseLeft"): void {
  changePrefs({ [name]: !usePrefs.getState()[name] });
}

function nextOverlays(): void {
  const { overlays } = usePrefs.getState();
  changePrefs({ overlays: OVERLAYS[(OVERLAYS.indexOf(overlays) + 1) % OVERLAYS.length] ?? "all" });
}

function take(window: readonly [number, number] | undefined): void {
  const series = activeSeries();
  if (series && window) setWindow(series.id, window);
}

function scaleWidth(times: number): void {
  const series = activeSeries();
  if (!series) return;
  const [low, high] = viewOf(useView.getState(), series.id).window;
  const [level, half] = [(low + high) / 2, ((high - low) / 2) * times];
  setWindow(series.id, [level - half, level + half]);
}
