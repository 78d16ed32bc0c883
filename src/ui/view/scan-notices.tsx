/** What must be known about the open scan: repairs, conflicts, what is left out. */

import { useState } from "react";
import { useSession } from "../../state/session-store";
import { CrossButton } from "../common/button";

export function ScanNotices() {
  const scan = useSession((session) => session.scan);
  const [dismissed, setDismissed] = useState<string>();
  if (!scan || scan.notices.length === 0 || dismissed === scan.id) return null;
  return (
    <div className="row loose warn scan-notices" role="status">
      <ul>
        {scan.notices.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <CrossButton label="Dismiss notes on this scan" onClick={() => setDismissed(scan.id)} />
    </div>
  );
}
