import type { paths } from '../generated/openapi.js';

export type Method = 'get' | 'put' | 'post' | 'patch' | 'delete';

/** The paths that have this method. */
export type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, object> ? P : never;
}[keyof paths];

export type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never;

/** Without the members that are absent (`never`). */
type Present<T> = { [K in keyof T as [NonNullable<T[K]>] extends [never] ? never : K]: T[K] };

type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];

type Optional<Name extends string, T> = RequiredKeys<T> extends never ? { [N in Name]?: T } : { [N in Name]: T };

type Media<C> = C extends { 'application/json': infer Json }
  ? Json
  : C extends { 'multipart/form-data': unknown }
    ? FormData
    : C extends Record<string, infer Other>
      ? Other
      : never;

type Params<O> = O extends { parameters: infer P } ? (Present<P> extends infer Q ? Omit<Q, 'cookie'> : never) : never;

type Body<O> = O extends { requestBody: { content: infer C } }
  ? { body: Media<C> }
  : O extends { requestBody?: { content: infer C } }
    ? { body?: Media<C> }
    : { body?: undefined };

export interface CallOptions {
  signal?: AbortSignal;
  headers?: HeadersInit;
  /** Milliseconds to wait for the answer; 20 s by default. */
  timeout?: number;
  /** `response` gives the `Response` itself: for streams, files and headers. */
  as?: 'data' | 'response';
}

export type CallInit<O> = Optional<'params', Params<O>> & Body<O> & CallOptions;

/** The second argument may be left out where nothing in it is required. */
export type CallArguments<O> = RequiredKeys<CallInit<O>> extends never ? [init?: CallInit<O>] : [init: CallInit<O>];

type Success = 200 | 201 | 202 | 204;

/** The body of the 2xx answers; `undefined` for 204. */
export type Data<O> = O extends { responses: infer R }
  ? { [S in keyof R & Success]: R[S] extends { content: infer C } ? Media<C> : undefined }[keyof R & Success]
  : never;

export type Answer<O, Init> = Init extends { as: 'response' } ? Response : Data<O>;

type Call<M extends Method> = <P extends PathsWith<M>, A extends CallArguments<Operation<P, M>>>(
  path: P,
  ...init: A
) => Promise<Answer<Operation<P, M>, A[0]>>;

/**
 * Every call of the service with its types: `await client.api.GET('/api/users', { params: { query: { q: 'ada' } } })`.
 * It resolves with the body of the answer. A refusal is thrown as a `CollabSphereError`.
 */
export interface Api {
  GET: Call<'get'>;
  PUT: Call<'put'>;
  POST: Call<'post'>;
  PATCH: Call<'patch'>;
  DELETE: Call<'delete'>;
}
