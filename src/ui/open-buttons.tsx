/** The two ways in besides dropping a file. Shown once: in the middle of an empty page, later in the top bar. */

import { SCAN_ACCEPT } from "../formats/scan-names";
import { openSample } from "../state/actions";
import { useSession } from "../state/session-store";
import { FileButton } from "./common/file-button";
import { takeFiles } from "./take-files";

export function OpenButtons() {
  const opening = useSession((session) => session.opening);
  return (
    <div className="open-buttons">
      <FileButton label="Open files" accept={`${SCAN_ACCEPT},.safetensors`} className="button" onFiles={takeFiles} />
      <button type="button" className="button quiet" onClick={() => void openSample()}>
        Try a sample
      </button>
      <span className="opening" role="status">
        {opening !== undefined && (
          <>
            Reading <bdi>{opening}</bdi>…
          </>
        )}
      </span>
    </div>
  );
}
