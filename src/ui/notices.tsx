/** Errors that have not been dismissed. */

import { dismissNotice, useNotices } from "../state/notice-store";

export function Notices() {
  const notices = useNotices((state) => state.notices);
  return (
    <div className="notices" role="alert">
      {notices.length > 0 && (
        <ul>
          {notices.map(({ id, code, subject, message }) => (
            <li key={id}>
              <code>{code}</code>
              <p>
                <bdi className="subject">{subject}</bdi> {message}
              </p>
              <button
                type="button"
                className="icon-button"
                aria-label={`Dismiss ${code}`}
                onClick={() => dismissNotice(id)}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
