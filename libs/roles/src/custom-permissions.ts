import { permissionFlags, type CustomPermissionValue } from '#auth';
import { type RuleViolation, isNil, isStorableText, problems, Rule, msg } from '#platform';

export const MAX_KEYS = 64;
/** Code points: enough for a limit, a colour, a plan, not for documents. */
export const MAX_TEXT_LENGTH = 255;
/** UTF-16 units, the maximum of version 0.1.0: a value that the role already has may be sent again with an edit. */
export const MAX_LEGACY_TEXT_LENGTH = 256;
const KEY = /^[a-z][a-z0-9_.:]{0,63}$/;

type CustomPermissions = Record<string, CustomPermissionValue>;

const codes = ['invalid_type', 'too_many_keys', 'invalid_key', 'invalid_value'] as const;

/** Validation rules of `custom_permissions`, for the DTO class. */
export const customPermissionRules = (maxTextLength: number) =>
  codes.map((code) =>
    Rule(code, (value) =>
      isNil(value) ? undefined : findFaults(value, maxTextLength).find((fault) => fault.code === code)?.message,
    ),
  );

/**
 * The DTO class allows longer texts, since the role may already have them. A new value must not be longer than
 * `MAX_TEXT_LENGTH`.
 * @throws {Problem} 400 `validation_failed`
 */
export function assertNewValuesValid(before: CustomPermissions, after: CustomPermissions): void {
  const added = Object.entries(after).filter(([key, value]) => !isUnchanged(before, key, value));
  const errors = findValueFaults(added, MAX_TEXT_LENGTH).map((fault) => ({ field: 'custom_permissions', ...fault }));
  if (errors.length > 0) throw problems.validation_failed({ errors });
}

const isUnchanged = (all: CustomPermissions, key: string, value: CustomPermissionValue) =>
  Object.hasOwn(all, key) && all[key] === value;

function findFaults(value: unknown, maxTextLength: number): RuleViolation[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ code: 'invalid_type', message: msg('faults.invalid_type.object') }];
  const faults: RuleViolation[] = [];
  const entries = Object.entries(value);
  if (entries.length > MAX_KEYS)
    faults.push({ code: 'too_many_keys', message: msg('faults.too_many_keys', { max: MAX_KEYS }) });
  const badKey = entries.find(([key]) => !KEY.test(key) || (permissionFlags as readonly string[]).includes(key));
  if (badKey)
    faults.push({
      code: 'invalid_key',
      message: msg('faults.invalid_key.permission', { pattern: KEY.source, key: badKey[0].slice(0, 80) }),
    });
  return [...faults, ...findValueFaults(entries, maxTextLength)];
}

function findValueFaults(entries: [string, unknown][], maxTextLength: number): RuleViolation[] {
  const bad = entries.find(([, value]) => !isValidValue(value, maxTextLength));
  if (!bad) return [];
  const values = { max: MAX_TEXT_LENGTH, key: bad[0].slice(0, 80) };
  return [{ code: 'invalid_value', message: msg('faults.invalid_value.permission', values) }];
}

function isValidValue(value: unknown, maxTextLength: number): boolean {
  switch (typeof value) {
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value) && value >= 0;
    case 'string':
      return value.length <= 2 * maxTextLength && [...value].length <= maxTextLength && isStorableText(value);
    default:
      return false;
  }
}
