// What roles are called; a role of the clinic's own keeps its name.
import { say } from "./texts.js";

const ROLES = {
  OWNER: () => say("owner"),
  MANAGER: () => say("manager"),
  PRACTITIONER: () => say("practitioner"),
  RECEPTIONIST: () => say("receptionist"),
  AUDITOR: () => say("auditor"),
  CUSTOM: () => say("a role of the clinic's own"),
};

/** Write a role in the reader's language. */
export function writtenRole(role) {
  return ROLES[role]?.() ?? role;
}
