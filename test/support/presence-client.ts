import { setTimeout as sleep } from 'node:timers/promises';
import { io, Manager, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import type { HttpClient } from './http-client';
import type { TestUser } from './test-users';
import { waitFor } from './wait-for';

/* eslint-disable @typescript-eslint/no-explicit-any -- tests look at whatever came */

/** A client on the namespace `/presence`, and all events that it received. */
export class PresenceClient {
  readonly events: { name: string; value: any; at: number }[] = [];

  constructor(readonly socket: Socket) {
    socket.onAny((name: string, value: unknown) => this.events.push({ name, value, at: Date.now() }));
    socket.on('disconnect', (reason) => this.events.push({ name: 'disconnect', value: reason, at: Date.now() }));
  }

  /** A message and its acknowledgement. */
  request(message: string, ...values: unknown[]): Promise<any> {
    return this.socket.timeout(30_000).emitWithAck(message, ...values);
  }

  async watch(...people: { id: string }[]): Promise<any[]> {
    const answer = await this.request('watch', { user_ids: people.map(({ id }) => id) });
    if (answer.error) throw new Error(JSON.stringify(answer.error));
    return answer.presence;
  }

  values(name: string): any[] {
    return this.events.filter((event) => event.name === name).map(({ value }) => value);
  }

  /** The updates about a user, oldest first. */
  updatesOf({ id }: { id: string }): any[] {
    return this.values('presence').filter(({ user_id }) => user_id === id);
  }

  /** Waits for the first such event. */
  async waitForEvent(name: string): Promise<any> {
    return (await waitFor(() => this.events.find((event) => event.name === name), `${name} is received`)).value;
  }

  /** Waits until the latest update about a user is this. */
  waitForStatus(person: { id: string }, expected: Record<string, unknown>, within?: number): Promise<any> {
    return waitFor(
      () => {
        const last = this.updatesOf(person).at(-1);
        return last && Object.entries(expected).every(([key, value]) => String(last[key]) === String(value)) && last;
      },
      `${JSON.stringify(expected)} is received; there was ${JSON.stringify(this.updatesOf(person))}`,
      within,
    );
  }
}

/** Opens sockets as clients do, and closes them all at the end. */
export class PresenceClients {
  private readonly open: Socket[] = [];
  private readonly managers: Manager[] = [];

  constructor(private readonly url: string) {}

  /** Not connected yet, or for ever. */
  socket(auth: object = {}, options: Partial<ManagerOptions & SocketOptions> = {}, namespace = '/presence'): Socket {
    const socket = io(`${this.url}${namespace}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: auth as Record<string, unknown>,
      ...options,
    });
    this.open.push(socket);
    return socket;
  }

  async connect(
    { access: token }: Pick<TestUser, 'access'>,
    auth: object = {},
    options: Partial<ManagerOptions & SocketOptions> = {},
  ): Promise<PresenceClient> {
    const socket = this.socket({ token, ...auth }, options);
    const watcher = new PresenceClient(socket);
    await new Promise<void>((resolve, reject) =>
      socket
        .once('connect', resolve)
        .once('connect_error', (error) =>
          reject(Object.assign(error, { message: JSON.stringify((error as any).data ?? error.message) })),
        ),
    );
    return watcher;
  }

  /** Why one is not let in: the problem, or what the transport says; nothing if one is. */
  async connectionError(
    auth: object,
    options: Partial<ManagerOptions & SocketOptions> = {},
    namespace?: string,
  ): Promise<any> {
    const socket = this.socket(auth, options, namespace);
    const outcome = await new Promise((resolve) =>
      socket
        .once('connect', () => resolve(undefined))
        .once('connect_error', (error: any) => resolve(error.data ?? error)),
    );
    socket.close();
    return outcome;
  }

  /** A connection below the namespaces, to write packets by hand. */
  async raw(): Promise<Manager['engine']> {
    const manager = new Manager(this.url, { transports: ['websocket'], reconnection: false });
    this.managers.push(manager);
    await new Promise<void>((resolve, reject) => manager.once('open', resolve).once('error', reject));
    return manager.engine;
  }

  close(): void {
    for (const manager of this.managers) manager._close();
    for (const socket of this.open) socket.close();
  }
}

/** Clients that ask for something over REST all the time, of each of these processes in turn, as real ones do. */
export class RestCallers {
  readonly statuses = new Set<number>();
  private stopping = false;
  private readonly calls: Promise<void>[];

  constructor(people: Pick<TestUser, 'access'>[], processes: { http: HttpClient }[]) {
    this.calls = people.map((person) => this.call(person, processes));
  }

  /** All that was asked for is answered then. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.calls);
  }

  private async call({ access: token }: Pick<TestUser, 'access'>, processes: { http: HttpClient }[]): Promise<void> {
    for (let n = 0; !this.stopping; n++) {
      const { status } = await processes[n % processes.length]!.http.get('/api/profile', { token });
      this.statuses.add(status);
      await sleep(100);
    }
  }
}
