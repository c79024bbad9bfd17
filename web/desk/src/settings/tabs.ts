// Which of the settings a role finds: asked before the settings themselves are loaded.

export const TABS = ["hours", "services", "calendars", "people", "inbox", "whatsapp", "clinic", "places"] as const;
export type Tab = (typeof TABS)[number];

const NEEDS: Readonly<Record<Tab, string>> = {
  hours: "service:write",
  services: "service:write",
  calendars: "connection:manage",
  people: "member:manage",
  inbox: "inbox:manage",
  whatsapp: "connection:read",
  clinic: "service:write",
  places: "service:write",
};

type May = (permission: string) => boolean;

export const openTabs = (may: May): readonly Tab[] => TABS.filter((one) => may(NEEDS[one]));

/** Whether a role, that may be a clinic's own, finds anything here. */
export const mayOpenSettings = (may: May): boolean => openTabs(may).length > 0;
