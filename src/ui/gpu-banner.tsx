/** Says plainly why nothing can be computed here and what would help. */

import { useSession } from "../state/session-store";

export function GpuBanner() {
  const gpu = useSession((session) => session.gpu);
  if (gpu?.available !== false) return null;
  return (
    <p className="caution banner" role="status" id="no-gpu">
      <strong>Super-resolution needs WebGPU.</strong> {gpu.reason} You can still open and view scans. WebGPU comes with
      Chrome and Edge 113 or later (Linux: 144 or later), Safari 26 and Firefox 141 (Windows; macOS: 145), with hardware
      acceleration turned on.
    </p>
  );
}
