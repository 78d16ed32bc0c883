/** Distances, angles and profiles that were drawn on the images. */

import { create } from "zustand";
import type { Vec3 } from "../core/volume";
import type { Measurement } from "../viewer/measure";

export type MeasureTool = "none" | Measurement["kind"];

interface MeasureState {
  readonly tool: MeasureTool;
  readonly measurements: readonly Measurement[];
  /** The one that is being drawn. */
  readonly draft?: Measurement | undefined;
}

export const useMeasure = create<MeasureState>(() => ({ tool: "none", measurements: [] }));

/** Points that a measurement has when it is done. */
const POINTS: Readonly<Record<Measurement["kind"], number>> = { distance: 2, profile: 2, angle: 3 };
let last = 0;

export function setTool(tool: MeasureTool): void {
  useMeasure.setState({ tool, draft: undefined });
}

/** Adds a point of the chosen tool; the last one ends the measurement and puts the tool away. */
export function addPoint(plane: Measurement["plane"], mm: Vec3): void {
  const { tool, draft, measurements } = useMeasure.getState();
  if (tool === "none") return;
  const begun = draft?.plane === plane ? draft : { id: `measure-${++last}`, kind: tool, plane, points: [] };
  const grown = { ...begun, points: [...begun.points, mm] };
  if (grown.points.length < POINTS[tool]) {
    useMeasure.setState({ draft: grown });
    return;
  }
  // A line is about one place: a newer profile takes the place of the one before.
  const kept = tool === "profile" ? measurements.filter(({ kind }) => kind !== "profile") : measurements;
  useMeasure.setState({ tool: "none", draft: undefined, measurements: [...kept, grown] });
}

export function removeMeasurement(id: string): void {
  useMeasure.setState(({ measurements }) => ({ measurements: measurements.filter((one) => one.id !== id) }));
}
