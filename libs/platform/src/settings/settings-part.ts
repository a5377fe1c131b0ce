import type { z } from 'zod';

type Values<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

/** The error is `NAME: rule in production` where the predicate is false. */
type ProductionRule<V> = [name: keyof V & string, rule: string, predicate: (settings: V) => boolean];

interface Checks<V> {
  /** Rules on combinations of settings. @returns errors as `NAME: rule` */
  check?: (settings: V) => string[];
  production?: ProductionRule<V>[];
}

/**
 * The settings of one module. The shape has name, rule and default, and in `meta` what `docs/configuration.md` and
 * `.env.example` say: `group`, `description`, `example`, `shown` where the default is not a plain value, and `secret` where the value is never shown.
 */
export interface SettingsPart<Shape extends z.ZodRawShape = z.ZodRawShape> extends Checks<Record<string, unknown>> {
  shape: Shape;
}

export type SettingsOf<Part extends SettingsPart> = Values<Part['shape']>;

/** The checks are typed by the shape here; `loadSettings` passes them the values of all parts. */
export function settingsPart<Shape extends z.ZodRawShape>(
  shape: Shape,
  checks: Checks<Values<Shape>> = {},
): SettingsPart<Shape> {
  return { shape, ...(checks as Checks<Record<string, unknown>>) };
}
