/** The page: starts the engine's worker and mounts the interface. */

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { invariant } from "./core/errors";
import { startSession } from "./state/actions";
import { App } from "./ui/app";
import { followAppearance } from "./ui/shell/appearance";
import { keepOffline } from "./ui/shell/offline";
import "@fontsource-variable/noto-sans-kr";
import "./ui/styles/tokens.css";
import "./ui/styles/controls.css";
import "./ui/styles/dialogs.css";
import "./ui/styles/shell.css";
import "./ui/styles/overlays.css";
import "./ui/styles/rail.css";
import "./ui/styles/welcome.css";
import "./ui/styles/intake.css";
import "./ui/styles/stage.css";
import "./ui/styles/stage-controls.css";
import "./ui/styles/inspector.css";
import "./ui/styles/panels.css";
import "./ui/styles/train.css";
import "./ui/styles/train-results.css";
import "./ui/styles/evaluate.css";

const root = document.getElementById("root");
invariant(root, "index.html has no #root");
followAppearance();
/** `?device=cpu` and the like, to compare devices and to test them. */
const asked = new URLSearchParams(location.search).get("device") ?? undefined;
void startSession(new URL("./banks/", document.baseURI).href, asked);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
void keepOffline();
