/** What super-resolution fits the scan, what it would give and take, a preview of it, and its progress. */

import { useEffect } from "react";
import { formatFactor, isSameFactor, loneAxis, type Vec3 } from "../../core/volume";
import { COMFORTABLE_TAB_BYTES } from "../../jobs/limits";
import type { ResultPlan } from "../../session/wire";
import { superResolve } from "../../state/actions";
import { startingGrid } from "../../state/evidence";
import { updateFlatNoise } from "../../state/flat-noise-store";
import { useJob } from "../../state/job-store";
import { updatePreview, usePreview } from "../../state/preview-store";
import { secondsOf } from "../../state/quality-choice";
import { thickAxis } from "../../state/run-choices";
import { chooseFactor, type RunOffer, updatePlan, useRun } from "../../state/run-store";
import type { Series } from "../../state/series-store";
import { useSession } from "../../state/session-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { FactList } from "../common/fact-list";
import { formatBytes, formatDims, formatSeconds, formatSpacing, formatValue } from "../common/format";
import { Segments } from "../common/segments";
import { BankRows } from "./bank-rows";
import { CombineOffer } from "./combine-offer";
import { Crispness } from "./crispness";
import { Preview } from "./preview";
import { QualityChoice } from "./quality-choice";
import { RunAdvanced } from "./run-advanced";
import { RunProgress } from "./run-progress";
import { InspectorSection } from "./section";
import { SliceObstacle } from "./slice-obstacle";
import { TrueGrid } from "./true-grid";
import { useActiveResult, useActiveScan } from "./use-active";
import { useOffer } from "./use-offer";

export function RunSection() {
  const scan = useActiveScan();
  const offer = useOffer(scan);
  return (
    <InspectorSection
      section="super-resolve"
      title={t("Super-resolve")}
      note={offer?.chosen && formatFactor(offer.chosen.factor)}
    >
      {scan && offer ? <RunBody scan={scan} offer={offer} /> : <p className="muted">{t("Open a scan first")}</p>}
    </InspectorSection>
  );
}

