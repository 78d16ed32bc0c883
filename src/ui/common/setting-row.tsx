/** One setting: its name, its field and a note. */

import type { ReactNode } from "react";

export function Row({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    <div className="setting">
      <span className="setting-label">{label}</span>
      <div className="row wrap setting-field">
        {children}
        {note !== undefined && <span className="muted">{note}</span>}
      </div>
    </div>
  );
}
