/** The JSON text beside a result's file: where it comes from and how it was made, in the words of BIDS derivatives. */

import type { Notice } from "../core/notice";
import { type Factor, formatFactor, type Vec3, type Volume } from "../core/volume";
import { capital, type Provenance, verbOf } from "./provenance";

export interface SidecarFacts {
  /** Of the result's file. */
  readonly fileName: string;
  /** Undefined where it is not to be told. */
  readonly sourceName?: string | undefined;
  /** SHA-256 of the source's file, hex. */
  readonly sourceHash: string;
  readonly spacing: Vec3;
  readonly provenance: Provenance;
  readonly warnings: readonly Notice[];
}

export const sidecarText = (facts: SidecarFacts): string => `${JSON.stringify(sidecarFields(facts), undefined, 2)}\n`;

/**
 * The same as an object. Source: BIDS 1.10, derivatives. `SourceHashes`, `Parameters`, `Consistency`, `Computed` and `Warnings` are our own;
 * readers of BIDS pass over what they do not know.
 */
export function sidecarFields(facts: SidecarFacts) {
  const { fileName, sourceName, sourceHash, spacing, provenance, warnings } = facts;
  const { method, factor, trueGrid, frame, degradation, bankTitle, bankHash, consistency, software } = provenance;
  const [, name, version] = /^(.*) (\S+)$/.exec(software) ?? [undefined, software, ""];
  return {
    Description:
      `${capital(verbOf(provenance))} ${formatFactor(factor)} by the method ${method}. ` +
      "This image was computed, not acquired. Research software, not for diagnosis.",
    Computed: true,
    FileName: fileName,
    Sources: [sourceName ?? `sha256:${sourceHash}`],
    SourceHashes: [{ Algorithm: "SHA-256", Value: sourceHash }],
    SpatialReference: "orig",
    Resolution: `${resolution(spacing, factor)} than the ${trueGrid ? "grid on which the source was sampled" : "source"}`,
    GeneratedBy: [
      {
        Name: name,
        Version: version,
        ...(bankTitle || bankHash ? { Bank: { Title: bankTitle, ...(bankHash ? { SHA256: bankHash } : {}) } } : {}),
        Backend: provenance.adapterName,
        Seconds: rounded(provenance.seconds),
      },
    ],
    Parameters: {
      Method: method,
      Factor: factor,
      Degradation: consistency?.degradation ?? degradation,
      BackProjectionSteps: consistency?.steps ?? 0,
      ...(provenance.noise && {
        EstimatedNoise: provenance.noise.measured === undefined ? null : rounded(provenance.noise.measured),
        FiltersForNoise: rounded(provenance.noise.assumed),
      }),
      ...(provenance.mirrored ? { MirrorImages: true } : {}),
      ...(trueGrid ? { TrueGrid: { From: gridOf(trueGrid.from), To: gridOf(trueGrid.to) } } : {}),
      ...(frame ? { Frame: frame[0], Frames: frame[1] } : {}),
    },
    ...(consistency
      ? {
          Consistency: {
            Description: `Root mean square of the result, degraded again, minus its source${trueGrid ? " on its true grid" : ""}, in the source's units`,
            RMS: rounded(consistency.rmse),
            RMSBeforeBackProjection: rounded(consistency.rmseBefore),
            Range: rounded(consistency.range),
            ...(consistency.noise === undefined ? {} : { SourceNoise: rounded(consistency.noise) }),
          },
        }
      : {}),
    ...(provenance.guardedShare === undefined ? {} : { GuardedShare: rounded(provenance.guardedShare) }),
    ...(provenance.fewRowsShare === undefined ? {} : { FewTrainingRowsShare: rounded(provenance.fewRowsShare) }),
    Warnings: [...warnings, ...(provenance.notices ?? [])].map(({ code, text }) => `${code}: ${text}`),
  };
}

const gridOf = ({ dims, spacing }: Pick<Volume, "dims" | "spacing">) => ({
  Voxels: dims,
  VoxelSizeMM: spacing.map(rounded),
});

const resolution = (spacing: Vec3, factor: Factor): string =>
  `${spacing.map((mm) => rounded(mm)).join(" × ")} mm, ${factor.join(" × ")} times finer`;

const rounded = (value: number): number => Number(value.toPrecision(6));
