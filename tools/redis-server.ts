import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** A Redis of one's own, to be killed, held and emptied: for tests and benches. It keeps nothing on disk. */
export class RedisServer {
  /** Whether this machine has the program. */
  static readonly isInstalled = spawnSync('redis-server', ['--version']).status === 0;

  private child?: ChildProcess;

  private constructor(
    readonly port: number,
    private readonly options: readonly string[],
  ) {}

  /** @param options as on the command line */
  static async start(port: number, options: readonly string[] = []): Promise<RedisServer> {
    const server = new RedisServer(port, options);
    await server.run();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** On the same port again, empty. */
  async run(): Promise<void> {
    const own = ['--port', `${this.port}`, '--bind', '127.0.0.1', '--save', ''];
    const child = spawn('redis-server', this.options.includes('--sentinel') ? this.options : [...own, ...this.options]);
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`redis-server has not started on port ${this.port}`)));
      child.stdout.on('data', (text: Buffer) => /ready to accept|sentinel id is/i.test(text.toString()) && resolve());
    });
  }

  /** `SIGSTOP` holds it, `SIGCONT` lets it go on. */
  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  async kill(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
}
