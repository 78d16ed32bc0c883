/** Writes the result to a file of the visitor's. */

import { encodeResult } from "../../state/actions";
import { resultFileName } from "../../state/download-name";
import { useSession } from "../../state/session-store";
import { download } from "../common/download";

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
  download(new Blob([bytes], { type: "application/gzip" }), resultFileName(scan.name, result.provenance.factor));
}
