import { bodies, inAddresses, inHeaders, keys, NO_TEXT, unstorable, values } from './hostile';
import type { Operation } from './operations';

export interface FuzzRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Buffer;
  /** Where the hostile value stands. */
  place: string;
  /** The field that a refusal must name, where PostgreSQL could not hold the value: it has to be refused. */
  mustName?: string;
}

const ALL_HEADERS = ['user-agent', 'x-request-id', 'accept-language', 'content-type', 'authorization'];

/** Every value in every place of the operation, one at a time. */
export function* requestsOf(operation: Operation, ids: Record<string, string>): Generator<FuzzRequest> {
  const base = baseOf(operation, ids);
  for (const name of operation.inPath)
    for (const value of inAddresses) {
      // A slash, or nothing at all, is another address.
      const path = operation.path.replace(`{${name}}`, value || '%20');
      yield { ...base, path: filled(path, operation, ids), place: `path ${name}` };
    }
  for (const name of [...operation.inQuery, 'unknown'])
    for (const [n, value] of inAddresses.entries()) {
      yield {
        ...base,
        path: `${base.path}?${name}=${value}`,
        place: `query ${name}`,
        ...(n < NO_TEXT && { mustName: name }),
      };
      if (n % 10 === 0)
        yield { ...base, path: `${base.path}?${name}=1&${name}=${value}`, place: `query ${name} twice` };
    }
  for (const value of inAddresses) yield { ...base, path: `${base.path}?${value}=1`, place: 'name in the query' };
  for (const name of [...ALL_HEADERS, ...operation.inHeaders])
    for (const value of inHeaders)
      yield { ...base, headers: { ...base.headers, [name]: value }, place: `header ${name}` };
  yield* bodiesOf(operation, base);
}

function* bodiesOf({ body }: Operation, base: FuzzRequest): Generator<FuzzRequest> {
  if (!body) return;
  for (const field of body.fields)
    for (const value of values) {
      const place = field.join('.');
      const sent = encoded(body.type, withValue(body.example, field, value));
      const isUnstorable = typeof value === 'string' && unstorable.includes(value);
      yield { ...base, body: sent, place: `body ${place}`, ...(isUnstorable && { mustName: place }) };
    }
  for (const object of body.objects)
    for (const key of keys)
      yield {
        ...base,
        body: encoded(body.type, withValue(body.example, [...object, key], 'x')),
        place: `key in ${object.join('.') || 'the body'}`,
      };
  for (const whole of bodies) yield { ...base, body: whole, place: 'whole body' };
}

function baseOf(operation: Operation, ids: Record<string, string>): FuzzRequest {
  const { method, body } = operation;
  return {
    method,
    path: filled(operation.path, operation, ids),
    headers: body ? { 'content-type': body.type } : {},
    ...(body && { body: encoded(body.type, body.example) }),
    place: 'nowhere',
  };
}

/** `/api/users/{id}` has the id of a user. */
function filled(path: string, operation: Operation, ids: Record<string, string>): string {
  const [, kind = ''] = /^\/api\/(\w+)/.exec(operation.path) ?? [];
  return path.replaceAll(/\{(\w+)\}/g, (_, name) => (name === 'role_id' ? ids.roles : ids[kind]) ?? ids.none!);
}

function withValue(outer: unknown, [first, ...rest]: string[], value: unknown): unknown {
  if (first === undefined) return value;
  if (Array.isArray(outer) || /^\d+$/.test(first)) return [withValue(undefined, rest, value)];
  const inner = typeof outer === 'object' && outer !== null ? (outer as Record<string, unknown>) : {};
  return { ...inner, [first]: withValue(Object.hasOwn(inner, first) ? inner[first] : undefined, rest, value) };
}

function encoded(type: string, body: unknown): string {
  if (type === 'application/x-www-form-urlencoded')
    return new URLSearchParams(
      Object.entries(body as object).map(([name, value]) => [name, typeof value === 'string' ? value : rawJson(value)]),
    ).toString();
  return rawJson(body);
}

const rawJson = (value: unknown) => (JSON.stringify(value) ?? '').replaceAll(/\{"raw":"([^"]*)"\}/g, '$1');
