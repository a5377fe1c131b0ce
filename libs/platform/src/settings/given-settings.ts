import type { Settings } from './settings';

/** A symbol, so that copies of the settings have it (`{ ...settings }`) and logs do not. */
const GIVEN = Symbol('given settings');

/** The values that the environment has set, unparsed. */
export const withGivenTexts = (settings: Settings, given: NodeJS.ProcessEnv): Settings =>
  Object.assign(settings, { [GIVEN]: new Map(Object.entries(given)) });

/** By name. */
export const givenTexts = (settings: Settings): ReadonlyMap<string, string> =>
  (settings as { [GIVEN]?: Map<string, string> })[GIVEN] ?? new Map();
