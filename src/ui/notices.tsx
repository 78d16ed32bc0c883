/** Errors that have not been dismissed. */

import { dismissNotice, useNotices } from "../state/notice-store";
import { CrossButton } from "./common/button";

export function Notices() {
  const notices = useNotices((state) => state.notices);
  return (
    <div className="notices" role="alert">
      {notices.length > 0 && (
        <ul>
          {notices.map(({ id, code, subject, message }) => (
            <li key={id} className="row loose">
              <code>{code}</code>
              <p>
                <bdi className="subject">{subject}</bdi> {message}
              </p>
              <CrossButton label={`Dismiss ${code}`} onClick={() => dismissNotice(id)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
