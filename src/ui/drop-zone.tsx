/** The window as a target for dropped files. */

import { type ReactNode, useEffect, useState } from "react";
import { notify } from "../state/notice-store";
import { type Panel, useSession } from "../state/session-store";
import { droppedFiles } from "./common/dropped-files";
import { takeFiles } from "./take-files";

const DROP_TEXTS: Readonly<Record<Panel, string>> = {
  view: "Drop to open",
  train: "Drop volumes to train on",
  evaluate: "Drop volumes to evaluate on",
};

export function DropZone({ children }: { children: ReactNode }) {
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
      if (event.dataTransfer) droppedFiles(event.dataTransfer).then(takeFiles, tellUnreadable);
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

  return (
    <div className="page">
      {children}
      {isOver && (
        <div className="drop-veil" aria-hidden="true">
          <p>{DROP_TEXTS[panel]}</p>
        </div>
      )}
    </div>
  );
}

function tellUnreadable(error: unknown): void {
  const message = `The browser could not read what was dropped (${(error as Error).message}). Use the buttons instead.`;
  notify("Drop", { code: "E_NOT_FOUND", message });
}
