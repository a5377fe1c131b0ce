import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = resolve(__dirname, '../..');

interface Manifest {
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** A service of ten lines, as another team would write it, and its test. */
const service = `
import 'reflect-metadata';
import { AuthModule, CurrentUser, type Principal, RequirePermissions, RequireScopes, customPermission, verify } from '@collabsphere/auth';
import { TestAuth } from '@collabsphere/auth/testing';
import { Controller, Get, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';

@Controller()
class Notes {
  @Get('me') me(@CurrentUser() user: Principal) { return { id: user.userId }; }
  @Get('pins') @RequirePermissions(customPermission('can_pin')) pins() { return {}; }
  @Get('jobs') @RequireScopes('jobs.run') jobs() { return {}; }
}

@Module({
  imports: [AuthModule.forRoot({ issuer: 'https://auth.example.com', credentials: { clientId: 'notes', clientSecret: 's' } })],
  controllers: [Notes],
})
class App {}

// @ts-expect-error a typo in a flag does not compile
RequirePermissions('can_bann_users');

async function main() {
  const auth = new TestAuth();
  const module = await auth.override(Test.createTestingModule({ imports: [App] })).compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  await app.init();
  const get = async (url: string, token?: string) => {
    const answer = await app.inject({ url, headers: token ? { authorization: 'Bearer ' + token } : {} });
    return answer.statusCode === 200 ? answer.json() : answer.json().code;
  };
  console.log(JSON.stringify([
    await get('/me'),
    await get('/me', auth.token({ userId: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' })),
    await get('/pins', auth.token()),
    await get('/pins', auth.token({ permissions: [customPermission('can_pin')] })),
    await get('/jobs', auth.serviceToken(['jobs.run'])),
    await get('/jobs', auth.token()),
    typeof verify,
  ]));
  await app.close();
}
void main();
`;

describe('the packed library in an empty project', () => {
  let project: string;
  let manifest: Manifest;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'collabsphere-package-'));
    const pack = ['pack', '--workspace', '@collabsphere/auth', '--pack-destination', project, '--json'];
    const { stdout } = await run('npm', pack, { cwd: root, shell: process.platform === 'win32' });
    const packed = JSON.parse(stdout) as { filename: string }[] | Record<string, { filename: string }>;
    const [{ filename }] = Object.values(packed) as [{ filename: string }];
    const home = join(project, 'node_modules/@collabsphere/auth');
    await mkdir(home, { recursive: true });
    await run('tar', ['-xzf', join(project, filename), '-C', home, '--strip-components=1']);
    manifest = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
    // What it names, and what its user has beside it; nothing else can be found from there.
    const users = ['@nestjs/testing', '@nestjs/platform-fastify', '@types/node'];
    for (const name of [...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }), ...users])
      await link(name);
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  async function link(name: string): Promise<void> {
    const path = join(project, 'node_modules', name);
    await mkdir(dirname(path), { recursive: true });
    await symlink(join(root, 'node_modules', name), path, 'junction');
  }

  it('compiles against its types, and guards', async () => {
    const compilerOptions = {
      target: 'es2023',
      module: 'nodenext',
      strict: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      skipLibCheck: true,
      types: ['node'],
    };
    await writeFile(join(project, 'package.json'), '{"name":"notes","private":true}');
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['notes.ts'] }));
    await writeFile(join(project, 'notes.ts'), service);
    await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project]).catch(
      (error: { stdout: string }) => {
        throw new Error(error.stdout);
      },
    );
    const { stdout } = await run(process.execPath, [join(project, 'notes.js')], { cwd: project });
    expect(JSON.parse(stdout)).toEqual([
      'not_authenticated',
      { id: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' },
      'permission_denied',
      {},
      {},
      'insufficient_scope',
      'function',
    ]);
  }, 60_000);

  it('brings no database, nor anything of the service', async () => {
    const tree = await treeOf(manifest);
    expect([...tree].filter((name) => /typeorm|^pg$|^pg-|ioredis|bcrypt|nodemailer|fastify$/.test(name))).toEqual([]);
    expect(tree.has('@nestjs/core')).toBe(true);
  });
});

/** Names of all packages that these dependencies bring, their required peers among them. */
async function treeOf(manifest: Manifest): Promise<Set<string>> {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Manifest>;
  };
  const tree = new Set<string>();
  const add = ({ dependencies, peerDependencies }: Manifest) => {
    for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
      if (tree.has(name)) continue;
      tree.add(name);
      const found = packages[`node_modules/${name}`];
      if (found) add({ dependencies: found.dependencies });
    }
  };
  add(manifest);
  return tree;
}
