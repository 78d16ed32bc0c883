/** How far a result can be trusted: a plain verdict, the numbers under it, maps, and single voxels. */

import { CircleCheck, TriangleAlert } from "lucide-react";
import type { Provenance } from "../../jobs/provenance";
import type { MapKind } from "../../session/wire";
import { showMap } from "../../state/actions";
import { isSuperResolved, type Series } from "../../state/series-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { FactList } from "../common/fact-list";
import { formatSeconds } from "../common/format";
import { NoticeList } from "../common/notice-list";
import { partOf } from "../methods/registry";
import { faithfulnessFacts, verdictOf } from "./faithfulness-texts";
import { InspectorSection } from "./section";
import { useActiveResult } from "./use-active";
import { VoxelInspector } from "./voxel-inspector";

export function TrustSection() {
  const result = useActiveResult();
  return (
    <InspectorSection section="trust" title={t("Trust")} note={result?.title}>
      {result?.provenance ? (
        <TrustBody result={result} provenance={result.provenance} />
      ) : (
        <p className="muted">{t("Super-resolve first: then this says how far the result can be trusted.")}</p>
      )}
    </InspectorSection>
  );
}

function TrustBody({ result, provenance }: { result: Series; provenance: Provenance }) {
  const { consistency, notices = [] } = provenance;
  const isSharpened = isSuperResolved(provenance);
  const caution = partOf(provenance.method)?.caution;
  return (
    <div className="stack">
      {notices.length > 0 && <NoticeList notices={notices} />}
      {!isSharpened && <p>{t("Interpolated without learned filters: no detail was added.")}</p>}
      {consistency && <PlainVerdict {...verdictOf(consistency)} />}
      <p className="muted">
        {t("Computed, not acquired. Details in it may not be in the patient; keep the original at hand.")}
      </p>
      {caution !== undefined && <p className="warn">{caution}</p>}
      <FactList className="facts" facts={[...faithfulnessFacts(provenance), ...originFacts(provenance)]} />
      {result.mapKinds.length > 0 && result.resultId !== undefined && (
        <Maps resultId={result.resultId} kinds={result.mapKinds} />
      )}
      {consistency && isSharpened && <VoxelInspector result={result} />}
    </div>
  );
}

function PlainVerdict({ text, isCaution }: ReturnType<typeof verdictOf>) {
  const Icon = isCaution ? TriangleAlert : CircleCheck;
  return (
    <p className={isCaution ? "verdict warn" : "verdict"}>
      <Icon className="verdict-icon" size={16} aria-label={isCaution ? t("Caution") : t("Consistent")} />{" "}
      <span>{text}</span>
    </p>
  );
}

function originFacts(provenance: Provenance) {
  const { method, mirrored, degradation, bankTitle, bankHash, software, adapterName, seconds } = provenance;
  return [
    [t("Method"), partOf(method)?.learnedLabel ?? method] as const,
    ...(mirrored ? [[t("Mirror images"), t("the mean over the scan and its seven mirror images")] as const] : []),
    ...(degradation ? [[t("Made from"), t("a scan made coarse first ({degradation})", { degradation })] as const] : []),
    ...(bankTitle ? [[t("Bank"), bankTitle] as const] : []),
    ...(bankHash ? [[t("Bank hash"), bankHash.slice(0, 16)] as const] : []),
    [t("Computed"), t("in {time} on {adapter}", { time: formatSeconds(seconds), adapter: adapterName })] as const,
    [t("Software"), software] as const,
  ];
}

function Maps({ resultId, kinds }: { resultId: string; kinds: readonly MapKind[] }) {
  const names: Readonly<Record<MapKind, readonly [string, string]>> = {
    error: [t("Expected error"), t("What training leads to expect of each voxel")],
    residual: [t("Residual"), t("The result made coarse again minus the scan")],
  };
  return (
    <div>
      <h4>{t("Maps as series")}</h4>
      <div className="row tight wrap">
        {kinds.map((kind) => (
          <Button
            key={kind}
            label={names[kind][0]}
            kind="small"
            title={names[kind][1]}
            onClick={() => void showMap(resultId, kind)}
          />
        ))}
      </div>
    </div>
  );
}
