/** What is found out about held scans, once for each, as long as they are held. */

import { type Foreground, foregroundOf } from "../core/histogram";
import type { WorkingUnits } from "../core/intensity";
import type { JobOptions } from "../core/progress";
import type { Volume } from "../core/volume";
import { type Degradation, defaultSteps } from "../degradations/degradation";
import { type Evidence, scanEvidence } from "../evidence/evidence";
import { type Noise, noiseOf } from "../evidence/noise";
import { toTrueGrid } from "../evidence/true-grid";
import { type NoiseChoice, noiseChoice } from "../jobs/noise-choice";
import { isBankMethod, type Method } from "../methods/method";
import { PerVolume } from "./per-volume";
import type { HeldScan } from "./scans";

export class Findings {
  readonly facts = new PerVolume();

  foreground(volume: Volume): Foreground {
    return this.facts.once(volume, "foreground", () => foregroundOf(volume.data));
  }

  unitsOf(volume: Volume, method: Method): WorkingUnits | undefined {
    return this.facts.once(volume, method, () => method.units?.(volume.data));
  }

  /** What filters are chosen by, for methods that know levels of noise. */
  noiseFor(volume: Volume, method: Method, crispness: number, scale: number | undefined): NoiseChoice | undefined {
    if (!isBankMethod(method) || !method.atNoise) return undefined;
    const { sigma } = this.noise(volume) ?? {};
    return noiseChoice(sigma, scale ?? this.unitsOf(volume, method)?.scale ?? 1, crispness);
  }

  /** Back-projection steps where none are told. */
  stepsFor(volume: Volume, degradation: Degradation, crispness: number): number {
    return defaultSteps(degradation, this.noise(volume)?.share, crispness);
  }

  private noise(volume: Volume): Noise | undefined {
    const known = this.facts.get<Evidence>(volume, "evidence");
    return (known ?? this.facts.once(volume, "noise", () => ({ noise: noiseOf(volume) }))).noise;
  }

  /** What the scan tells of how it was made. It is looked at once; a call that is cancelled is as if it had not been. */
  async evidence({ volume, source }: HeldScan, options: JobOptions = {}): Promise<Evidence> {
    const known = this.facts.get<Evidence>(volume, "evidence");
    return (
      known ?? this.facts.set(volume, "evidence", await scanEvidence(volume, { ...options, slices: source?.slices }))
    );
  }

  /** The scan on the grid on which it was sampled; itself, where that is the one it has. */
  async onTrueGrid(scan: HeldScan, options: JobOptions): Promise<Volume> {
    const { axes } = await this.evidence(scan, options);
    return (
      this.heldOnTrueGrid(scan) ??
      this.facts.set(scan.volume, "true grid", await toTrueGrid(scan.volume, axes, options))
    );
  }

  /** What `onTrueGrid` gave before, if it was asked. */
  heldOnTrueGrid({ volume }: HeldScan): Volume | undefined {
    return this.facts.get<Volume>(volume, "true grid");
  }
}
