/** The question that is being asked, as a modal dialog; Escape declines. */

import { useEffect, useRef } from "react";
import { answer } from "../state/ask";
import { useSession } from "../state/session-store";
import { Button } from "./common/button";

export function ConfirmDialog() {
  const question = useSession((session) => session.question);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (question) dialog.current?.showModal();
    else dialog.current?.close();
  }, [question]);
  return (
    <dialog
      ref={dialog}
      className="raised dialog"
      aria-labelledby="question"
      onCancel={(event) => {
        event.preventDefault();
        answer(false);
      }}
    >
      <p id="question">
        <bdi>{question?.text}</bdi>
      </p>
      <div className="row dialog-buttons">
        <Button label={question?.decline} kind="quiet" onClick={() => answer(false)} />
        <Button label={question?.confirm} onClick={() => answer(true)} />
      </div>
    </dialog>
  );
}
