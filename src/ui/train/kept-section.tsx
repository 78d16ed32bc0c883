/** What an earlier visit left unfinished. */

import { discardKeptTraining, resumeKeptTraining } from "../../state/training-actions";
import { useTraining } from "../../state/training-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { formatBytes, formatShare } from "../common/format";

export function KeptSection() {
  const kept = useTraining((state) => state.kept);
  if (!kept) return null;
  const { request, volumes, doneShare, bytes } = kept;
  return (
    <section className="section stack caution" aria-labelledby="train-kept">
      <h2 id="train-kept">{t("Unfinished training found")}</h2>
      <p>
        <bdi>{request.title}</bdi>:{" "}
        {t(
          "{count, plural, one {# volume} other {# volumes}}, {share} of the sums done, {size} in this browser’s storage.",
          {
            count: volumes.length,
            share: formatShare(doneShare),
            size: formatBytes(bytes),
          },
        )}
      </p>
      <div className="row wrap">
        <Button label={t("Resume")} kind="primary" onClick={() => void resumeKeptTraining()} />
        <Button label={t("Discard")} kind="quiet" onClick={() => void discardKeptTraining()} />
      </div>
    </section>
  );
}
