/** Single planes of a volume, laid out as the viewer shows them. */

import { spacingOf } from "./affine";
import { trainingMask } from "./mask";
import { PLANE_AXES, PLANES, type Plane } from "./view";
import { type Affine, AXIS_ORDERS, type Vec3, type Volume } from "./volume";

/** A plane as a picture: rows from the top, values in the volume's units. */
export interface PlaneImage {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array<ArrayBuffer>;
  /** Size of a pixel in mm, across and down. */
  readonly spacing: readonly [number, number];
}

export type PlaneImages = Readonly<Record<Plane, PlaneImage>>;

/** Which stored axis runs nearest to right, anterior and superior, and whether it runs the other way. */
interface StoredAxis {
  readonly axis: number;
  readonly isFlipped: boolean;
}

/** For right, anterior and superior the stored axis nearest to it; every stored axis is taken once. */
function anatomicalAxes(affine: Affine): readonly StoredAxis[] {
  const component = (world: number, axis: number) => affine[4 * world + axis] as number;
  const lengths = spacingOf(affine);
  let best: { score: number; order: Vec3 } | undefined;
  for (const order of AXIS_ORDERS) {
    const share = (axis: number, world: number) => Math.abs(component(world, axis)) / (lengths[axis] || 1);
    const score = order.map(share).reduce((a, b) => a + b);
    if (!best || score > best.score) best = { score, order };
  }
  const { order } = best as { order: Vec3 };
  return order.map((axis, world) => ({ axis, isFlipped: component(world, axis) < 0 }));
}

/**
 * The three planes through a voxel, along the stored axes nearest to the anatomical ones: to the right of a picture lies
 * the patient's right (sagittal: anterior), at its top anterior (axial) or superior. Nothing is interpolated.
 */
export function planesThrough(volume: Volume, voxel: Vec3): PlaneImages {
  const axes = anatomicalAxes(volume.affine);
  const stride: Vec3 = [1, volume.dims[0], volume.dims[0] * volume.dims[1]];
  const cut = (plane: Plane): PlaneImage => {
    const stored = PLANE_AXES[plane].map((world) => axes[world]);
    const [across, up, through] = stored as [StoredAxis, StoredAxis, StoredAxis];
    const width = volume.dims[across.axis] as number;
    const height = volume.dims[up.axis] as number;
    const data = new Float32Array(width * height);
    const start = (voxel[through.axis] as number) * (stride[through.axis] as number);
    for (let row = 0; row < height; row++) {
      const y = up.isFlipped ? row : height - 1 - row;
      for (let column = 0; column < width; column++) {
        const x = across.isFlipped ? width - 1 - column : column;
        const at = start + x * (stride[across.axis] as number) + y * (stride[up.axis] as number);
        data[row * width + column] = volume.data[at] as number;
      }
    }
    const spacing = [volume.spacing[across.axis] as number, volume.spacing[up.axis] as number] as const;
    return { width, height, data, spacing };
  };
  return Object.fromEntries(PLANES.map((plane) => [plane, cut(plane)])) as Record<Plane, PlaneImage>;
}

/** The voxel nearest to the middle of what is not the scan's fill; the middle of the volume where nothing is. */
export function middleOfContent({ data, dims }: Volume): Vec3 {
  const [nx, ny, nz] = dims;
  const inside = trainingMask(data, "nonzero");
  let [sumX, sumY, sumZ, count] = [0, 0, 0, 0];
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        if (inside[i] === 0) continue;
        sumX += x;
        sumY += y;
        sumZ += z;
        count++;
      }
    }
  }
  if (count === 0) return [Math.floor(nx / 2), Math.floor(ny / 2), Math.floor(nz / 2)];
  return [Math.round(sumX / count), Math.round(sumY / count), Math.round(sumZ / count)];
}
