/** Files of network banks. Source: bank format, net. */

import type { BankCodec } from "../../banks/bank-codec";
import { wrongValue } from "../../banks/metadata";
import { bankError } from "../../banks/safetensors";
import { type Tensors, weightTensor } from "../../banks/tensors";
import { type Factor, voxelCount } from "../../core/volume";
import { encodeNoise, FOLDED_CODEC, foldedTensors, parseNoise, readFolded } from "../folded/codec";
import { foldedMetadata, layerChannels, type NetBank, plainInputs, seesNoise, TAPS, WINDOW } from "./bank";

/** Of the names of the folded bank's tensors. */
const FOLDED_PREFIX = "folded.";
const TRAINED_NOISE = "trained_noise";

export const NET_CODEC: BankCodec<NetBank> = {
  fixed: FOLDED_CODEC.fixed,
  keys: [...FOLDED_CODEC.keys, "channels", "air_below"],
  optionalKeys: [
    ...(FOLDED_CODEC.optionalKeys ?? []),
    "error_scale",
    `${TRAINED_NOISE}_added`,
    `${TRAINED_NOISE}_measured`,
  ],
  encode: (metadata) => ({
    ...FOLDED_CODEC.encode(foldedMetadata(metadata)),
    channels: metadata.channels.join(),
    air_below: String(metadata.airBelow),
    error_scale: String(metadata.errorScale),
    ...(metadata.trainedNoise && encodeNoise(TRAINED_NOISE, metadata.trainedNoise)),
  }),
  decode: (get, factor) => {
    const trainedNoise = parseNoise(TRAINED_NOISE, get);
    return {
      folded: FOLDED_CODEC.decode(get, factor),
      channels: parseChannels(get("channels"), factor),
      airBelow: parseNumber("air_below", get("air_below"), 0, 1),
      errorScale: parseNumber("error_scale", get("error_scale") || "1", 0.01, 100),
      ...(trainedNoise && { trainedNoise }),
    };
  },
  read: (tensors, metadata) => ({
    metadata,
    folded: readFolded(tensors, foldedMetadata(metadata), FOLDED_PREFIX),
    layers: readLayers(tensors, metadata.channels),
  }),
  tensors: ({ metadata, folded, layers }, dtype) =>
    new Map([
      ...foldedTensors(folded, dtype, FOLDED_PREFIX),
      ...layerChannels(metadata.channels).map(([into, out], i) => {
        const shape = [out, into, WINDOW, WINDOW, WINDOW];
        return [nameOf(i), weightTensor(layers[i] as Float32Array<ArrayBuffer>, shape, dtype)] as const;
      }),
    ]),
  describe: ({ metadata, folded }) => {
    const { channels, airBelow, errorScale, factor } = metadata;
    const own = FOLDED_CODEC.describe(folded);
    return {
      filters: `${channels.length - 1} layers of 3³, channels ${channels.join(" → ")}; behind ${own.filters}`,
      classes: own.classes,
      facts: [
        ["told the noise", seesNoise({ channels, factor }) ? "yes" : "no"],
        ["air", `folded alone where nothing reaches ${airBelow}`],
        ["error scale", String(errorScale)],
        ...own.facts,
      ],
    };
  },
};

const nameOf = (layer: number) => `conv${layer}`;

/** No training gives a weight beyond. */
const MOST_WEIGHT = 100;
/** What the layers together make of a value at the most, so that no scan's result can be without a finite number. */
const MOST_GAIN = 1e20;

function readLayers(tensors: Tensors, channels: readonly number[]): Float32Array<ArrayBuffer>[] {
  let gain = 1;
  const layers = layerChannels(channels).map(([into, out], i) => {
    const shape = [out, into, WINDOW, WINDOW, WINDOW];
    const weights = tensors.floats(nameOf(i), shape, ["F16", "F32"]);
    const wrong = weights.findIndex((w) => Math.abs(w) > MOST_WEIGHT);
    if (wrong >= 0) {
      const weight = (weights[wrong] as number).toPrecision(3);
      throw bankError(`tensor "${nameOf(i)}" holds ${weight} at element ${wrong}, beyond ${MOST_WEIGHT}`);
    }
    gain *= largestSum(weights, TAPS * into);
    return weights;
  });
  if (gain > MOST_GAIN) throw bankError(`its layers could make a value ${gain.toPrecision(3)} times as large`);
  return layers;
}

/** Of the sums of the sizes of each `length` weights. */
function largestSum(weights: Float32Array, length: number): number {
  let largest = 0;
  for (let first = 0; first < weights.length; first += length) {
    const sum = weights.subarray(first, first + length).reduce((total, w) => total + Math.abs(w), 0);
    largest = Math.max(largest, sum);
  }
  return largest;
}

const MOST_LAYERS = 12;
const MOST_CHANNELS = 256;

function parseChannels(text: string, factor: Factor): readonly number[] {
  const channels = text.split(",").map((word) => (/^[1-9]\d{0,2}$/.test(word) ? Number(word) : Number.NaN));
  const inputs = plainInputs(factor);
  const isNetwork =
    channels.length >= 2 &&
    channels.length <= MOST_LAYERS + 1 &&
    channels.every((count) => count <= MOST_CHANNELS) &&
    (channels[0] === inputs || channels[0] === inputs + 1) &&
    channels.at(-1) === voxelCount(factor);
  if (isNetwork) return channels;
  const ends = `${inputs} or ${inputs + 1} first and ${voxelCount(factor)} last`;
  throw wrongValue("channels", text, `up to ${MOST_LAYERS + 1} numbers up to ${MOST_CHANNELS}, ${ends}`);
}

function parseNumber(key: string, text: string, least: number, most: number): number {
  const value = /^\d+(\.\d+)?(e-\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw wrongValue(key, text, `a number from ${least} to ${most}`);
}
