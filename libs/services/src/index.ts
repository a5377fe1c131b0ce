export { type Scope, scopes } from './scopes';
export { ServiceSecret } from './secrets/service-secret.entity';
export { Service } from './service.entity';
export { ServiceTokensService } from './service-tokens.service';
export { ServicesModule } from './services.module';
export { ServicesService } from './services.service';
export { NewService } from './services.dto';
export { serviceClientSettings } from './services.settings';
export { servicesMigrations } from './migrations';
