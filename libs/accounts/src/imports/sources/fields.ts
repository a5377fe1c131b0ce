import type { RecordFault } from '../source-account';

/** A record can't be read. */
export class UnreadableRecord extends Error {
  constructor(readonly faults: RecordFault[]) {
    super('unreadable record');
  }
}

export const faultOf = (field: string, code: string, message: string) =>
  new UnreadableRecord([{ field, code, message }]);

const truths: Record<string, boolean> = { true: true, t: true, 1: true, false: false, f: false, 0: false };
/** Milliseconds since 1970, as Firebase and Keycloak write them. */
const MILLISECONDS = /^\d{1,15}$/;
/** RFC 3339, and what PostgreSQL writes: `2024-01-02 03:04:05.123+00`. */
const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?) ?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/** Reads the fields of a record, of which nothing is known yet. An empty text and `null` are no value. */
export class Fields {
  private constructor(
    private readonly record: Record<string, unknown>,
    private readonly path: string,
  ) {}

  /** @throws {UnreadableRecord} where it is no object */
  static of(value: unknown, path = ''): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw faultOf(path, 'invalid_type', 'It must be an object.');
    return new Fields(value as Record<string, unknown>, path === '' ? '' : `${path}.`);
  }

  has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  /** A number counts as text: ids are often numbers. */
  text(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    throw this.fault(name, 'invalid_type', 'It must be a text.');
  }

  required(name: string): string {
    const text = this.text(name);
    if (text === undefined) throw this.fault(name, 'required', 'It is missing.');
    return text;
  }

  flag(name: string): boolean | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'boolean') return value;
    const flag = truths[String(value).toLowerCase()];
    if (flag === undefined) throw this.fault(name, 'invalid_type', 'It must be true or false.');
    return flag;
  }

  time(name: string): Date | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const [, day, time, zone = 'Z'] = TIME.exec(text) ?? [];
    const offset = /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
    const date = new Date(MILLISECONDS.test(text) ? Number(text) : `${day}T${time}${offset}`);
    // PostgreSQL could hold more, but no account is from then.
    if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1970 || date.getUTCFullYear() > 9999)
      throw this.fault(name, 'invalid_time', 'It must be a time like 2024-01-31T12:00:00Z.');
    return date;
  }

  texts(name: string): string[] {
    const value = this.value(name) ?? [];
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
      throw this.fault(name, 'invalid_type', 'It must be a list of texts.');
    return value;
  }

  list(name: string): unknown[] {
    const value = this.value(name) ?? [];
    if (!Array.isArray(value)) throw this.fault(name, 'invalid_type', 'It must be a list.');
    return value;
  }

  /** An object, or one written as a text. Empty where there is none. */
  object(name: string): Fields {
    const value = this.value(name) ?? {};
    return Fields.of(typeof value === 'string' ? this.parsed(name, value) : value, this.path + name);
  }

  fault(name: string, code: string, message: string): UnreadableRecord {
    return faultOf(this.path + name, code, message);
  }

  private parsed(name: string, text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw this.fault(name, 'malformed_json', 'It must be JSON.');
    }
  }

  private value(name: string): unknown {
    const value = Object.hasOwn(this.record, name) ? this.record[name] : undefined;
    return value === null || value === '' ? undefined : value;
  }
}
