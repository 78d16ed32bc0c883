/** The whole page from top to bottom. */

import { useSession } from "../state/session-store";
import { ConfirmDialog } from "./confirm-dialog";
import { DropZone } from "./drop-zone";
import { EvaluatePanel } from "./evaluate/evaluate-panel";
import { Footer } from "./footer";
import { GpuBanner } from "./gpu-banner";
import { Notices } from "./notices";
import { TopBar } from "./top-bar";
import { TrainPanel } from "./train/train-panel";
import { Panes } from "./view/panes";
import { ScanNotices } from "./view/scan-notices";
import { Toolbar } from "./view/toolbar";
import { Welcome } from "./view/welcome";

export function App() {
  const hasScan = useSession((session) => session.scan !== undefined);
  const panel = useSession((session) => session.panel);
  return (
    <DropZone>
      <TopBar />
      <GpuBanner />
      <Notices />
      <main className="stage" hidden={panel !== "view"}>
        {hasScan ? (
          <>
            <Toolbar />
            <ScanNotices />
            <Panes />
          </>
        ) : (
          <Welcome />
        )}
      </main>
      <main className="panel train" hidden={panel !== "train"}>
        <TrainPanel />
      </main>
      <main className="panel evaluate" hidden={panel !== "evaluate"}>
        <EvaluatePanel />
      </main>
      <Footer />
      <ConfirmDialog />
    </DropZone>
  );
}
