/** What must always be on the screen, and which GPU does the work. */

import { useSession } from "../state/session-store";

export function Footer() {
  const gpu = useSession((session) => session.gpu);
  return (
    <footer className="spread muted note footer">
      <p>
        <strong>Research software, not a medical device.</strong> Images stay on this computer; this page sends nothing.
      </p>
      <p className="cut">
        {!gpu && "Looking for a GPU…"}
        {gpu?.available === false && "No GPU for computing"}
        {gpu?.available && (
          <>
            GPU: {gpu.adapterName}
            {gpu.isSoftware && <span className="warn"> (software adapter: same numbers, but slow)</span>}
          </>
        )}
      </p>
    </footer>
  );
}
