/** The network method: a small convolution network behind the folded method. Source: net. */

import type { Executor, ExecutorLimits } from "../../compute/executor";
import { inUnits, OWN_UNITS, unlessConstant, type WorkingUnits, workingUnits } from "../../core/intensity";
import { fillMissing, markMissing, restoreMissing } from "../../core/missing";
import { partOf } from "../../core/progress";
import { upsampledDims, type Vec3, type Volume, voxelCount } from "../../core/volume";
import { halveBrick } from "../../parts/brick";
import { runParts } from "../../parts/run-parts";
import { checkedBank } from "../common/check-bank";
import { FOLDED } from "../folded/method";
import type { Applied, ApplyOptions, BankMethod } from "../method";
import { atNoise } from "./at-noise";
import { multiplyAdds, type NetBank } from "./bank";
import { NET_CODEC } from "./codec";
import { explainNet } from "./explain";
import { layerSets, passesOf } from "./mirrored";
import { mixed } from "./mixed";
import { type FoldedScan, finishBox, inputPlanes, neighbourRange } from "./planes";
import { boxOperations, planBoxes, runLayers, uploadLayers } from "./stages";

const UNITS = unlessConstant(workingUnits);

export const NET: BankMethod<NetBank> = {
  id: "net",
  title: "Network",
  note: "A small network behind the folded method: finer still, for about twelve times the arithmetic.",
  quality: "finest",
  codec: NET_CODEC,
  units: UNITS,
  predictsErrors: true,
  cost: (bank) => FOLDED.cost(bank?.folded) + (bank ? networkCost(bank) : USUAL_COST),
  operations,
  reach: ({ layers }) => layers.length,
  apply: applyNet,
  explain: explainNet,
  suits: ({ folded }, spacing) => FOLDED.suits?.(folded, spacing) ?? [],
  atNoise,
  mixed,
  mirrored: (bank) => ({ ...bank, mirrored: true }),
};

/** Multiply-adds of a network for a voxel of the finer grid. */
const networkCost = (bank: NetBank) =>
  (passesOf(bank) * multiplyAdds(bank.metadata.channels)) / voxelCount(bank.metadata.factor);
/** The same of 10 → 32 → 32 → 32 → 32 → 8 channels. */
const USUAL_COST = 12312;

function operations(bank: NetBank, dims: Vec3, limits: ExecutorLimits): number {
  const { channels, factor } = bank.metadata;
  const boxes = planBoxes(dims, channels, limits, undefined);
  const folded = FOLDED.cost(bank.folded) * voxelCount(upsampledDims(dims, factor));
  return boxes.reduce((sum, { size }) => sum + passesOf(bank) * boxOperations(size, channels), folded);
}

/** Folded as ever, in working units, then box by box what the network adds. Errors and cancelling as `Method.apply`. */
async function applyNet(executor: Executor, volume: Volume, options: ApplyOptions<NetBank>): Promise<Applied> {
  const bank = checkedBank("net", options);
  const { factor, wantErrors = false, onProgress } = options;
  const units = options.units ?? UNITS(volume.data);
  const known = fillMissing(volume);
  const low = { ...known.filled, data: inUnits(known.filled.data, units) };
  const foldedShare = FOLDED.cost(bank.folded) / NET.cost(bank);
  const before = await FOLDED.apply(executor, low, {
    ...options,
    bank: bank.folded,
    units: OWN_UNITS,
    wantErrors: true,
    onProgress: partOf(onProgress, 0, foldedShare),
  });
  const { interpolated, fewRows } = before;
  const errors = before.predictedError?.data ?? new Float32Array(before.output.data.length);
  const scan = { low, factor, folded: before.output.data, errors, ...neighbourRange(low) };
  const inner = { ...options, onProgress: partOf(onProgress, foldedShare, 1) };
  const { output, guarded, peakGpuBytes } = await addNetwork(executor, scan, bank, inner);
  for (const data of [output, ...(interpolated ? [interpolated.data] : [])]) {
    toScanUnits(data, units);
    restoreMissing(data, known, factor);
  }
  toScanUnits(errors, { ...units, zero: 0 });
  markMissing(errors, known.missing, volume.dims, factor);
  return {
    output: { ...before.output, data: output },
    ...(interpolated ? { interpolated } : {}),
    ...(wantErrors ? { predictedError: { ...before.output, data: errors } } : {}),
    guarded,
    ...(fewRows === undefined ? {} : { fewRows }),
    peakGpuBytes: Math.max(before.peakGpuBytes, peakGpuBytes),
  };
}

/** The finer volume in working units; the errors of the scan become those of the result. */
async function addNetwork(
  executor: Executor,
  scan: FoldedScan,
  bank: NetBank,
  options: ApplyOptions<NetBank>,
): Promise<{ output: Float32Array<ArrayBuffer>; guarded: number; peakGpuBytes: number }> {
  const { channels } = bank.metadata;
  const output = new Float32Array(scan.folded.length);
  let guarded = 0;
  const peakGpuBytes = await runParts(
    executor,
    {
      label: "network",
      partName: "brick",
      parts: planBoxes(scan.low.dims, channels, executor.limits, options.gpuBytes),
      share: (space) => layerSets(bank).map((layers) => uploadLayers(space, bank, layers)),
      operations: ({ size }) => passesOf(bank) * boxOperations(size, channels),
      compute: async (stage, box, sets) => {
        const planes = inputPlanes(scan, box, bank.layers.length, channels[0] as number, bank.noise ?? 0);
        let values = new Float32Array();
        for (const layers of sets) {
          const made = await runLayers(stage, box.size, layers, stage.space.upload("input of the network", planes));
          const own = new Float32Array(await stage.space.read(made, made.size));
          stage.space.free(made);
          if (values.length === 0) values = own;
          else for (let i = 0; i < own.length; i++) values[i] = (values[i] as number) + (own[i] as number);
        }
        if (sets.length > 1) for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) / sets.length;
        return { values, quads: sets[0]?.at(-1)?.outQuads ?? 0 };
      },
      halve: halveBrick,
      merge: ({ values, quads }, box) => {
        guarded += finishBox(scan, box, values, quads, bank.metadata, output);
      },
    },
    options,
  );
  return { output, guarded, peakGpuBytes };
}

function toScanUnits(data: Float32Array, { zero, scale }: WorkingUnits): void {
  for (let i = 0; i < data.length; i++) data[i] = zero + (data[i] as number) * scale;
}
