/** The window as a target for dropped files. */

import { useEffect, useState } from "react";
import { useSession } from "../../state/session-store";
import { t } from "../../text/text";
import { droppedFiles } from "../common/dropped-files";
import { takeFiles, tellUnreadable } from "./take-files";

export function DropZone() {
  const [isOver, setIsOver] = useState(false);
  const panel = useSession((session) => session.panel);

  useEffect(() => {
    // Enter and leave also fire for every child the pointer crosses: the depth tells when it left the window.
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth++;
      setIsOver(true);
    };
    const leave = (event: DragEvent) => {
      if (hasFiles(event) && --depth <= 0) stop();
    };
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      stop();
      if (event.dataTransfer && hasFiles(event)) droppedFiles(event.dataTransfer).then(takeFiles, tellUnreadable);
    };
    const stop = () => {
      depth = 0;
      setIsOver(false);
    };
    const listeners = new AbortController();
    const { signal } = listeners;
    window.addEventListener("dragenter", enter, { signal });
    window.addEventListener("dragleave", leave, { signal });
    window.addEventListener("dragover", over, { signal });
    window.addEventListener("drop", drop, { signal });
    return () => listeners.abort();
  }, []);

  if (!isOver) return null;
  return (
    <div className="drop-veil" aria-hidden="true">
      <div>
        <p>
          {
            {
              view: t("Drop to open"),
              train: t("Drop volumes to train on"),
              evaluate: t("Drop volumes to evaluate on"),
            }[panel]
          }
        </p>
        <p className="drop-kinds">{t("Files, whole folders, DICOM CDs and ZIP archives")}</p>
      </div>
    </div>
  );
}
