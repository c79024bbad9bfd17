// The inbox's icons: outlines of 24 by 24, drawn in the colour of the text beside them.
import type { ReactNode } from "react";

const PATHS = {
  image: "M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 5M15 9h.01",
  audio: "M4 10v4M8 7v10M12 4v16M16 7v10M20 10v4",
  voice: "M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5 11a7 7 0 0 0 14 0M12 18v3",
  video: "M3 6h12v12H3zM15 10l6-3v10l-6-3",
  document: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  sticker: "M4 4h16v10l-6 6H4zM14 20v-6h6",
  location: "M12 21s7-6.5 7-12a7 7 0 0 0-14 0c0 5.5 7 12 7 12zM12 11.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  contacts: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.6-6 8-6s8 2 8 6",
  call: "M6 3h4l1 5-3 2a12 12 0 0 0 6 6l2-3 5 1v4c0 1-1 2-2 2C11 20 4 13 4 5c0-1 1-2 2-2z",
  form: "M5 4h14v16H5zM9 9h6M9 13h6M9 17h3",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
  attach: "M20 11l-8.500 8.500a5 5 0 0 1-7-7L13 4a3.300 3.300 0 0 1 4.700 4.700L9.500 17a1.700 1.700 0 0 1-2.400-2.400L14.500 7",
  check: "M5 13l4 4L19 7",
  checks: "M2 13l4 4L16 7M11 16l1 1L22 7",
  alert: "M12 4l9 16H3zM12 10v4M12 17h.01",
  send: "M4 12l16-8-6 16-3-6z",
  back: "M15 5l-7 7 7 7",
  down: "M6 9l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.500L20 20",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.6-6 8-6s8 2 8 6",
  team: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-3.5 3-5.5 6.5-5.500s6.5 2 6.5 5.500M16 4.500a3.5 3.5 0 0 1 0 6.500M18 15c2.2.700 3.5 2.5 3.5 5",
  label: "M4 4h8l8 8-8 8-8-8zM8 8h.01",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5",
  bot: "M5 9h14v10H5zM12 9V5M12 5h.01M9 13v2M15 13v2M2 13v3M22 13v3",
  phone: "M8 2h8v20H8zM11 18h2",
  template: "M4 4h16v5H4zM4 13h9v7H4zM17 13h3v7h-3z",
  reply: "M9 6l-6 6 6 6M3 12h11a7 7 0 0 1 7 7",
  unread: "M4 6h16v12H4zM4 7l8 6 8-6",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  filter: "M4 6h16M7 12h10M10 18h4",
  sliders: "M14 4h6v16h-6zM4 4h6v16H4z",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  trash: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

export const isIcon = (name: string): name is IconName => name in PATHS;
