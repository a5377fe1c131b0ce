import { permissionFlags, type PermissionValue } from '#auth';
import { type RuleViolation, isNil, isStorableText, problems, Rule } from '#platform';

export const MAX_KEYS = 64;
/** A limit, a colour, a plan: no documents. Code points. */
export const MAX_TEXT = 255;
/** As long as version 0.1.0 took, in UTF-16 units: what a role has already may be sent again with the rest. */
export const KEPT_TEXT = 256;
const KEY = /^[a-z][a-z0-9_.:]{0,63}$/;

type CustomPermissions = Record<string, PermissionValue>;

const codes = ['invalid_type', 'too_many_keys', 'invalid_key', 'invalid_value'] as const;

/** Rules of `custom_permissions`, for the DTO class. */
export const customPermissionRules = (maxText: number) =>
  codes.map((code) =>
    Rule(code, (value) =>
      isNil(value) ? undefined : faultsOf(value, maxText).find((fault) => fault.code === code)?.message,
    ),
  );

/**
 * What of an edit was taken only in case the role has it already must not be new.
 * @throws {Problem} 400 `validation_failed`
 */
export function newValuesMustBeValid(before: CustomPermissions, after: CustomPermissions): void {
  const added = Object.entries(after).filter(([key, value]) => !has(before, key, value));
  const errors = valueFaults(added, MAX_TEXT).map((fault) => ({ field: 'custom_permissions', ...fault }));
  if (errors.length > 0) throw problems.validation_failed({ errors });
}

const has = (all: CustomPermissions, key: string, value: PermissionValue) =>
  Object.hasOwn(all, key) && all[key] === value;

function faultsOf(value: unknown, maxText: number): RuleViolation[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ code: 'invalid_type', message: 'This field must be an object.' }];
  const faults: RuleViolation[] = [];
  const entries = Object.entries(value);
  if (entries.length > MAX_KEYS) faults.push({ code: 'too_many_keys', message: `Use at most ${MAX_KEYS} keys.` });
  const badKey = entries.find(([key]) => !KEY.test(key) || (permissionFlags as readonly string[]).includes(key));
  if (badKey)
    faults.push({
      code: 'invalid_key',
      message: `A key must match ${KEY.source} and not be one of the five flags: ${badKey[0].slice(0, 80)}`,
    });
  return [...faults, ...valueFaults(entries, maxText)];
}

function valueFaults(entries: [string, unknown][], maxText: number): RuleViolation[] {
  const bad = entries.find(([, value]) => !isValue(value, maxText));
  if (!bad) return [];
  const message = `A value must be a boolean, a finite number of 0 or more, or a string of at most ${MAX_TEXT} characters`;
  return [{ code: 'invalid_value', message: `${message}: ${bad[0].slice(0, 80)}` }];
}

function isValue(value: unknown, maxText: number): boolean {
  switch (typeof value) {
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value) && value >= 0;
    case 'string':
      return value.length <= 2 * maxText && [...value].length <= maxText && isStorableText(value);
    default:
      return false;
  }
}
