import type { SettingsValues } from './settings.schema';

// eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unsafe-declaration-merging
export interface Settings extends SettingsValues {}
/** Injection token and type of all settings: `constructor(private readonly settings: Settings)`. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class Settings {}
