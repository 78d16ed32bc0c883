import { clamp } from "./shapes";

/**
 * Lays tissues over one another at one point. A boundary is a ramp as wide as the sample's footprint, which is the
 * exact average over the footprint of a flat boundary: few samples per voxel then give smooth partial volumes.
 */
export class Painter {
  /** Width of a sample's footprint in mm. */
  edge = 1;
  value = 0;
  /** Distance in mm from the sample to the nearest boundary met since `begin`. */
  clearance = 0;

  begin(edge: number, value: number): void {
    this.edge = edge;
    this.value = value;
    this.clearance = 1e9;
  }

  /** Share of the footprint that lies inside a surface `depth` mm away. */
  coverage(depth: number): number {
    const distance = Math.abs(depth);
    if (distance < this.clearance) this.clearance = distance;
    return clamp(depth / this.edge + 0.5, 0, 1);
  }

  /** Share covered by a sheet of half-thickness `half` whose middle is `distance` mm away. */
  sheetCoverage(distance: number, half: number): number {
    return Math.max(0, this.coverage(half - distance) + clamp((half + distance) / this.edge + 0.5, 0, 1) - 1);
  }

  mix(tissue: number, share: number): void {
    this.value += (tissue - this.value) * share;
  }

  /** Paints a solid. */
  solid(depth: number, tissue: number): void {
    this.mix(tissue, this.coverage(depth));
  }

  /** Paints a thin sheet. */
  sheet(distance: number, half: number, tissue: number): void {
    this.mix(tissue, this.sheetCoverage(distance, half));
  }

  /** Paints a thin round tube; the circle covers π/4 of its square when it is finer than the footprint. */
  thread(distance: number, radius: number, tissue: number): void {
    const share = this.sheetCoverage(distance, radius);
    this.mix(tissue, share * share * (radius < this.edge / 2 ? 0.785 : 1));
  }
}
