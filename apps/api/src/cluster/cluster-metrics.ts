import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue, type Registry } from 'prom-client';

type WorkerMetrics = MetricObjectWithValues<MetricValue<string>>[];

/** Between a worker and the primary process, both ways. The primary asks with `collect`, a worker with `aggregate`. */
type Message =
  | { type: 'metrics:aggregate' | 'metrics:collect'; id: number }
  | { type: 'metrics:collected'; id: number; metrics: WorkerMetrics }
  | { type: 'metrics:aggregated'; id: number; text: string };

/** A worker that has not answered by then is left out of the answer; milliseconds. */
const ANSWER_TIMEOUT_MS = 2000;

let requests = 0;

/** In the primary process: answers workers with the metrics of all that are connected. */
export function relayMetrics(): void {
  cluster.on('message', (asking: Worker, message: Message) => {
    if (message.type !== 'metrics:aggregate') return;
    void collectFromAll().then((all) => {
      // It may have ended meanwhile.
      if (asking.isConnected())
        asking.send({ type: 'metrics:aggregated', id: message.id, text: all } satisfies Message);
    });
  });
}

/** In a worker: gives its metrics to the others. @returns reads the metrics of all workers, added up */
export function shareMetrics(registry: Registry): () => Promise<string> {
  process.on('message', (message: Message) => {
    if (message.type !== 'metrics:collect') return;
    void registry.getMetricsAsJSON().then((metrics) => {
      process.send?.({
        type: 'metrics:collected',
        id: message.id,
        metrics: metrics as WorkerMetrics,
      } satisfies Message);
    });
  });
  return () =>
    new Promise((resolve) => {
      const id = ++requests;
      const onMessage = (message: Message) => {
        if (message.type !== 'metrics:aggregated' || message.id !== id) return;
        process.off('message', onMessage);
        resolve(message.text);
      };
      process.on('message', onMessage);
      process.send?.({ type: 'metrics:aggregate', id } satisfies Message);
    });
}

async function collectFromAll(): Promise<string> {
  const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker?.isConnected());
  const answers = await Promise.all(workers.map((worker) => collectFrom(worker!)));
  return AggregatorRegistry.aggregate(answers.filter((answer) => answer !== undefined)).metrics();
}

async function collectFrom(worker: Worker): Promise<WorkerMetrics | undefined> {
  const id = ++requests;
  const timeout = new AbortController();
  const answer = new Promise<WorkerMetrics>((resolve) => {
    const onMessage = (message: Message) => {
      if (message.type === 'metrics:collected' && message.id === id) resolve(message.metrics);
    };
    worker.on('message', onMessage);
    timeout.signal.addEventListener('abort', () => worker.off('message', onMessage));
  });
  worker.send({ type: 'metrics:collect', id } satisfies Message);
  const late = sleep(ANSWER_TIMEOUT_MS, undefined, { signal: timeout.signal }).catch(() => undefined);
  return Promise.race([answer, late]).finally(() => timeout.abort());
}
