/** Name, what the page is used for, ways in, the open scan, and the one thing to do with it. */

import { Fragment } from "react";
import { useEvaluation } from "../state/evaluation-store";
import type { Job } from "../state/job-store";
import { PANELS, useSession } from "../state/session-store";
import { useTraining } from "../state/training-store";
import { Segments } from "./common/segments";
import { OpenButtons } from "./open-buttons";
import { RunControls } from "./view/run-controls";

export function TopBar() {
  const scan = useSession((session) => session.scan);
  const isViewing = useSession((session) => session.panel === "view");
  return (
    <header className="row wrap top-bar">
      <p className="row brand">
        <img src="./icon.svg" alt="" width="22" height="22" /> Eigenvox
      </p>
      <PanelSwitch />
      {scan && isViewing && (
        <>
          <OpenButtons />
          <p className="muted cut scan-name" title={scan.name}>
            <bdi>{scan.name}</bdi>
          </p>
          <RunControls scan={scan} />
        </>
      )}
    </header>
  );
}

function PanelSwitch() {
  const panel = useSession((session) => session.panel);
  const trained = useTraining(percentOf);
  const evaluated = useEvaluation(percentOf);
  return (
    <Segments
      name="panel"
      legend="Panel"
      choices={PANELS.map((choice) => [
        choice,
        <Fragment key={choice}>
          {choice.charAt(0).toUpperCase() + choice.slice(1)}
          {choice === "train" && panel !== "train" && <Share percent={trained} />}
          {choice === "evaluate" && panel !== "evaluate" && <Share percent={evaluated} />}
        </Fragment>,
      ])}
      value={panel}
      onChange={(choice) => useSession.setState({ panel: choice })}
    />
  );
}

/** How far a panel's run is, for who looks at another panel. */
function Share({ percent }: { percent: number | undefined }) {
  return percent === undefined ? null : <b className="panel-share"> {percent} %</b>;
}

const percentOf = ({ run }: { run?: Job | undefined }) => run && Math.floor(run.fraction * 100);
