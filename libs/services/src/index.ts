export { type Scope, scopes } from './scopes';
export { ServiceSecret } from './secrets/service-secret.entity';
export { Service } from './service.entity';
export { ServiceTokens } from './service-tokens';
export { ServicesModule } from './services.module';
export { ServicesService } from './services.service';
export { NewService } from './services.dto';
export { serviceClientSettings } from './services.settings';
export { servicesMigrations } from './migrations';
