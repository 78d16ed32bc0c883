/** Writes the result to a file of the visitor's. */

import { encodeResult } from "../../state/actions";
import { resultFileName } from "../../state/download-name";
import { useSession } from "../../state/session-store";
import { Button } from "../common/button";
import { download } from "../common/download";

export function SaveButton() {
  const result = useSession((session) => session.result);
  return (
    <Button
      label={result?.isSaving ? "Saving…" : "Save NIfTI"}
      kind={result && "primary"}
      disabled={!result || result.isSaving}
      onClick={() => void save()}
    />
  );
}

async function save(): Promise<void> {
  const { scan, result } = useSession.getState();
  const bytes = await encodeResult();
  if (!scan || !result || !bytes) return;
  download(new Blob([bytes], { type: "application/gzip" }), resultFileName(scan.name, result.provenance.factor));
}
