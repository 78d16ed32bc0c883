/** What the strip says of working without a network, and where it offers a newer version. */

import { RefreshCw } from "lucide-react";
import { useOffline } from "../../state/offline-store";
import { t } from "../../text/text";
import { takeUpdate } from "./offline";

export function OfflineLine() {
  const { isReady, update } = useOffline();
  return (
    <span className="strip-offline" role="status">
      {update ? (
        <button
          type="button"
          className="strip-button strip-update"
          title={t("New version: reload")}
          onClick={() => void takeUpdate(update)}
        >
          <RefreshCw size={12} aria-hidden="true" /> <span>{t("New version: reload")}</span>
        </button>
      ) : (
        isReady && <span className="strip-more">{t("Ready to work offline")}</span>
      )}
    </span>
  );
}
