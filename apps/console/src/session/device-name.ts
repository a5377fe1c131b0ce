const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

const firstOf = (names: [RegExp, string][]) => names.find(([pattern]) => pattern.test(navigator.userAgent))?.[1];

/** What the list of devices shows, such as "Firefox, Windows". */
export const deviceName = (): string | undefined =>
  [firstOf(BROWSERS), firstOf(SYSTEMS)].filter(Boolean).join(', ') || undefined;
