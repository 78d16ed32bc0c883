/** The two ways in besides dropping a file. Shown once: in the middle of an empty page, later in the top bar. */

import { useRef } from "react";
import { openSample } from "../state/actions";
import { useSession } from "../state/session-store";
import { takeFiles } from "./take-files";

export function OpenButtons() {
  const input = useRef<HTMLInputElement>(null);
  const opening = useSession((session) => session.opening);
  return (
    <div className="open-buttons">
      <button type="button" className="button" onClick={() => input.current?.click()}>
        Open files
      </button>
      <button type="button" className="button quiet" onClick={() => void openSample()}>
        Try a sample
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".nii,.nii.gz,.gz,.safetensors,application/gzip"
        onChange={(event) => {
          takeFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
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
