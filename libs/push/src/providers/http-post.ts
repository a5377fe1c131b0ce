import { request as requestHttp, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { request as requestHttps, Agent as HttpsAgent } from 'node:https';
import { databaseClock, publicLookup } from '#platform';
import type { SendResult } from './push-provider';

/** From the first byte to the last; providers answer within a second. Milliseconds. */
const TIMEOUT_MS = 10_000;
/** Answers are a few lines; of a longer one only this much is read. */
const MAX_RESPONSE_BYTES = 64 * 1024;
/** Longest name of an answer that is kept with a delivery. */
const MAX_SUMMARY_LENGTH = 200;

const agents = {
  http: new HttpAgent({ keepAlive: true }),
  https: new HttpsAgent({ keepAlive: true }),
  outside: new HttpsAgent({ keepAlive: true, lookup: publicLookup }),
};

export interface PostResponse {
  status: number;
  /** Seconds, where the answer says so. */
  retryAfter?: number;
  body: string;
}

interface PostRequest {
  headers: Record<string, string | number>;
  body: string | Buffer;
  /** The address comes from a client: only the public internet will do. Without it, it comes from the operator. */
  outside?: boolean;
}

/** A POST that follows no redirect. @throws {Error} where there is no answer in time */
export function post(url: string, { headers, body, outside = false }: PostRequest): Promise<PostResponse> {
  const secure = url.startsWith('https:');
  if (outside && !secure) throw new Error('only https leads outside');
  const agent = outside ? agents.outside : secure ? agents.https : agents.http;
  const length = { 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const call = (secure ? requestHttps : requestHttp)(
      url,
      { method: 'POST', agent, headers: { ...headers, ...length }, signal: AbortSignal.timeout(TIMEOUT_MS) },
      (answer) => read(answer).then(resolve, reject),
    );
    call.on('error', reject);
    call.end(body);
  });
}

async function read(answer: IncomingMessage): Promise<PostResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    if ((size += chunk.length) > MAX_RESPONSE_BYTES) break;
  }
  return {
    status: answer.statusCode!,
    retryAfter: parseRetryAfter(answer.headers['retry-after']),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** @see RFC 9110 §10.2.3 */
export function parseRetryAfter(retryAfter: string | undefined, now = databaseClock.now()): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}

/** What has no answer is tried again. */
export function retryLater(error: unknown): SendResult {
  const { code, name } = error as NodeJS.ErrnoException;
  return { outcome: 'later', answer: code && code !== 'ABORT_ERR' ? String(code) : name };
}

/** An answer in a line, to be kept. */
export function summarizeResponse(status: number, detail = ''): string {
  return `${status} ${detail.replaceAll(/\s+/g, ' ')}`.trim().slice(0, MAX_SUMMARY_LENGTH);
}
