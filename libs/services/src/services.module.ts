import { AuditModule } from '#audit';
import { Maintenance } from '#platform';
import { SessionsModule } from '#sessions';
import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientAuthentication } from './oauth/client-authentication';
import { Introspection } from './oauth/introspection.service';
import { MetadataController } from './oauth/metadata.controller';
import { OAuthController } from './oauth/oauth.controller';
import { Revocation } from './oauth/revocation.service';
import { ServiceSecret } from './secrets/service-secret.entity';
import { ServiceSecretsService } from './secrets/service-secrets.service';
import { ServiceChanges } from './service-changes';
import { Service } from './service.entity';
import { ServiceTokens } from './service-tokens';
import { ServicesController } from './services.controller';
import { ServicesService } from './services.service';

const HOUR_MS = 3_600_000;

@Module({
  imports: [TypeOrmModule.forFeature([Service, ServiceSecret]), SessionsModule, AuditModule],
  controllers: [ServicesController, OAuthController, MetadataController],
  providers: [
    ServicesService,
    ServiceSecretsService,
    ServiceChanges,
    ServiceTokens,
    ClientAuthentication,
    Introspection,
    Revocation,
  ],
  exports: [ServicesService, ServiceTokens],
})
export class ServicesModule implements OnModuleInit {
  constructor(
    private readonly maintenance: Maintenance,
    private readonly tokens: ServiceTokens,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'expired service tokens', intervalMs: HOUR_MS, run: () => this.tokens.purge() });
  }
}
