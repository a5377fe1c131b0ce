import { SOURCE_LANGUAGE, text } from '#platform';
import Bowser from 'bowser';

/** `Firefox on Linux`; unknown parts are left out. */
export function describeUserAgent(userAgent: string, language: string = SOURCE_LANGUAGE): string {
  const unknown = () => text(language, 'devices.unknown');
  if (!userAgent) return unknown();
  const { browser, os } = Bowser.parse(userAgent);
  const program = browser.name || userAgent.split(/[\s/]/)[0] || unknown();
  return os.name ? text(language, 'devices.program_on_system', { program, system: os.name }) : program;
}
