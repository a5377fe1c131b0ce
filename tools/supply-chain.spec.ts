import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const root = join(__dirname, '..');

/** The steps of .ci/run, each on a folder of its own. */
describe('the checks of the supply chain', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'supply-chain-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  async function run(tool: string, args: string[] = [folder], env: NodeJS.ProcessEnv = {}) {
    const child = spawn(process.execPath, [join(root, 'tools', tool), ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, ...env },
    });
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code: code as number, stdout, stderr };
  }

  describe('lint-lockfile', () => {
    interface Lock {
      lockfileVersion: number;
      packages: Record<string, Record<string, unknown>>;
    }

    const withFault = (plant: (lock: Lock) => void) => {
      cpSync(join(root, 'package.json'), join(folder, 'package.json'));
      const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
      plant(lock);
      writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
      return run('lint-lockfile.mjs');
    };
    const changed = (name: string, change: Record<string, unknown>) =>
      withFault(({ packages }) => Object.assign((packages[`node_modules/${name}`] ??= {}), change));

    it('passes the lock file as it is', async () => {
      expect(await withFault(() => undefined)).toMatchObject({ code: 0, stderr: '' });
    });

    it.each([
      ['fastify', { integrity: undefined }, 'has no SHA-512 of its contents'],
      ['fastify', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, 'has no SHA-512 of its contents'],
      [
        'fastify',
        { resolved: 'https://packages.example.com/fastify.tgz' },
        'has an origin of its own, https://packages.example.com/fastify.tgz',
      ],
      ['fastify', { resolved: 'git+ssh://git@example.com/fastify.git' }, 'has an origin of its own, git+ssh'],
      ['fastify', { hasInstallScript: true }, 'has an install script; decide in allowScripts'],
      ['fastify', { link: true, resolved: '../elsewhere' }, 'links to ../elsewhere'],
    ])('names %s with %j', async (name, change, fault) => {
      const { code, stderr } = await changed(name, change);
      expect(code).toBe(1);
      expect(stderr).toContain(`package-lock.json: node_modules/${name}: ${fault}`);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    });

    it('refuses another format', async () => {
      expect(await withFault((lock) => (lock.lockfileVersion = 1))).toMatchObject({
        code: 1,
        stderr: 'package-lock.json: lockfileVersion is 1, not 3\n',
      });
    });
  });

  describe('lint-secrets', () => {
    // In parts, so that this file has none.
    const token = `ghp_${'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'}`;

    it('names the place of a credential and does not print it', async () => {
      mkdirSync(join(folder, 'src'));
      writeFileSync(join(folder, 'src/main.ts'), `const a = 1;\nconst token = '${token}';\n`);
      const { code, stdout, stderr } = await run('lint-secrets.mjs');
      expect({ code, stderr }).toEqual({ code: 1, stderr: 'src/main.ts:2: GITHUB_TOKEN\n' });
      expect(stdout).toBe('1 credentials found in 1 files.\n');
    });

    it('leaves out what is in no commit, and binary files', async () => {
      mkdirSync(join(folder, 'node_modules'));
      writeFileSync(join(folder, 'node_modules/a.js'), token);
      writeFileSync(join(folder, '.env'), token);
      writeFileSync(join(folder, 'image.png'), `\0${token}`);
      writeFileSync(join(folder, 'README.md'), 'postgres://user:secret@localhost/x');
      expect(await run('lint-secrets.mjs')).toMatchObject({ code: 0, stdout: '0 credentials found in 2 files.\n' });
    });
  });

  describe('audit', () => {
    /** With a registry that knows these advisories. */
    async function audit(answer: RequestListener) {
      for (const file of ['package.json', 'package-lock.json']) cpSync(join(root, file), join(folder, file));
      cpSync(join(root, 'libs/auth/package.json'), join(folder, 'libs/auth/package.json'));
      const registry = createServer(answer).listen(0, '127.0.0.1');
      await once(registry, 'listening');
      const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
      try {
        return await run('audit.mjs', [], { npm_config_registry: url, npm_config_cache: join(folder, 'cache') });
      } finally {
        registry.closeAllConnections();
        registry.close();
      }
    }
    const advisoriesOf =
      (severity: string): RequestListener =>
      (request, response) => {
        const url = 'https://github.com/advisories/GHSA-0000-0000-0000';
        const advisory = {
          id: 1,
          url,
          title: 'A fault',
          severity,
          vulnerable_versions: '*',
          cwe: [],
          cvss: { score: 9 },
        };
        if (!request.url?.endsWith('/advisories/bulk')) response.statusCode = 404;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(response.statusCode === 404 ? {} : { 'web-push': [advisory] }));
      };

    it.each(['high', 'critical'])('fails for a %s vulnerability', async (severity) => {
      const { code, stdout } = await audit(advisoriesOf(severity));
      expect(stdout).toContain(`${severity}: web-push https://github.com/advisories/GHSA-0000-0000-0000\n`);
      expect(code).toBe(1);
    });

    it('shows a moderate one, and passes', async () => {
      const { code, stdout } = await audit(advisoriesOf('moderate'));
      expect(stdout).toMatch(
        /^moderate: web-push .*\nVulnerable packages: 0 info, 0 low, 1 moderate, 0 high, 0 critical/,
      );
      expect(code).toBe(0);
    });

    it('says that the registry has no such endpoint, and passes', async () => {
      const { code, stdout } = await audit((_request, response) => response.writeHead(405).end());
      expect(stdout).toMatch(/^NOT AUDITED: the registry has no audit endpoint for us\. 405/);
      expect(code).toBe(0);
    });

    it('fails where there is nothing to audit', async () => {
      expect(await run('audit.mjs', [])).toMatchObject({ code: 1, stderr: expect.stringContaining('ENOLOCK') });
    });
  });
});
