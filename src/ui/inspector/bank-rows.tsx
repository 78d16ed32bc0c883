/** What can make the result, each with what it is and how well it fits this scan; one is chosen. */

import { TriangleAlert } from "lucide-react";
import type { Vec3 } from "../../core/volume";
import type { MethodInfo, Quality } from "../../session/wire";
import type { OfferedRun } from "../../state/quality-choice";
import { SELF } from "../../state/run-choices";
import { assessFit, cancelAssessment, type RunOffer, useRun } from "../../state/run-store";
import type { Series } from "../../state/series-store";
import { methodOf, useSession } from "../../state/session-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { formatShare } from "../common/format";
import { choiceNote, choiceTitle, shownReason } from "./bank-texts";
import { fitText } from "./fit-texts";
import { qualityName } from "./quality-texts";

interface BankRowsProps {
  readonly scan: Series;
  /** Of what is made finer. */
  readonly spacing: Vec3;
  readonly offer: RunOffer;
}

export function BankRows({ scan, spacing, offer }: BankRowsProps) {
  const { banks: offered } = offer;
  const methods = useSession((session) => session.methods);
  const assessing = useRun((run) => run.assessing);
  const groups = byQuality(offered, methods);
  return (
    <>
      <fieldset className="bank-rows">
        <legend className="visually-hidden">{t("Made by")}</legend>
        {groups.map(({ quality, runs }) => {
          const name = quality ? qualityName(quality) : t("Other ways");
          const rows = runs.map((run) => (
            <BankRow key={run.choice.id} run={run} scan={scan} spacing={spacing} offer={offer} />
          ));
          if (groups.length === 1) return rows;
          return (
            <fieldset key={name} className="bank-group">
              <legend className="muted">{name}</legend>
              {rows}
            </fieldset>
          );
        })}
      </fieldset>
      {offered.length > 0 && (
        <div className="row">
          <Button
            label={
              assessing
                ? t("Stop measuring, {percent} done", { percent: formatShare(assessing.fraction) })
                : t("Measure what fits")
            }
            kind="small"
            onClick={assessing ? cancelAssessment : () => void assessFit()}
          />
          <span className="muted note">{t("on a part of this scan made coarse, where the truth is known")}</span>
        </div>
      )}
    </>
  );
}

/** From the fastest to the best, each with what can make it; at the end what stands for no quality. */
function byQuality(
  offered: readonly OfferedRun[],
  methods: readonly MethodInfo[],
): readonly { readonly quality: Quality | undefined; readonly runs: readonly OfferedRun[] }[] {
  const qualityOf = ({ bank }: OfferedRun) => bank && methodOf(methods, bank.method)?.quality;
  const qualities = methods.flatMap(({ quality }) => quality ?? []);
  return [...qualities, undefined]
    .map((quality) => ({ quality, runs: offered.filter((run) => qualityOf(run) === quality) }))
    .filter(({ runs }) => runs.length > 0);
}

function BankRow({
  run: { choice, bank, unfit, assessment },
  scan,
  spacing,
  offer: { banks: offered, chosen, factor, shown },
}: BankRowsProps & { readonly run: OfferedRun }) {
  const methods = useSession((session) => session.methods);
  const gains = offered.flatMap(({ assessment }) => assessment?.gainDb ?? []);
  const fit = fitText(assessment?.gainDb, gains.length > 0 ? Math.max(...gains) : undefined, unfit);
  // Along a thick axis a voxel of the result has this size; along others the degradation says nothing of slices.
  const axis = factor.indexOf(Math.max(...factor)) as 0 | 1 | 2;
  const mm = spacing[axis] / factor[axis];
  return (
    <label className="bank-row">
      <input
        type="radio"
        name="bank"
        value={choice.id}
        checked={chosen?.id === choice.id}
        onChange={() => useRun.setState({ bankId: choice.id })}
      />
      <span className="bank-words">
        <span>
          {choiceTitle(choice, bank, methods)}
          {bank?.origin === "own" && <span className="muted"> · {t("own")}</span>}
        </span>
        <span className="muted" title={bank?.trainingData?.join("\n")}>
          <bdi>{choiceNote(choice, bank, mm)}</bdi>
        </span>
        {scan.evidence && shown.some((one) => one.choice.id === choice.id) && (
          <span className="muted" data-as-shown={choice.id}>
            {shownReason(scan.evidence, choice.id)}
          </span>
        )}
        {fit && (
          <span className={fit.isCaution ? "warn" : "bank-fits"}>
            {fit.isCaution && <TriangleAlert className="caution-icon" size={12} aria-label={t("Caution")} />} {fit.text}
          </span>
        )}
        {choice.id !== SELF && assessment && assessment.gainDb === undefined && (
          <span className="muted">{t("Could not be measured on this scan.")}</span>
        )}
        {choice.id === SELF && (
          <span className="muted">
            {t(
              "Where a bank fits, it is most often the better choice; in another contrast or part of the body this most often is.",
            )}
          </span>
        )}
      </span>
    </label>
  );
}
