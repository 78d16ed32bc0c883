/** The window as a target for dropped files. */

import { type ReactNode, useEffect, useState } from "react";
import { openFirst } from "./open-first";

export function DropZone({ children }: { children: ReactNode }) {
  const [isOver, setIsOver] = useState(false);

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
      openFirst(event.dataTransfer?.files);
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
          <p>Drop to open</p>
        </div>
      )}
    </div>
  );
}
