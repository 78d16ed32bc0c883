/** The page: starts the engine's worker and mounts the interface. */

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { invariant } from "./core/errors";
import { startSession } from "./state/actions";
import { App } from "./ui/app";
import "./ui/styles/tokens.css";
import "./ui/styles/controls.css";
import "./ui/styles/layout.css";
import "./ui/styles/view.css";
import "./ui/styles/panels.css";
import "./ui/styles/train.css";
import "./ui/styles/evaluate.css";

const root = document.getElementById("root");
invariant(root, "index.html has no #root");
void startSession(new URL("./banks/", document.baseURI).href);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
