/** Errors and what must be known of results, over the stage and under the top row: the newest first, none hidden by others, nothing pushed aside. */

import { ChevronUp } from "lucide-react";
import { useEffect } from "react";
import { dismissNotice, useNotices } from "../../state/notice-store";
import { language, t } from "../../text/text";
import { Button, CrossButton, IconButton } from "../common/button";
import { messageText } from "../common/code-texts";
import { CopyButton } from "../common/copy-button";
import { useShell } from "./shell-store";

export function Messages() {
  const notices = useNotices((state) => state.notices);
  const isShown = useShell((shell) => shell.showsMessages);
  const newest = notices.at(-1)?.id;
  useEffect(() => {
    if (newest !== undefined) useShell.setState({ showsMessages: true });
  }, [newest]);
  const newestFirst = [...notices].sort((a, b) => b.id - a.id);
  return (
    <section className="messages" aria-label={t("Messages")}>
      {isShown && notices.length > 0 && (
        <header className="row messages-head">
          <span className="muted">{countText(notices.length)}</span>
          <CopyButton label={t("Copy details")} text={() => newestFirst.map(detailsOf).join("\n")} />
          <Button label={t("Dismiss all")} kind="quiet small" onClick={dismissAll} />
          <IconButton label={t("Fold")} onClick={() => useShell.setState({ showsMessages: false })}>
            <ChevronUp size={16} aria-hidden="true" />
          </IconButton>
        </header>
      )}
      <div role="alert" hidden={!isShown}>
        <ul>
          {newestFirst.map(({ id, code, subject, message, remedy }) => (
            <li key={id} className="row message">
              <div>
                <code className={code.startsWith("W_") ? "warn" : undefined}>{code}</code>{" "}
                <bdi className="subject">{subject}</bdi>
                {language() !== "en" && <p>{messageText(code)}</p>}
                <p>{message}</p>
                {remedy && (
                  <Button
                    label={remedy.label}
                    kind="small"
                    onClick={() => {
                      dismissNotice(id);
                      remedy.run();
                    }}
                  />
                )}
              </div>
              <CrossButton label={t("Dismiss {code}", { code })} onClick={() => dismissNotice(id)} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

/** How many there are; opens the list again. In the status strip. */
export function MessageCount() {
  const count = useNotices((state) => state.notices.length);
  const isShown = useShell((shell) => shell.showsMessages);
  if (count === 0) return null;
  return (
    <button
      type="button"
      className="strip-button error"
      aria-expanded={isShown}
      onClick={() => useShell.setState({ showsMessages: !isShown })}
    >
      {countText(count)}
    </button>
  );
}

const countText = (n: number) => t("{n, plural, one {# message} other {# messages}}", { n });

function dismissAll(): void {
  for (const { id } of useNotices.getState().notices) dismissNotice(id);
}

/** For a report: without the subject, which can be a file's name. */
function detailsOf({ code, subject, message }: { code: string; subject: string; message: string }): string {
  return `${code}: ${message.replaceAll(subject, "…")}`;
}
