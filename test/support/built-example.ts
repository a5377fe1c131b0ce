import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '../..');
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

export interface BuiltExample {
  url: string;
  close(): Promise<void>;
}

/** Builds `examples/react` with Vite, on the sources of the client, and serves it as a web server would. */
export async function builtExample(port: number, authUrl: string): Promise<BuiltExample> {
  const folder = await mkdtemp(join(tmpdir(), 'collabsphere-example-'));
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const config = join(__dirname, 'vite-sources.config.mjs');
  const args = [vite, 'build', 'examples/react', '--config', config, '--outDir', folder, '--emptyOutDir'];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT, env: { ...process.env, VITE_AUTH_URL: authUrl } });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    const name = pathname === '/' ? 'index.html' : pathname;
    readFile(join(folder, name)).then(
      (content) => response.setHeader('content-type', TYPES[extname(name)] ?? 'application/octet-stream').end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
