import { z } from 'zod';
import { givenTexts } from './given-settings';
import { withoutUrlCredentials } from './hidden-credentials';
import type { Settings } from './settings';

/** A setting, as an operator may see it. */
export interface DescribedSetting {
  name: string;
  group: string;
  description: string;
  /** As it is written in the environment, without credentials in a URL; `null` for a secret, and where it is not set and has no plain default. */
  value: string | null;
  /** The default where it is not a plain value, in words. */
  defaultWords: string | null;
  isSecret: boolean;
  /** Whether the environment sets it. */
  isSet: boolean;
}

interface Meta {
  group: string;
  description: string;
  shown?: string;
  secret?: boolean;
  default?: unknown;
}

/** The settings of all modules with what the process was started with. It never has the value of a secret, nor credentials in a URL. */
export class SettingsCatalogue {
  constructor(
    private readonly schema: z.ZodObject,
    private readonly settings: Settings,
  ) {}

  list(): DescribedSetting[] {
    const given = givenTexts(this.settings);
    const { properties = {} } = z.toJSONSchema(this.schema, { io: 'input', unrepresentable: 'any' });
    return Object.entries(properties).map(([name, property]) => {
      const { group, description, shown, secret = false, default: fallback } = property as unknown as Meta;
      const text = given.get(name) ?? (fallback === undefined ? null : String(fallback));
      return {
        name,
        group,
        description,
        value: secret || text === null ? null : withoutUrlCredentials(text),
        defaultWords: shown ?? null,
        isSecret: secret,
        isSet: given.has(name),
      };
    });
  }
}
