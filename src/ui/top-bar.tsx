/** Name, ways in, the open scan, and the one thing to do with it. */

import { useSession } from "../state/session-store";
import { OpenButtons } from "./open-buttons";
import { RunControls } from "./run-controls";

export function TopBar() {
  const scan = useSession((session) => session.scan);
  return (
    <header className="top-bar">
      <p className="brand">
        <img src="./icon.svg" alt="" width="22" height="22" /> Eigenvox
      </p>
      {scan && (
        <>
          <OpenButtons />
          <p className="scan-name" title={scan.name}>
            <bdi>{scan.name}</bdi>
          </p>
          <RunControls scan={scan} />
        </>
      )}
    </header>
  );
}
