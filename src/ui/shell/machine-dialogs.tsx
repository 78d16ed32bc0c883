/** Why nothing can be computed here, and how to see that nothing is sent. */

import { useSession } from "../../state/session-store";
import { t } from "../../text/text";
import { Modal } from "../common/modal";
import { closeDialog, useShell } from "./shell-store";

export function GpuDialog() {
  const isOpen = useShell(({ dialog }) => dialog === "gpu");
  const gpu = useSession((session) => session.gpu);
  return (
    <Modal title={t("The GPU")} isOpen={isOpen} onClose={() => closeDialog("gpu")}>
      <div className="stack">
        {gpu?.available === false && (
          <>
            <p>
              {t("Super-resolution needs WebGPU.")} {gpu.reason}
            </p>
            <p>{t("Scans can still be opened, viewed, compared and measured.")}</p>
            <p className="muted">
              {t(
                "WebGPU comes with Chrome and Edge 113 or later (Linux: 144 or later), Safari 26 and Firefox 141 (Windows; macOS: 145), with hardware acceleration turned on.",
              )}
            </p>
          </>
        )}
        {gpu?.available === true && (
          <>
            <p>{gpu.adapterName}</p>
            <p className={gpu.isSoftware ? "warn" : ""}>
              {gpu.isSoftware
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
        <p>{t("Unplug the network after a first run: what was used once goes on working.")}</p>
      </div>
    </Modal>
  );
}
