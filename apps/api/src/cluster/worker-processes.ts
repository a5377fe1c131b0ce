import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { relayMetrics } from './cluster-metrics';
import { RestartDelay } from './restart-delay';

/** The processes that serve: each is the whole service. The primary process only starts, replaces and stops them. */
export class WorkerProcesses {
  private readonly delay = new RestartDelay();
  private readonly retired = new Set<Worker>();
  private isStopping = false;
  private rollingRestart?: Promise<void>;

  /** @param env settings that the workers get besides those of this process */
  constructor(
    private readonly count: number,
    private readonly env: NodeJS.ProcessEnv,
    private readonly logger: Logger,
  ) {
    relayMetrics();
  }

  /**
   * The first one runs migrations and logs the set-up link. The others start when it is ready.
   * @returns the port that they share
   * @throws if one of them ends before it is ready
   */
  async start(): Promise<number> {
    const { port } = await this.startWorker();
    await Promise.all(Array.from({ length: this.count - 1 }, () => this.startWorker()));
    return port;
  }

  /** Replaces one after the other. Each is stopped when its successor is ready, so that no connection is refused. */
  restart(): Promise<void> {
    return (this.rollingRestart ??= this.replaceAll().finally(() => (this.rollingRestart = undefined)));
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await Promise.all(living().map((worker) => this.terminate(worker)));
  }

  /** One that ends later is replaced. */
  private async startWorker(): Promise<AddressInfo> {
    const worker = cluster.fork(this.env);
    const exit = new AbortController();
    worker.once('exit', (code, signal) => exit.abort(signal ?? code));
    const [address] = await once(worker, 'listening', { signal: exit.signal }).catch(() => {
      throw new Error(`worker ${worker.id} has ended before it was ready (${exit.signal.reason})`);
    });
    const readyAt = performance.now();
    worker.once('exit', (code, signal) => {
      if (this.retired.delete(worker) || this.isStopping) return;
      this.logger.error({ event: 'worker_lost', msg: 'a worker has ended', worker: worker.id, reason: signal ?? code });
      void this.replaceLost(performance.now() - readyAt);
    });
    return address as AddressInfo;
  }

  private async replaceLost(livedMs: number): Promise<void> {
    for (let lived = livedMs; ; lived = 0) {
      await sleep(this.delay.next(lived));
      if (this.isStopping || (await this.isReplaced())) return;
    }
  }

  private async isReplaced(): Promise<boolean> {
    try {
      await this.startWorker();
      return true;
    } catch (error) {
      if (!this.isStopping) this.logger.error({ event: 'worker_not_started', err: error });
      return false;
    }
  }

  /** A successor that does not become ready may be a version that can't start: the workers of before go on. */
  private async replaceAll(): Promise<void> {
    this.logger.info({ msg: 'restarting the workers, one after the other' });
    for (const worker of living()) {
      if (this.isStopping || !(await this.isReplaced())) return;
      await this.terminate(worker);
    }
    this.logger.info({ msg: 'all workers are restarted' });
  }

  private async terminate(worker: Worker): Promise<void> {
    if (worker.isDead()) return;
    this.retired.add(worker);
    const exit = once(worker, 'exit');
    worker.process.kill('SIGTERM');
    await exit;
  }
}

const living = () => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
