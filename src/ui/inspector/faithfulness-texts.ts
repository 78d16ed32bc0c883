/** How faithful a result is, in words and in numbers. */

import type { ConsistencyFacts, Provenance } from "../../jobs/provenance";
import { t } from "../../text/text";
import { formatDims, formatSpacing } from "../common/format";
import { partOf } from "../methods/registry";
import { noiseShare } from "./evidence-texts";

export interface Verdict {
  readonly text: string;
  /** True where the difference is more than noise, or cannot be told from it. */
  readonly isCaution: boolean;
}

/** Shares of the noise that people have a word for, each the most that it stands for. */
const SHARES = [
  [0.1, () => t("a tenth of its noise")],
  [0.2, () => t("a fifth of its noise")],
  [0.25, () => t("a quarter of its noise")],
  [1 / 3, () => t("a third of its noise")],
  [0.5, () => t("half its noise")],
  [1, () => t("its noise")],
] as const;

/** Whether the result, made coarse again, is the scan. */
export function verdictOf({ rmse, range, noise, steps }: ConsistencyFacts): Verdict {
  if (noise === undefined) {
    const share = percent(rmse / range);
    const text = t("Made coarse again it differs from your scan by {share} of its range. Its noise is not known.", {
      share,
    });
    return { text, isCaution: true };
  }
  const words = SHARES.find(([most]) => rmse <= most * noise)?.[1];
  if (words) {
    return { text: t("Made coarse again it is your scan, to within {share}.", { share: words() }), isCaution: false };
  }
  const times = (rmse / noise).toPrecision(2);
  const text = t("Made coarse again it differs from your scan by {times} times its noise.", { times });
  const advice = steps === 0 ? ` ${t("A step of back-projection brings it closer.")}` : "";
  return { text: text + advice, isCaution: true };
}

type Fact = readonly [string, string];

/** The numbers under the verdict. */
export function faithfulnessFacts(provenance: Provenance): readonly Fact[] {
  const { method, consistency, noise, trueGrid, guardedShare, fewRowsShare } = provenance;
  const { fewRows } = partOf(method) ?? {};
  return [
    ...(trueGrid ? [fact(t("True grid"), trueGridText(trueGrid))] : []),
    ...(noise ? [fact(t("Filters for"), noiseText(noise))] : []),
    ...(consistency ? consistencyFacts(consistency) : []),
    ...(guardedShare === undefined
      ? []
      : [
          fact(
            t("Guarded"),
            t("{share} of voxels drawn back to their neighbours’ range", { share: percent(guardedShare) }),
          ),
        ]),
    ...(fewRowsShare
      ? [
          fact(
            t("Seldom seen"),
            fewRows === undefined
              ? t("{share} of voxels in classes learned from few examples: less sure", { share: percent(fewRowsShare) })
              : t("{share} of voxels in classes learned from fewer than {fewRows} examples: less sure", {
                  share: percent(fewRowsShare),
                  fewRows,
                }),
          ),
        ]
      : []),
  ];
}

function trueGridText({ from, to }: NonNullable<Provenance["trueGrid"]>): string {
  const [before, after] = [from, to].map(({ dims, spacing }) =>
    t("{dims} voxels of {spacing}", { dims: formatDims(dims), spacing: formatSpacing(spacing) }),
  ) as [string, string];
  return t("brought first from {before} to {after}", { before, after });
}

/** The noise by which filters were chosen. */
function noiseText({ measured, assumed }: NonNullable<Provenance["noise"]>): string {
  const share = noiseShare(assumed);
  if (measured === undefined) return t("noise of {share} of the range; the scan's could not be told", { share });
  return t("noise of {share} of the range; the scan has {measured}", { share, measured: noiseShare(measured) });
}

function consistencyFacts({ degradation, rmse, rmseBefore, range, noise, steps }: ConsistencyFacts): readonly Fact[] {
  const size = t("{rmse} RMS in the scan's units, {share} of its range, made coarse by {degradation}", {
    rmse: rmse.toPrecision(2),
    share: percent(rmse / range),
    degradation,
  });
  const stepsText = t("{steps, plural, one {# step} other {# steps}} of back-projection; {rmse} RMS before", {
    steps,
    rmse: rmseBefore.toPrecision(2),
  });
  return [
    fact(t("Difference"), size),
    fact(
      t("Noise"),
      noise === undefined ? t("not known") : t("about {noise} in the scan's units", { noise: noise.toPrecision(2) }),
    ),
    ...(steps > 0 ? [fact(t("Corrected"), stepsText)] : []),
  ];
}

const fact = (name: string, text: string): Fact => [name, text];

/** Two digits, since shares of a per cent matter here; what is more than nothing is never 0 %. */
export function percent(share: number): string {
  if (share > 0 && share < 1e-5) return t("less than {percent}", { percent: "0.001 %" });
  return `${Number((100 * share).toPrecision(2))} %`;
}
