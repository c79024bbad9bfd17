// What overlaps stands side by side: each gets the first lane that is free, and what touches one another shares a width.

export interface Laid<Stretch> {
  stretch: Stretch;
  lane: number;
  lanes: number;
}

/** Give stretches their lanes; half-open, in any order. */
export function laid<Stretch extends { from: number; to: number }>(stretches: readonly Stretch[]): Laid<Stretch>[] {
  const sorted = [...stretches].sort((one, other) => one.from - other.from || other.to - one.to);
  const done: Laid<Stretch>[] = [];
  let group: Laid<Stretch>[] = [];
  let ends: number[] = [];
  let until = -Infinity;
  const close = (): void => {
    for (const one of group) one.lanes = ends.length;
    done.push(...group);
    group = [];
    ends = [];
  };
  for (const stretch of sorted) {
    if (stretch.from >= until) close();
    const free = ends.findIndex((end) => end <= stretch.from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = stretch.to;
    until = Math.max(until, stretch.to);
    group.push({ stretch, lane, lanes: 1 });
  }
  close();
  return done;
}
