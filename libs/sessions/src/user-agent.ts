import Bowser from 'bowser';

/** `Firefox on Linux`; unknown parts are left out. */
export function describeUserAgent(userAgent: string): string {
  if (!userAgent) return 'Unknown client';
  const { browser, os } = Bowser.parse(userAgent);
  const program = browser.name || userAgent.split(/[\s/]/)[0] || 'Unknown client';
  return os.name ? `${program} on ${os.name}` : program;
}
