import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { waitFor } from '../wait-for';

export interface Call {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Milliseconds since 1970. */
  at: number;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: object | string;
}

/** What a device got. */
export interface ShownNotification {
  /** The address of the device. */
  to: string;
  id: string;
  title: string;
  body: string;
  kind: string;
  data: Record<string, string>;
  /** By which a second copy replaces the first. */
  tag: string;
  headers: IncomingHttpHeaders;
  at: number;
}

/** A fake push provider on 127.0.0.1 with programmable answers, which keeps what it accepts. */
export abstract class ProviderServer {
  readonly calls: Call[] = [];
  readonly notifications: ShownNotification[] = [];
  /** An answer in place of the usual one; nothing of that call is shown. */
  overrideReply?: (call: Call, to: string) => Reply | undefined;
  /** Waits before it answers, having shown the notification already: so an answer can be lost. */
  delayReplies?: () => Promise<unknown>;

  protected constructor(protected readonly server: Server) {}

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  to(address: string): ShownNotification[] {
    return this.notifications.filter(({ to }) => to === address);
  }

  /** The `nth` (from 1) that a device got; waits for it. */
  async find(address: string, nth = 1): Promise<ShownNotification> {
    return waitFor(() => this.to(address)[nth - 1], `notification ${nth} to ${address}`);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  protected static async listen(server: Server): Promise<void> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }

  protected async answer(call: Call, to: string, take: () => ShownNotification | Reply): Promise<Reply> {
    this.calls.push(call);
    const refusal = this.overrideReply?.(call, to);
    if (refusal) return refusal;
    const taken = take();
    if ('status' in taken) return taken;
    this.notifications.push(taken);
    await this.delayReplies?.();
    return this.accepted();
  }

  protected abstract accepted(): Reply;
}

/** A server that hands each POST to `handle`. */
export function postServer(handle: (call: Call) => Promise<Reply>): Server {
  return createServer((request, response) => {
    void buffer(request).then(async (body) => {
      const call = { path: request.url!, headers: request.headers, body, at: Date.now() };
      const { status, headers = {}, body: answer = '' } = await handle(call);
      response.writeHead(status, headers).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
  });
}
