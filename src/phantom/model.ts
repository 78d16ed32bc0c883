import { Cortex, paintCallosum, paintCerebellum } from "./cortex";
import { paintCranium } from "./cranium";
import { paintDeep } from "./deep";
import { hemisphereOutline, Outlines, stemOutline } from "./envelope";
import { hash32, RandomWaves } from "./noise";
import { Painter } from "./painter";
import { TISSUE } from "./tissues";
import { paintVessels } from "./vessels";

/** How far outside the brain's outline a brain mask reaches, and where it cuts the brainstem, in mm. */
const MASK_RIM = 1;
const MASK_FLOOR = -62;

/** Over this distance (mm) the fields that `settle` looks up hardly change. */
export const NEIGHBOURHOOD = 3;

/** The phantom's continuous definition: intensity as a function of world position, free of noise. */
export class HeadModel {
  readonly painter = new Painter();
  private readonly outlines = new Outlines();
  private readonly cortex: Cortex;
  private readonly sway: RandomWaves;
  private readonly texture: RandomWaves;
  private side = 1;
  private a = 0;
  private y = 0;
  private z = 0;

  constructor(seed: number) {
    this.cortex = new Cortex(seed);
    this.sway = new RandomWaves(hash32(seed, 1), 6, 95, 0.2);
    this.texture = new RandomWaves(hash32(seed, 2), 8, 11, 0.4);
  }

  /**
   * Moves to the neighbourhood of a world point: slow fields (the sway, the folding's drift
   * and surface normal, the texture) are looked up once there and not for every sample.
   */
  settle(x: number, y: number, z: number): void {
    this.sway.evaluate(x, y, z);
    this.side = x + 30 * this.sway.gx < 0 ? -1 : 1;
    this.texture.stale = true;
    this.cortex.unsettle();
  }

  /** Intensity averaged over a footprint `edge` mm wide around a world point (RAS, mm), settled nearby. */
  intensity(x: number, y: number, z: number, edge: number): number {
    const painter = this.painter;
    painter.begin(edge, TISSUE.air);
    this.enter(x, y, z);
    paintCranium(painter, this.outlines.dura, this.texture, this.side, this.a, this.y, this.z);
    if (this.outlines.dura > -edge) this.paintBrain();
    return painter.value;
  }

  /** Whether a world point, settled before, is in the mask of a brain-only scan. */
  inBrain(x: number, y: number, z: number): boolean {
    this.enter(x, y, z);
    const { a } = this;
    if (this.z < MASK_FLOOR) return false;
    const brain = Math.max(
      hemisphereOutline(Math.max(a, 3), this.y, this.z),
      this.outlines.cerebellum,
      stemOutline(a, this.y, this.z),
    );
    return brain > -MASK_RIM;
  }

  private paintBrain(): void {
    const { painter, outlines, side, a, y, z } = this;
    const { rim, dura } = outlines;
    const falx = Math.max(0, rim + 4, -z - 8);
    painter.sheet(Math.sqrt(a * a + falx * falx), 0.35, TISSUE.dura);
    paintCerebellum(painter, outlines.cerebellum, a, y, z);
    this.cortex.paintCerebrum(painter, outlines, side, a, y, z);
    paintCallosum(painter, rim, a, y, z);
    paintDeep(painter, rim, a, y, z);
    paintVessels(painter, rim, a, y, z);
    if (a < 8 && z > 0) {
      const sinus = dura - 2.2;
      painter.thread(Math.sqrt(a * a + sinus * sinus), 2.6, TISSUE.vein);
    }
  }

  /** Sets the point to be painted: gently swayed, so that nothing is a perfect ellipsoid or mirror image. */
  private enter(x: number, y: number, z: number): void {
    const { sway } = this;
    this.a = Math.abs(x + 30 * sway.gx);
    this.y = y + 40 * sway.gy;
    this.z = z + 40 * sway.gz;
    this.outlines.locate(this.a, this.y, this.z);
  }
}
