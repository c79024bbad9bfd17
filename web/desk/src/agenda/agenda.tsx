import type { ReactNode } from "react";

export function Agenda({ day }: { day: string | null }): ReactNode {
  return <section className="page agenda" data-day={day} />;
}
