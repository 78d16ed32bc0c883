/** What a person must have read once: this is no medical device. */

import { changePrefs, usePrefs } from "../../state/prefs-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { Modal } from "../common/modal";

export function FirstNotice() {
  const isRead = usePrefs((prefs) => prefs.noticeRead);
  const read = () => changePrefs({ noticeRead: true });
  return (
    <Modal title={t("Not for diagnosis")} isOpen={!isRead} isAlert onClose={read}>
      <div className="stack">
        <p>
          {t(
            "Eigenvox is research software, not a medical device. Super-resolved images are computed: they can show structure that the scanner did not see, and miss what it did. Do not use them for diagnosis or treatment.",
          )}
        </p>
        <p className="muted">{t("Images stay on this computer. This page sends nothing.")}</p>
      </div>
      <div className="row dialog-buttons">
        <Button label={t("I understand")} kind="primary" onClick={read} />
      </div>
    </Modal>
  );
}
