/** Distances, angles and lines for profiles, as points in the world. */

import type { Plane } from "../core/view";
import type { Vec3 } from "../core/volume";
import type { TileCamera } from "./camera";
import { dot, lengthOf, minus } from "./vectors";

export interface Measurement {
  readonly id: string;
  readonly kind: "distance" | "angle" | "profile";
  /** The plane it was drawn in. */
  readonly plane: Plane;
  /** Two points; of an angle three, the second being its vertex. Fewer while it is drawn. */
  readonly points: readonly Vec3[];
}

/** Length of the line through all points. */
export function lengthMm({ points }: Pick<Measurement, "points">): number {
  return points.slice(1).reduce((sum, point, i) => sum + lengthOf(minus(point, points[i] as Vec3)), 0);
}

/** Angle at the second point, 0 to 180; undefined while there are fewer than three different points. */
export function angleDegrees({ points }: Pick<Measurement, "points">): number | undefined {
  const [from, vertex, to] = points;
  if (!from || !vertex || !to) return undefined;
  const [a, b] = [minus(from, vertex), minus(to, vertex)];
  const lengths = lengthOf(a) * lengthOf(b);
  if (lengths === 0) return undefined;
  return (Math.acos(Math.min(1, Math.max(-1, dot(a, b) / lengths))) * 180) / Math.PI;
}

/** "12.3 mm" or "45.0°"; empty while there is nothing to measure. */
export function describeMeasurement(measurement: Pick<Measurement, "kind" | "points">): string {
  if (measurement.kind === "angle") {
    const degrees = angleDegrees(measurement);
    return degrees === undefined ? "" : `${degrees.toFixed(1)}°`;
  }
  return measurement.points.length < 2 ? "" : `${lengthMm(measurement).toFixed(1)} mm`;
}

/** Whether a tile's plane, to within so many mm, holds all points. */
export function withinPlane(camera: TileCamera, { plane, points }: Measurement, withinMm = 1): boolean {
  const isNear = (point: Vec3) => Math.abs(dot(minus(point, camera.originMm), camera.normal)) <= withinMm;
  return plane === camera.plane && points.length > 0 && points.every(isNear);
}
