import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Manifest, PackedProject } from '../support/packed-project';

const root = resolve(__dirname, '../..');

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
  let project: PackedProject;

  beforeAll(async () => {
    const users = ['@nestjs/testing', '@nestjs/platform-fastify', '@types/node'];
    project = await PackedProject.create(({ peerDependencies }) => [...Object.keys(peerDependencies!), ...users]);
  });
  afterAll(() => project.remove());

  it('compiles against its types, and guards', async () => {
    await project.write('notes.ts', service);
    await project.compile(['notes.ts'], {
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      skipLibCheck: true,
    });
    const stdout = await project.run(['notes.js']);
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

  it('brings two small packages, and no framework that its user has not', async () => {
    expect(await treeOf(project.manifest)).toEqual(new Set(['eventsource-parser', 'lru-cache']));
    const { peerDependencies, peerDependenciesMeta } = project.manifest;
    const optional = Object.keys(peerDependencies!).filter((name) => peerDependenciesMeta![name]?.optional);
    expect(optional).toEqual(Object.keys(peerDependencies!));
  });
});

/** Names of all packages that these dependencies bring. Peers are optional, so npm does not install them. */
async function treeOf(manifest: Manifest): Promise<Set<string>> {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Manifest>;
  };
  const tree = new Set<string>();
  const add = ({ dependencies = {} }: Manifest) => {
    for (const name of Object.keys(dependencies)) {
      if (tree.has(name)) continue;
      tree.add(name);
      add(packages[`node_modules/${name}`]!);
    }
  };
  add(manifest);
  return tree;
}
