/** Scans that are open in the viewer, given to training and evaluation without reading their files again. */

import type { Scan } from "../formats/scan-format";
import { settle } from "./outcome";
import type { HeldScan } from "./scans";
import type { FilesRead } from "./wire";

/** What the page knows of a scan that it has the session hold. */
export interface OpenScan extends Pick<Scan, "name" | "notices" | "orientationKnown"> {
  readonly scanId: string;
}

/** An open scan with what the session holds of it. */
export interface HeldOpenScan extends OpenScan, Pick<HeldScan, "volume" | "source"> {}

/** Gives every scan to `take`, which may refuse it, and tells what became of it. */
export async function addOpenScans<T>(
  scans: readonly OpenScan[],
  hold: (scanId: string) => Pick<HeldScan, "volume" | "source">,
  take: (scan: HeldOpenScan) => T,
  onRead: (read: FilesRead<T>) => void,
): Promise<void> {
  for (const scan of scans) {
    const outcome = await settle(async () => {
      const { volume, source } = hold(scan.scanId);
      return take({ ...scan, volume, source });
    });
    await onRead({ name: scan.name, files: 1, outcome });
  }
}
