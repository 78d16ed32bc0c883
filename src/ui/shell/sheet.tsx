/** A column as a sheet over the stage, where the window is narrow. */

import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { t } from "../../text/text";
import { IconButton } from "../common/button";
import { returnFocus } from "../common/focus";
import { closeSheet } from "./shell-store";

interface SheetProps {
  readonly title: string;
  readonly side: "left" | "right";
  readonly children: ReactNode;
}

export function Sheet({ title, side, children }: SheetProps) {
  const cross = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    cross.current?.querySelector("button")?.focus();
    return () => {
      if (opener?.isConnected && opener !== document.body) opener.focus();
      else returnFocus();
    };
  }, []);
  return (
    <div className={`sheet sheet-${side}`}>
      <div className="spread sheet-head" ref={cross}>
        <h2>{title}</h2>
        <IconButton label={t("Close")} onClick={closeSheet}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </div>
      <div className="sheet-body">{children}</div>
    </div>
  );
}
