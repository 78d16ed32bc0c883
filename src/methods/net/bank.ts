/** The banks of the network method: a whole folded bank, and the layers of the network behind it. Source: net. */

import type { Bank, BankMetadata } from "../../banks/bank";
import { type Factor, voxelCount } from "../../core/volume";
import type { FoldedBank, FoldedMetadata, NoiseLevel } from "../folded/bank";
import type { OwnOfFolded } from "../folded/embedded";

export interface NetMetadata extends BankMetadata {
  readonly method: "net";
  /** Channels that go into the first layer, and that come out of each. */
  readonly channels: readonly number[];
  /** The folded result stays where none of the 3³ low-resolution voxels reaches this, working units. */
  readonly airBelow: number;
  /** What the folded bank's predicted errors are multiplied by. */
  readonly errorScale: number;
  /** The levels of noise that it was trained at; those of the folded bank unless told. */
  readonly trainedNoise?: readonly NoiseLevel[];
  /** What the folded bank says of itself that is not said of this one too. */
  readonly folded: OwnOfFolded;
}

export interface NetBank extends Bank {
  readonly metadata: NetMetadata;
  readonly folded: FoldedBank;
  /** Of each layer the weights [out, in, z, y, x], x fastest. */
  readonly layers: readonly Float32Array<ArrayBuffer>[];
  /** Standard deviation of the scan's noise as the network is told it, a share of the working scale; 0 unless told. */
  readonly noise?: number;
  /** True: the mean of what the network makes of the scan and of its mirror images. */
  readonly mirrored?: boolean;
}

/** What the metadata of a network's folded bank are: the network's own words for it too. */
export function foldedMetadata({
  channels,
  airBelow,
  errorScale,
  trainedNoise,
  folded,
  ...common
}: NetMetadata): FoldedMetadata {
  return { ...common, ...folded, method: "folded" };
}

/** Sub-voxels less their low-resolution voxel, and this voxel itself, are always given to a network. */
export const plainInputs = (factor: Factor): number => voxelCount(factor) + 1;

/** True where the network is also given a plane that holds the noise. */
export const seesNoise = ({ channels, factor }: Pick<NetMetadata, "channels" | "factor">): boolean =>
  channels[0] === plainInputs(factor) + 1;

/** Pairs of the channels that go into a layer and those that come out. */
export const layerChannels = (channels: readonly number[]): (readonly [number, number])[] =>
  channels.slice(1).map((out, i) => [channels[i] as number, out]);

/** Voxels that a layer looks at along each axis, and that it is smaller by. */
export const WINDOW = 3;
export const TAPS = WINDOW ** 3;

/** Multiply-adds of the network for one low-resolution voxel. */
export const multiplyAdds = (channels: readonly number[]): number =>
  layerChannels(channels).reduce((sum, [into, out]) => sum + TAPS * into * out, 0);
