import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = resolve(__dirname, '../..');

export interface Manifest {
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

/** An empty project of another team, with the library as it is packed. */
export class PackedProject {
  private constructor(
    readonly folder: string,
    readonly manifest: Manifest,
  ) {}

  /** @param packages what its team has installed beside the library and its dependencies; nothing else can be found */
  static async create(packages: (manifest: Manifest) => string[]): Promise<PackedProject> {
    const folder = await mkdtemp(join(tmpdir(), 'collabsphere-package-'));
    const pack = ['pack', '--workspace', '@collabsphere/auth', '--pack-destination', folder, '--json'];
    await run(process.execPath, ['tools/build-if-stale.mjs'], { cwd: root });
    const { stdout } = await run('npm', pack, { cwd: root, shell: process.platform === 'win32' });
    const packed = JSON.parse(stdout) as { filename: string }[] | Record<string, { filename: string }>;
    const [{ filename }] = Object.values(packed) as [{ filename: string }];
    const home = join(folder, 'node_modules/@collabsphere/auth');
    await mkdir(home, { recursive: true });
    await run('tar', ['-xzf', join(folder, filename), '-C', home, '--strip-components=1']);
    const manifest = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as Manifest;
    const project = new PackedProject(folder, manifest);
    for (const name of [...Object.keys(manifest.dependencies ?? {}), ...packages(manifest)]) await project.link(name);
    await project.write('package.json', '{"name":"notes","private":true}');
    return project;
  }

  async write(name: string, text: string): Promise<void> {
    await writeFile(join(this.folder, name), text);
  }

  /** @throws {Error} with what the compiler says */
  async compile(files: string[], options: object = {}): Promise<void> {
    const compilerOptions = { target: 'es2023', module: 'nodenext', strict: true, types: ['node'], ...options };
    await this.write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
    await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', this.folder]).catch(
      (error: { stdout: string }) => {
        throw new Error(error.stdout);
      },
    );
  }

  /** @returns what it has printed */
  async run(args: string[]): Promise<string> {
    return (await run(process.execPath, args, { cwd: this.folder })).stdout;
  }

  start(file: string, env: NodeJS.ProcessEnv): ChildProcess {
    const { PATH, HOME } = process.env;
    return spawn(process.execPath, [file], { cwd: this.folder, stdio: 'pipe', env: { PATH, HOME, ...env } });
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  private async link(name: string): Promise<void> {
    const path = join(this.folder, 'node_modules', name);
    await mkdir(dirname(path), { recursive: true });
    await symlink(join(root, 'node_modules', name), path, 'junction');
  }
}
