/** The two ways in besides dropping a file. Shown once: in the middle of an empty page, later in the top bar. */

import { SCAN_ACCEPT } from "../formats/scan-names";
import { openSample } from "../state/actions";
import { useSession } from "../state/session-store";
import { Button } from "./common/button";
import { FileButton } from "./common/file-button";
import { takeFiles } from "./take-files";

export function OpenButtons() {
  const opening = useSession((session) => session.opening);
  return (
    <div className="row open-buttons">
      <FileButton label="Open files" accept={`${SCAN_ACCEPT},.safetensors`} kind="" onFiles={takeFiles} />
      <Button label="Try a sample" kind="quiet" onClick={() => void openSample()} />
      <span className="muted cut opening" role="status">
        {opening !== undefined && (
          <>
            Reading <bdi>{opening}</bdi>…
          </>
        )}
      </span>
    </div>
  );
}
