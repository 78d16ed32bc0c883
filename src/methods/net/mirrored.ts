/** A network that is applied to mirror images of the scan. Source: net. */

import { type Factor, placeOf, type Vec3 } from "../../core/volume";
import { layerChannels, type NetBank, plainInputs, TAPS, WINDOW } from "./bank";

/** Which of the axes x, y and z are turned round. */
type Mirror = readonly [boolean, boolean, boolean];

/** All of them: none is turned round in the first. */
const MIRRORS: readonly Mirror[] = Array.from({ length: 8 }, (_, i) => [(i & 1) > 0, (i & 2) > 0, (i & 4) > 0]);

export type Layers = NetBank["layers"];

/** The layers that are run over a scan: the bank's own, and for a mirrored bank those of every mirror image. */
export const layerSets = ({ layers, metadata: { channels, factor }, mirrored }: NetBank): Layers[] =>
  mirrored ? MIRRORS.map((mirror) => mirroredLayers(layers, channels, factor, mirror)) : [layers];

/** How often a bank's layers are run. */
export const passesOf = ({ mirrored }: Pick<NetBank, "mirrored">): number => (mirrored ? MIRRORS.length : 1);

/**
 * Layers that give of a scan what the layers given give of its mirror image, mirrored back: their windows are mirrored, and
 * so are the places of sub-voxels among the first layer's inputs and the last one's outputs.
 */
export function mirroredLayers(layers: Layers, channels: readonly number[], factor: Factor, mirror: Mirror): Layers {
  const taps = Array.from({ length: TAPS }, (_, tap) => mirrorPlace(tap, [WINDOW, WINDOW, WINDOW], mirror));
  const inputs = plainInputs(factor) - 1;
  const subVoxel = (c: number) => (c < inputs ? mirrorPlace(c, factor, mirror) : c);
  const same = (c: number) => c;
  return layerChannels(channels).map(([into, out], i) => {
    const inputOf = i === 0 ? subVoxel : same;
    const outputOf = i === layers.length - 1 ? subVoxel : same;
    const weights = layers[i] as Float32Array;
    const mirrored = new Float32Array(weights.length);
    for (let o = 0; o < out; o++) {
      for (let c = 0; c < into; c++) {
        const [from, to] = [TAPS * (c + into * o), TAPS * (inputOf(c) + into * outputOf(o))];
        for (const [tap, place] of taps.entries()) mirrored[to + place] = weights[from + tap] as number;
      }
    }
    return mirrored;
  });
}

/** Of voxel i of a box the place that it has in the mirror image. */
function mirrorPlace(i: number, dims: Vec3, mirror: Mirror): number {
  const turned = placeOf(i, dims).map((at, axis) => (mirror[axis] ? (dims[axis] as number) - 1 - at : at));
  const [x, y, z] = turned as unknown as Vec3;
  return x + dims[0] * (y + dims[1] * z);
}
