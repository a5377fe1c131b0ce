import cluster from 'node:cluster';
import { BreachedPasswords, OwnerSetupService, OwnersService } from '#accounts';
import { NodeReporter } from '#administration';
import { Health, JobWorker, Maintenance, Problem, Settings, SettingsError } from '#platform';
import { PushMaintenance } from '#push';
import { RoleLookupService } from '#roles';
import { AuthorizationListener, LastActiveWriter, AcknowledgedRefreshGenerationsWriter } from '#sessions';
import { ActivityCountsWriter } from '#statistics';
import { LastSeenWriter } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** The services that run beside the requests of a serving process. The command line starts none of them. */
@Injectable()
export class BackgroundServices {
  constructor(
    private readonly follower: AuthorizationListener,
    private readonly worker: JobWorker,
    private readonly lastSeen: LastSeenWriter,
    private readonly lastActive: LastActiveWriter,
    private readonly acknowledgedGenerations: AcknowledgedRefreshGenerationsWriter,
    private readonly activityCounts: ActivityCountsWriter,
    private readonly nodeReporter: NodeReporter,
    private readonly push: PushMaintenance,
    private readonly breachedPasswords: BreachedPasswords,
    private readonly owners: OwnersService,
    private readonly ownerSetup: OwnerSetupService,
    private readonly roles: RoleLookupService,
    private readonly maintenance: Maintenance,
    private readonly settings: Settings,
    private readonly database: DataSource,
    private readonly health: Health,
  ) {}

  async start(): Promise<void> {
    this.health.register('database', async () => void (await this.database.query('SELECT 1')));
    await this.follower.start();
    this.roles.defaultRole();
    await this.push.start();
    await this.breachedPasswords.refresh();
    await this.bootstrapOwner();
    // The workers of a cluster have one log: one link is enough.
    if (!cluster.worker || cluster.worker.id === 1) await this.ownerSetup.announce();
    await this.worker.start();
    this.lastSeen.start();
    this.lastActive.start();
    this.acknowledgedGenerations.start();
    this.activityCounts.start();
    await this.nodeReporter.start();
    this.maintenance.start();
  }

  private async bootstrapOwner(): Promise<void> {
    const { BOOTSTRAP_ADMIN_EMAIL: email, BOOTSTRAP_ADMIN_PASSWORD: password } = this.settings;
    if (!email || !password) return;
    const owner = { email, password, username: 'owner', fullName: 'Owner' };
    await this.owners.create(owner, { onlyFirst: true }).catch((error: unknown) => {
      if (!(error instanceof Problem) || error.code !== 'validation_failed') throw error;
      throw new SettingsError(['BOOTSTRAP_ADMIN_PASSWORD: must not be on the list of breached passwords']);
    });
  }
}
