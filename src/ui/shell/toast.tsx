/** Offers for a while to take the last closing back. */

import { Undo2 } from "lucide-react";
import { undo, useUndo } from "../../state/undo";
import { t } from "../../text/text";
import { Button } from "../common/button";

export function Toast() {
  const offer = useUndo((state) => state.offer);
  return (
    <div className="toast-place" role="status">
      {offer && (
        <div className="raised row toast">
          <span>{offer.text}</span>
          <Button
            kind="small"
            label={
              <>
                <Undo2 size={14} aria-hidden="true" /> {t("Undo")}
              </>
            }
            onClick={() => undo(offer)}
          />
        </div>
      )}
    </div>
  );
}
