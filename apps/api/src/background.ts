import { OneTimeTokens, Owners } from '#accounts';
import { Health, JobWorker, Settings, FailedJobs } from '#platform';
import { PushUpkeep } from '#push';
import { RolesService } from '#roles';
import { ServiceTokens } from '#services';
import { AuthorizationFollower, LastActiveWriter, SeenGenerationsWriter, SessionsService } from '#sessions';
import { LastSeenWriter } from '#users';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';

const HOUR = 3_600_000;

/** What runs beside the requests of a serving process; the command line starts none of it. */
@Injectable()
export class Background implements OnApplicationShutdown {
  private readonly logger = new Logger('Background');
  private purging?: NodeJS.Timeout;

  constructor(
    private readonly follower: AuthorizationFollower,
    private readonly worker: JobWorker,
    private readonly lastSeen: LastSeenWriter,
    private readonly lastActive: LastActiveWriter,
    private readonly seenGenerations: SeenGenerationsWriter,
    private readonly push: PushUpkeep,
    private readonly owners: Owners,
    private readonly roles: RolesService,
    private readonly sessions: SessionsService,
    private readonly oneTimeTokens: OneTimeTokens,
    private readonly serviceTokens: ServiceTokens,
    private readonly stuckJobs: FailedJobs,
    private readonly settings: Settings,
    private readonly database: DataSource,
    private readonly health: Health,
  ) {}

  async start(): Promise<void> {
    this.health.register('database', async () => void (await this.database.query('SELECT 1')));
    await this.follower.start();
    this.roles.defaultRole();
    await this.push.start();
    await this.bootstrapOwner();
    await this.worker.start();
    this.lastSeen.start();
    this.lastActive.start();
    this.seenGenerations.start();
    this.purging = setInterval(() => void this.purge(), HOUR);
  }

  onApplicationShutdown(): void {
    clearInterval(this.purging);
  }

  private async bootstrapOwner(): Promise<void> {
    const { BOOTSTRAP_ADMIN_EMAIL: email, BOOTSTRAP_ADMIN_PASSWORD: password } = this.settings;
    if (!email || !password) return;
    await this.owners.create({ email, password, username: 'owner', fullName: 'Owner' }, { onlyFirst: true });
  }

  private async purge(): Promise<void> {
    try {
      await this.sessions.purge();
      await this.oneTimeTokens.purge();
      await this.serviceTokens.purge();
      await this.stuckJobs.purge();
      await this.push.purge();
    } catch (error) {
      this.logger.warn({ msg: 'could not purge what has expired; it will be tried again', err: error });
    }
  }
}
