/** Many volumes, each degraded in several ways: what stands behind the table. Source: method §8. */

import { learnedFrom, voxelHash } from "../../banks/training-data";
import type { Executor } from "../../compute/executor";
import { EigenvoxError } from "../../core/errors";
import { trainingMask } from "../../core/mask";
import type { Notice } from "../../core/notice";
import { formatFactor, isSameFactor, type Volume } from "../../core/volume";
import { canDegrade } from "../../degradations/degradation";
import { learnsAlone, type Method } from "../../methods/method";
import type { BoundedOptions } from "../../parts/brick";
import { evaluate, type NamedBank } from "./evaluate";
import { evaluationNotices } from "./notices";
import { type EvaluationRow, type EvaluationSettings, GLOBAL_FILTER, SCAN_ITSELF, type VolumeOutcome } from "./rows";

/** A volume that is read when its turn comes. */
export interface VolumeSource {
  readonly name: string;
  readonly load: () => Promise<Volume>;
}

export interface EvaluateVolumesOptions extends BoundedOptions {
  readonly settings: EvaluationSettings;
  /** Each is judged where the factor is its own, and before it its global filter where it holds one. */
  readonly banks: readonly NamedBank[];
  /** What learns from the volumes themselves, where the settings ask for it. */
  readonly selfMethod?: Method | undefined;
  /** Told of the volumes that scores were taken of, in 0…1. */
  readonly onVolume?: (of: Pick<EvaluationRow, "volume" | "factor" | "degradation" | "name">, volume: Volume) => void;
}

/**
 * Yields each volume's scores once it is done, so that what is done is kept when the rest is cancelled or fails. A volume
 * that cannot be read or measured is yielded with the reason, and the next one is taken.
 *
 * Throws `E_ARGUMENT` when there is nothing to evaluate, and GPU errors. Cancel: as `evaluate`.
 */
export async function* evaluateVolumes(
  executor: Executor,
  volumes: readonly VolumeSource[],
  options: EvaluateVolumesOptions,
): AsyncGenerator<VolumeOutcome> {
  const { settings, banks, signal, onProgress, onVolume } = options;
  const cases = settings.factors.flatMap((factor) =>
    settings.degradations
      .filter((degradation) => canDegrade(degradation, factor))
      .map((degradation) => ({ factor, degradation })),
  );
  const stray = banks.find(
    ({ bank }) => !settings.factors.some((factor) => isSameFactor(bank.metadata.factor, factor)),
  );
  if (stray) {
    const message = `The bank "${stray.name}" is for ${formatFactor(stray.bank.metadata.factor)}, which is not among the factors.`;
    throw new EigenvoxError("E_BANK_MISMATCH", message);
  }
  const methods = settings.interpolations.length + banks.length + Number(settings.itself);
  if (cases.length === 0 || volumes.length === 0 || methods === 0) {
    throw new EigenvoxError(
      "E_ARGUMENT",
      "Choose at least one volume, a factor, a degradation that can have it, and a method.",
    );
  }
  const judged = banks.flatMap((named) => [...globalFilterOf(named), named]);
  for (const [index, { name, load }] of volumes.entries()) {
    signal?.throwIfAborted();
    const rows: EvaluationRow[] = [];
    const told: Notice[] = [];
    try {
      const volume = await load();
      const mask = trainingMask(volume.data, settings.mask);
      const scan = { name, hash: judged.length > 0 ? await voxelHash(volume.data) : "" };
      for (const [at, { factor, degradation }] of cases.entries()) {
        const scores = await evaluate(executor, volume, {
          ...settings,
          itself: settings.itself ? options.selfMethod : undefined,
          gpuBytes: options.gpuBytes,
          spectra: true,
          factor,
          degradation,
          banks: judged.filter(({ bank }) => isSameFactor(bank.metadata.factor, factor)),
          signal,
          onProgress: ({ stage, fraction }) =>
            onProgress?.({
              stage: `${name}: ${stage}`,
              fraction: (index + (at + fraction) / cases.length) / volumes.length,
            }),
          ...(onVolume
            ? {
                onVolume: (of: string, made: Volume) => onVolume({ volume: name, factor, degradation, name: of }, made),
              }
            : {}),
        });
        for (const { notices = [], ...score } of scores) {
          told.push(...notices);
          const bank = judged.find((one) => one.name === score.name) ?? priorOf(score.name);
          const learned = bank && learnedFrom(bank.bank.metadata.trainingData, scan);
          rows.push({ volume: name, factor, degradation, ...score, ...(learned && { learnedFrom: learned }) });
        }
        // What learns from the reduced volume may start from a bank that has seen the volume.
        function priorOf(scored: string): NamedBank | undefined {
          const { selfMethod } = options;
          if (scored !== SCAN_ITSELF || !selfMethod?.self || learnsAlone(selfMethod.self, factor)) return undefined;
          return banks.find(
            ({ method, bank }) => method.id === selfMethod.id && isSameFactor(bank.metadata.factor, factor),
          );
        }
      }
      const { dims, spacing } = volume;
      const maskVoxels = mask.reduce((sum, inside) => sum + inside, 0);
      const notices = [...evaluationNotices(volume, settings), ...told];
      yield { volume: { name, dims, spacing, maskVoxels, ...(notices.length > 0 && { notices }) }, rows };
    } catch (error) {
      if (!(error instanceof EigenvoxError) || error.code.startsWith("E_GPU")) throw error;
      yield { volume: { name }, reason: error.message };
    }
  }
}

function globalFilterOf({ name, method, bank }: NamedBank): NamedBank[] {
  const global = method.withoutClasses?.(bank);
  return global ? [{ name: `${name}, ${GLOBAL_FILTER}`, method, bank: global }] : [];
}
