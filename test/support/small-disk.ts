import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const run = (command: string, ...parameters: string[]) => spawnSync(command, parameters).status === 0;

/** A file system in memory that is soon full. Only root may mount one. */
export class SmallDisk {
  private readonly filler = 'filler';

  private constructor(readonly path: string) {}

  /** @param path a folder to mount it on; one of its own by default */
  static mount(megabytes: number, path = mkdtempSync(join(tmpdir(), 'collabsphere-disk-'))): SmallDisk | undefined {
    mkdirSync(path, { recursive: true });
    const options = `size=${megabytes}m,mode=0777`;
    return run('mount', '-t', 'tmpfs', '-o', options, 'collabsphere-test', path) ? new SmallDisk(path) : undefined;
  }

  /** Nothing can be written until `free`. */
  fill(): void {
    const { bavail, bsize } = statfsSync(this.path);
    writeFileSync(join(this.path, this.filler), Buffer.alloc(bavail * bsize));
  }

  free(): void {
    rmSync(join(this.path, this.filler), { force: true });
  }

  unmount(): void {
    run('umount', '-l', this.path);
    rmSync(this.path, { recursive: true, force: true });
  }
}
