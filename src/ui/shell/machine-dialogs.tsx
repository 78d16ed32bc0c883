/** Why nothing can be computed here, and how to see that nothing is sent. */

import { useOffline } from "../../state/offline-store";
import { useSession } from "../../state/session-store";
import { t } from "../../text/text";
import { Modal } from "../common/modal";
import { closeDialog, useShell } from "./shell-store";

export function GpuDialog() {
  const isOpen = useShell(({ dialog }) => dialog === "gpu");
  const device = useSession((session) => session.device);
  return (
    <Modal title={t("What computes here")} isOpen={isOpen} onClose={() => closeDialog("gpu")}>
      <div className="stack">
        {device?.available === false && (
          <>
            <p>
              {t("Nothing here can compute.")} {device.reason}
            </p>
            <p>{t("Scans can still be opened, viewed, compared and measured.")}</p>
            <p className="muted">
              {t(
                "Any browser of the last years can: on the processor with WebAssembly vectors (Chrome and Edge 91, Firefox 89, Safari 16.4 or later), faster on a graphics card with WebGPU (Chrome and Edge 113 or later, Linux: 144 or later; Safari 26; Firefox 141, macOS: 145) and hardware acceleration turned on.",
              )}
            </p>
          </>
        )}
        {device?.available === true && (
          <>
            <p>{device.adapterName}</p>
            <p className={device.isSoftware ? "warn" : ""}>
              {device.kind === "cpu"
                ? t(
                    "Everything is computed on this computer’s processor. With a graphics card that this browser may use it would be faster.",
                  )
                : device.isSoftware
                  ? t("A software adapter: the same numbers as on a graphics processor, but slow.")
                  : t("Everything is computed on this graphics processor.")}
            </p>
          </>
        )}
      </div>
    </Modal>
  );
}

export function PrivacyDialog() {
  const isOpen = useShell(({ dialog }) => dialog === "privacy");
  const isReady = useOffline((offline) => offline.isReady);
  return (
    <Modal title={t("Nothing leaves this computer")} isOpen={isOpen} onClose={() => closeDialog("privacy")}>
      <div className="stack">
        <p>
          {t(
            "Scans are read by this browser and computed on this computer. The page sends nothing and keeps no names.",
          )}
        </p>
        <p>
          {t(
            "To check: open the browser’s developer tools, choose Network, and work with a scan. No request goes to anywhere but where the page came from. The page’s own policy forbids others.",
          )}
        </p>
        <p>
          {isReady
            ? t("This page is ready to work offline: unplug the network, and reload it.")
            : t("Unplug the network after a first run: what was used once goes on working.")}
        </p>
      </div>
    </Modal>
  );
}
