/** What must be known about the open scan: repairs, conflicts, what is left out. */

import { useState } from "react";
import { useSession } from "../../state/session-store";

export function ScanNotices() {
  const scan = useSession((session) => session.scan);
  const [dismissed, setDismissed] = useState<string>();
  if (!scan || scan.notices.length === 0 || dismissed === scan.id) return null;
  return (
    <div className="scan-notices" role="status">
      <ul>
        {scan.notices.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <button
        type="button"
        className="icon-button"
        aria-label="Dismiss notes on this scan"
        onClick={() => setDismissed(scan.id)}
      >
        ×
      </button>
    </div>
  );
}
