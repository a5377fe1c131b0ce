import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Clients that send one request after the other over a connection that is kept, until they are stopped. */
export class SteadyLoad {
  /** By status; a connection that failed counts under the code of its error. */
  readonly outcomes: Record<string, number> = {};
  private readonly agent = new Agent({ keepAlive: true });
  private isStopped = false;
  private readonly clients: Promise<void>[];

  /** @param call how one request is sent */
  constructor(
    clients: number,
    private readonly call: (send: Send) => Promise<number>,
  ) {
    this.clients = Array.from({ length: clients }, () => this.run());
  }

  get total(): number {
    return Object.values(this.outcomes).reduce((sum, count) => sum + count, 0);
  }

  /** All that was sent is answered then. */
  async stop(): Promise<Record<string, number>> {
    this.isStopped = true;
    await Promise.all(this.clients);
    this.agent.destroy();
    return this.outcomes;
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      const outcome = await this.call(this.send).catch((error: NodeJS.ErrnoException) => error.code ?? error.message);
      this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
      await sleep(5);
    }
  }

  private readonly send: Send = (url, { method = 'GET', token, body } = {}) =>
    new Promise((resolve, reject) => {
      const headers = {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      };
      const sent = request(url, { method, headers, agent: this.agent }, (answer) => {
        answer
          .resume()
          .on('end', () => resolve(answer.statusCode!))
          .on('error', reject);
      });
      sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
    });
}

type Send = (url: string, options?: { method?: string; token?: string; body?: unknown }) => Promise<number>;
