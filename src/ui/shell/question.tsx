/** The question that is being asked; Escape declines. */

import { useRef } from "react";
import { answer } from "../../state/ask";
import { type Question, useSession } from "../../state/session-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { Modal } from "../common/modal";

export function QuestionDialog() {
  const question = useSession((session) => session.question);
  // What was asked stays to be read while the dialog goes.
  const last = useRef<Question>(undefined);
  if (question) last.current = question;
  return (
    <Modal title={t("Please confirm")} isOpen={question !== undefined} isAlert onClose={() => answer(false)}>
      <p>
        <bdi>{last.current?.text}</bdi>
      </p>
      <div className="row dialog-buttons">
        <Button label={last.current?.decline} kind="quiet" onClick={() => answer(false)} />
        <Button label={last.current?.confirm} kind="primary" onClick={() => answer(true)} />
      </div>
    </Modal>
  );
}
