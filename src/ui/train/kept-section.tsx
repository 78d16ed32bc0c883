/** What an earlier visit left unfinished. */

import { discardKeptTraining, resumeKeptTraining } from "../../state/training-actions";
import { useTraining } from "../../state/training-store";
import { Button } from "../common/button";
import { formatBytes, formatShare } from "../common/format";

export function KeptSection() {
  const kept = useTraining((state) => state.kept);
  if (!kept) return null;
  const { request, volumes, doneShare, bytes } = kept;
  return (
    <section className="section stack caution" aria-labelledby="train-kept">
      <h2 id="train-kept">Unfinished training found</h2>
      <p>
        <bdi>{request.title}</bdi>: {volumes.length} {volumes.length === 1 ? "volume" : "volumes"},{" "}
        {formatShare(doneShare)} of the sums done, {formatBytes(bytes)} in this browser’s storage.
      </p>
      <div className="row wrap">
        <Button label="Resume" kind="primary" onClick={() => void resumeKeptTraining()} />
        <Button label="Discard" kind="quiet" onClick={() => void discardKeptTraining()} />
      </div>
    </section>
  );
}
