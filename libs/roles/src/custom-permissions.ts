import { permissionFlags } from '#auth';
import { type Fault, isAbsent, Rule } from '#platform';

const MAX_KEYS = 64;
const KEY = /^[a-z][a-z0-9_.:]{0,63}$/;
/** A limit, a colour, a plan: no documents. */
const MAX_TEXT = 256;

const codes = ['invalid_type', 'too_many_keys', 'invalid_key', 'invalid_value'] as const;

/** Rules of `custom_permissions`, for the wire class. */
export const customPermissionRules = codes.map((code) =>
  Rule(code, (value) => (isAbsent(value) ? undefined : faultsOf(value).find((fault) => fault.code === code)?.message)),
);

function faultsOf(value: unknown): Fault[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ code: 'invalid_type', message: 'This field must be an object.' }];
  const faults: Fault[] = [];
  const entries = Object.entries(value);
  if (entries.length > MAX_KEYS) faults.push({ code: 'too_many_keys', message: `Use at most ${MAX_KEYS} keys.` });
  const badKey = entries.find(([key]) => !KEY.test(key) || (permissionFlags as readonly string[]).includes(key));
  if (badKey)
    faults.push({
      code: 'invalid_key',
      message: `A key must match ${KEY.source} and not be one of the five flags: ${badKey[0].slice(0, 80)}`,
    });
  const badValue = entries.find(([, entry]) => !isValue(entry));
  if (badValue)
    faults.push({
      code: 'invalid_value',
      message: `A value must be a boolean, a number or a string of at most ${MAX_TEXT} characters: ${badValue[0].slice(0, 80)}`,
    });
  return faults;
}

function isValue(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= MAX_TEXT && !value.includes('\0');
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}