function RunBody({ scan, offer }: { scan: Series; offer: RunOffer }) {
  const device = useSession((session) => session.device);
  const isBusy = useJob((state) => state.job !== undefined);
  const { steps, thickness, crispness = 0, mirrored, trueGrid, plans } = useRun();
  const { chosen, method, factor, factors, obstacle } = offer;
  const plan = chosen && plans[chosen.id];
  const spacing = startingGrid(scan, trueGrid).spacing;
  const told = [steps, thickness, crispness, mirrored];
  const wanted = [scan.id, scan.frame, chosen?.id, formatFactor(factor), spacing, ...told].join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` stands for all that the run depends on
  useEffect(() => {
    void updatePlan();
    if (usePreview.getState().isOn) updatePreview();
  }, [wanted]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(updateFlatNoise, [wanted, isBusy]);
  if (device && !device.available) return <NoDevice reason={device.reason} />;
  return (
    <div className="stack">
      {scan.slices?.obstacle ? <SliceObstacle scan={scan} /> : <ThickAdvice spacing={spacing} factor={factor} />}
      {scan.warnings.some(({ code }) => code === "W_LABELS") && <LabelsAdvice />}
      <CombineOffer scan={scan} />
      <TrueGrid scan={scan} plan={plan} />
      <Segments
        name="factor"
        legend={t("Factor")}
        choices={factors.map((one, i) => [i, formatFactor(one.factor), one.obstacle ?? "", one.obstacle !== undefined])}
        value={factors.findIndex((one) => isSameFactor(one.factor, factor))}
        onChange={(i) => {
          const one = factors[i];
          if (one) chooseFactor(one.factor);
        }}
      />
      {offer.banks.length > 0 && <QualityChoice offer={offer} />}
      <BankRows scan={scan} spacing={spacing} offer={offer} />
      {chosen?.noise && <Crispness />}
      <Plan plan={plan} seconds={secondsOf(plan, mirrored)} />
      <Preview scan={scan} canRun={obstacle === undefined} />
      {chosen && <RunAdvanced scan={scan} chosen={chosen} mirrors={method?.mirrors === true} />}
      <RunFoot scan={scan} offer={offer} />
    </div>
  );
}

/** What still works where nothing computes, in plain words. */
function NoDevice({ reason }: { reason: string }) {
  return (
    <div className="stack">
      <p className="warn">
        {t("Super-resolution needs WebGPU, or WebAssembly with vectors (SIMD); this browser gives neither.")}
      </p>
      <p className="muted">
        <bdi>{reason}</bdi>
      </p>
      <p>
        {t(
          "Looking at scans, comparing, windowing, measuring and pictures all work without it. Any current browser can compute; the command line works too.",
        )}
      </p>
    </div>
  );
}

/** Thick slices are what limits a scan most, and what filters along one axis are for. */
function ThickAdvice({ spacing, factor }: { spacing: Vec3; factor: RunOffer["factor"] }) {
  const axis = thickAxis(spacing);
  if (axis === undefined) return null;
  const [apart, pixels] = [spacing[axis], Math.min(...spacing)].map((mm) => formatValue(Number(mm.toPrecision(2)))) as [
    string,
    string,
  ];
  const isFollowed = loneAxis(factor) === axis;
  return (
    <p className={isFollowed ? "" : "warn"}>
      {isFollowed
        ? t("Slices {apart} mm apart, pixels {pixels} mm: sharpen along the slices first ({times}).", {
            apart,
            pixels,
            times: formatFactor(factor),
          })
        : t("Slices {apart} mm apart, pixels {pixels} mm: sharpening along the slices alone comes first.", {
            apart,
            pixels,
          })}
    </p>
  );
}

/** What the page cannot do for labels, and what can. */
function LabelsAdvice() {
  return (
    <p className="warn" data-labels="">
      {t(
        "These values look like labels: whatever is made here has fractions between them. The command line keeps them whole, with --method nearest.",
      )}
    </p>
  );
}

/** The output before it is computed. */
function Plan({ plan, seconds }: { plan: ResultPlan | undefined; seconds: number | undefined }) {
  const isTiming = useRun((run) => run.timing !== undefined);
  const memory = plan && [
    t("{bytes} of memory", { bytes: formatBytes(plan.hostBytes) }),
    t("{bytes} to compute", { bytes: formatBytes(plan.deviceBytes) }),
  ];
  const facts = (
    <FactList
      className="facts"
      facts={[
        [t("Output"), plan ? `${formatDims(plan.dims)}, ${formatSpacing(plan.spacing)}` : "…"],
        [t("Needs"), memory ? memory.join(" · ") : "…"],
        [
          t("Time"),
          seconds === undefined
            ? isTiming || !plan
              ? "…"
              : t("not known yet: measure, or preview")
            : t("about {time}", { time: formatSeconds(seconds) }),
        ],
      ]}
    />
  );
  if (!plan || plan.hostBytes <= COMFORTABLE_TAB_BYTES) return facts;
  return (
    <>
      {facts}
      <p className="warn" data-memory="">
        {t("That is much memory for a browser's tab: save what matters, and close other series and tabs first.")}
      </p>
    </>
  );
}

/** Room that is always kept, for the progress, for what hinders a run, or to run again. */
function RunFoot({ scan, offer: { chosen, obstacle } }: { scan: Series; offer: RunOffer }) {
  const job = useJob((state) => state.job);
  const result = useActiveResult();
  return (
    <div className="run-foot">
      {job ? (
        <RunProgress job={job} />
      ) : obstacle !== undefined ? (
        <p className="warn">{obstacle}</p>
      ) : result ? (
        <>
          <Button
            label={t("Super-resolve again")}
            kind="small"
            disabled={!chosen}
            onClick={() => chosen && void superResolve(chosen, scan)}
          />
          <p className="muted">{t("Results are kept side by side until you close them.")}</p>
        </>
      ) : (
        <p className="muted">{t("Ready: Super-resolve is at the top.")}</p>
      )}
    </div>
  );
}
