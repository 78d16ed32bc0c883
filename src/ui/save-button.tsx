/** Writes the result to a file of the visitor's. */

import { encodeResult } from "../state/actions";
import { resultFileName } from "../state/download-name";
import { useSession } from "../state/session-store";

export function SaveButton() {
  const result = useSession((session) => session.result);
  return (
    <button
      type="button"
      className={result ? "button primary" : "button"}
      disabled={!result || result.isSaving}
      onClick={() => void save()}
    >
      {result?.isSaving ? "Saving…" : "Save NIfTI"}
    </button>
  );
}

async function save(): Promise<void> {
  const { scan, result } = useSession.getState();
  const bytes = await encodeResult();
  if (!scan || !result || !bytes) return;
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/gzip" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = resultFileName(scan.name, result.provenance.factor);
  link.click();
  // The download has taken hold of the blob once the click's task is over.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
