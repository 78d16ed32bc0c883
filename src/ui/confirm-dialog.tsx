/** The question that is being asked, as a modal dialog; Escape declines. */

import { useEffect, useRef } from "react";
import { answer } from "../state/ask";
import { useSession } from "../state/session-store";

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
      className="dialog"
      aria-labelledby="question"
      onCancel={(event) => {
        event.preventDefault();
        answer(false);
      }}
    >
      <p id="question">
        <bdi>{question?.text}</bdi>
      </p>
      <div className="dialog-buttons">
        <button type="button" className="button quiet" onClick={() => answer(false)}>
          {question?.decline}
        </button>
        <button type="button" className="button" onClick={() => answer(true)}>
          {question?.confirm}
        </button>
      </div>
    </dialog>
  );
}
