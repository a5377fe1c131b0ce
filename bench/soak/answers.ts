/** Milliseconds; a server is back within this time. */
export const BACK_MS = 5000;
/** What has not been answered by then hangs. */
const LIMIT_MS = 30_000;

export interface Call {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  url: string;
  token?: string;
  body?: object;
  /** Refusals that are in order. */
  may?: number[];
}

/** While a server is away. */
export interface Outage {
  of: string;
  from: number;
  until: number;
}

interface Failure {
  what: string;
  /** 0 where there was no answer. */
  status: number;
  sentAt: number;
  endedAt: number;
}

/** Sends requests, and keeps those that were not answered as they should be. */
export class Answers {
  /** Requests. */
  count = 0;
  longestMs = 0;
  private readonly failures: Failure[] = [];

  /** @returns the body of a success, else nothing */
  async ask<Body>(call: Call): Promise<Body | undefined> {
    const { method = 'POST', url, may = [] } = call;
    const what = `${method} ${new URL(url).pathname}`;
    const sentAt = Date.now();
    const { status, body } = await send(call).catch((error: Error) => ({ status: 0, body: error.message }));
    const endedAt = Date.now();
    this.count++;
    this.longestMs = Math.max(this.longestMs, endedAt - sentAt);
    if (status >= 200 && status < 300) return body as Body;
    if (!may.includes(status)) this.failures.push({ what, status, sentAt, endedAt });
    return undefined;
  }

  /** Server errors that no outage explains: outside of them, or other than 503. */
  unexplained(outages: Outage[]): string[] {
    const isExplained = ({ status, sentAt, endedAt }: Failure) =>
      status === 503 && outages.some(({ from, until }) => sentAt < until + BACK_MS && endedAt > from);
    return this.named((failure) => failure.status >= 500 && !isExplained(failure));
  }

  /** Refused, or not answered at all: no outage explains that. */
  refused(): string[] {
    return this.named(({ status }) => status < 500);
  }

  unavailable(): number {
    return this.failures.filter(({ status }) => status === 503).length;
  }

  /** Milliseconds from the end of an outage to the sending of the last request that failed, before the next outage. */
  backAfter(outage: Outage, outages: Outage[]): number {
    const next = Math.min(...outages.map(({ from }) => from).filter((from) => from > outage.until));
    const sent = this.failures.map(({ sentAt }) => sentAt).filter((at) => at > outage.until && at < next);
    return Math.max(0, ...sent.map((at) => at - outage.until));
  }

  private named(isMeant: (failure: Failure) => boolean): string[] {
    return this.failures.filter(isMeant).map(({ what, status }) => `${what}: ${status || 'no answer'}`);
  }
}

async function send({ method = 'POST', url, token, body }: Call): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(url, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    signal: AbortSignal.timeout(LIMIT_MS),
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? (JSON.parse(text) as unknown) : undefined };
}
