/** Name, what the page is used for, ways in, the open scan, and the one thing to do with it. */

import { Fragment } from "react";
import { useEvaluation } from "../state/evaluation-store";
import { PANELS, useSession } from "../state/session-store";
import { useTraining } from "../state/training-store";
import { Segments } from "./common/segments";
import { OpenButtons } from "./open-buttons";
import { RunControls } from "./view/run-controls";

export function TopBar() {
  const scan = useSession((session) => session.scan);
  const isViewing = useSession((session) => session.panel === "view");
  return (
    <header className="top-bar">
      <p className="brand">
        <img src="./icon.svg" alt="" width="22" height="22" /> Eigenvox
      </p>
      <PanelSwitch />
      {scan && isViewing && (
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

function PanelSwitch() {
  const panel = useSession((session) => session.panel);
  return (
    <Segments
      name="panel"
      legend="Panel"
      choices={PANELS.map((choice) => [
        choice,
        <Fragment key={choice}>
          {choice.charAt(0).toUpperCase() + choice.slice(1)}
          {choice === "train" && panel !== "train" && <TrainingShare />}
          {choice === "evaluate" && panel !== "evaluate" && <EvaluationShare />}
        </Fragment>,
      ])}
      value={panel}
      onChange={(choice) => useSession.setState({ panel: choice })}
    />
  );
}

/** How far a training run is, for who looks at another panel. */
function TrainingShare() {
  return <Share percent={useTraining(({ run }) => run && Math.floor(run.fraction * 100))} />;
}

function EvaluationShare() {
  return <Share percent={useEvaluation(({ run }) => run && Math.floor(run.fraction * 100))} />;
}

function Share({ percent }: { percent: number | undefined }) {
  return percent === undefined ? null : <b className="panel-share"> {percent} %</b>;
}
