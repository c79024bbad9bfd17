// Time zones to choose from: all the browser knows, and the one that is set.

export function zoneOptions(current: string): (readonly [string, string])[] {
  const known = Intl.supportedValuesOf("timeZone");
  const all = known.includes(current) ? known : [current, ...known];
  return all.map((one) => [one, one.replaceAll("_", " ")]);
}
