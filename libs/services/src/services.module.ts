import { AuditModule } from '#audit';
import { Maintenance } from '#platform';
import { SessionsModule } from '#sessions';
import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientAuthentication } from './oauth/client-authentication';
import { IntrospectionService } from './oauth/introspection.service';
import { MetadataController } from './oauth/metadata.controller';
import { OAuthController } from './oauth/oauth.controller';
import { RevocationService } from './oauth/revocation.service';
import { ServiceSecret } from './secrets/service-secret.entity';
import { ServiceSecretsService } from './secrets/service-secrets.service';
import { ServiceChangeService } from './service-change.service';
import { Service } from './service.entity';
import { ServiceTokensService } from './service-tokens.service';
import { ServicesController } from './services.controller';
import { ServicesService } from './services.service';

const HOUR_MS = 3_600_000;

@Module({
  imports: [TypeOrmModule.forFeature([Service, ServiceSecret]), SessionsModule, AuditModule],
  controllers: [ServicesController, OAuthController, MetadataController],
  providers: [
    ServicesService,
    ServiceSecretsService,
    ServiceChangeService,
    ServiceTokensService,
    ClientAuthentication,
    IntrospectionService,
    RevocationService,
  ],
  exports: [ServicesService, ServiceTokensService],
})
export class ServicesModule implements OnModuleInit {
  constructor(
    private readonly maintenance: Maintenance,
    private readonly tokens: ServiceTokensService,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'expired service tokens', intervalMs: HOUR_MS, run: () => this.tokens.purge() });
  }
}
