// The front desk: opens where its address says, for whoever is logged in.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { learn } from "./language/say.js";
import { SessionGate } from "./session/session.js";
import { Shell } from "./shell/shell.js";
import "./shell/style.css";
import "./inbox/style.css";
import "./agenda/style.css";
import "./tasks/style.css";
import "./settings/style.css";

if (!("Temporal" in globalThis)) await import("./language/temporal.js"); // nothing above uses it before it is asked to
await learn();
createRoot(document.getElementById("desk")!).render(
  <StrictMode>
    <SessionGate>
      <Shell />
    </SessionGate>
  </StrictMode>,
);
