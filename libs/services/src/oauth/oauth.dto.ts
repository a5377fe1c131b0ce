import {
  assuranceLevels,
  type AssuranceLevel,
  type AuthenticationMethod,
  permissionFlags,
  type Permissions,
} from '#auth';
import { ResponseField } from '#platform';
import { type Scope, scopes } from '../scopes';

const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';
const token = 'eyJhbGciOiJFUzI1NiIs…';

/** For clients that can't send HTTP Basic. */
class ClientFields {
  @ResponseField({ required: false, description: 'Where no HTTP Basic is sent.', example: id }) client_id?: string;
  @ResponseField({
    required: false,
    description: 'Goes with `client_id`.',
    example: 'wS6bJ0Xo1Vd5kq2TnN4rYQ8mZc7uEeHfG3pLiAtB9xk',
  })
  client_secret?: string;
}

export class TokenRequest extends ClientFields {
  @ResponseField({ enum: ['client_credentials'], example: 'client_credentials' }) grant_type: string;
  @ResponseField({
    required: false,
    description: 'Fewer than the client has, with a space between; without it all of them.',
    example: 'authorization.read',
  })
  scope?: string;
}

class TokenFields extends ClientFields {
  @ResponseField({ example: token }) token: string;
  @ResponseField({
    required: false,
    description: 'Only a hint: all kinds are looked through.',
    example: 'access_token',
  })
  token_type_hint?: string;
}

export class IntrospectionRequest extends TokenFields {}
export class RevocationRequest extends TokenFields {}

/** @see RFC 6749 §5.1 */
export class TokenResponse {
  @ResponseField({ example: token }) access_token: string;
  @ResponseField({ type: String, example: 'Bearer' }) token_type: 'Bearer';
  @ResponseField({ description: 'Seconds that the token lives.', example: 600 }) expires_in: number;
  @ResponseField({ description: `Of ${scopes.join(', ')}; with a space between.`, example: 'authorization.read' })
  scope: string;
}

/** @see RFC 7662 §2.2 */
export class IntrospectionResponse {
  @ResponseField({ description: 'Whether it holds now. Where it does not, nothing else is said.', example: true })
  active: boolean;
  @ResponseField({ required: false, description: 'Of a service’s token.', example: undefined }) scope?: string;
  @ResponseField({
    required: false,
    description: '`collabsphere` for a user’s token, the service for its own.',
    example: 'collabsphere',
  })
  client_id?: string;
  @ResponseField({ required: false, type: String, example: 'Bearer' }) token_type?: 'Bearer';
  @ResponseField({ required: false, description: 'Seconds since 1970.', example: 1_795_426_800 }) exp?: number;
  @ResponseField({ required: false, description: 'Seconds since 1970.', example: 1_795_426_200 }) iat?: number;
  @ResponseField({ required: false, description: 'The user, or the service.', example: id }) sub?: string;
  @ResponseField({ required: false, example: 'collabsphere' }) aud?: string;
  @ResponseField({ required: false, example: 'https://auth.example.com' }) iss?: string;
  @ResponseField({ required: false, example: id }) jti?: string;
  @ResponseField({ required: false, description: 'The user’s session.', example: id }) sid?: string;
  @ResponseField({
    required: false,
    type: [String],
    description: 'Ids of the roles that the user has now, whatever the token says.',
    example: ['0193543d-0000-7000-8000-000000000000'],
  })
  roles?: readonly string[];
  @ResponseField({ required: false, description: 'As it is now.', example: true }) email_verified?: boolean;
  @ResponseField({
    required: false,
    description: 'When the user has last authenticated; seconds since 1970.',
    example: 1_795_426_200,
  })
  auth_time?: number;
  @ResponseField({ required: false, type: [String], description: 'How (RFC 8176).', example: ['pwd', 'otp', 'mfa'] })
  amr?: readonly AuthenticationMethod[];
  @ResponseField({
    required: false,
    enum: assuranceLevels,
    type: String,
    description: '`aal2`: with two factors.',
    example: 'aal2',
  })
  acr?: AssuranceLevel;
  @ResponseField({
    selfRequired: false,
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'boolean' }, { type: 'number' }, { type: 'string' }] },
    description: 'The flags, and every custom permission, as they hold for the user now.',
    example: Object.fromEntries(permissionFlags.map((flag) => [flag, false])),
  })
  permissions?: Permissions;
}

/** @see RFC 8414 §2 */
export class AuthorizationServerMetadata {
  @ResponseField({ example: 'https://auth.example.com' }) issuer: string;
  @ResponseField({ example: 'https://auth.example.com/oauth/token' }) token_endpoint: string;
  @ResponseField({ example: 'https://auth.example.com/oauth/introspect' }) introspection_endpoint: string;
  @ResponseField({ example: 'https://auth.example.com/oauth/revoke' }) revocation_endpoint: string;
  @ResponseField({ example: 'https://auth.example.com/.well-known/jwks.json' }) jwks_uri: string;
  @ResponseField({ type: [String], example: ['client_credentials'] }) grant_types_supported: string[];
  @ResponseField({ type: [String], description: 'There is no authorization endpoint.', example: [] })
  response_types_supported: string[];
  @ResponseField({ enum: scopes, isArray: true, example: scopes }) scopes_supported: Scope[];
  @ResponseField({ type: [String], example: ['client_secret_basic', 'client_secret_post'] })
  token_endpoint_auth_methods_supported: string[];
  @ResponseField({ type: [String], example: ['client_secret_basic', 'client_secret_post'] })
  introspection_endpoint_auth_methods_supported: string[];
  @ResponseField({
    type: [String],
    description: '`none`: client apps end the sessions whose tokens they hold, as `client_id=collabsphere`.',
    example: ['client_secret_basic', 'client_secret_post', 'none'],
  })
  revocation_endpoint_auth_methods_supported: string[];
  @ResponseField({
    enum: assuranceLevels,
    isArray: true,
    description: 'RFC 9470: `aal2` is with two factors.',
    example: assuranceLevels,
  })
  acr_values_supported: AssuranceLevel[];
  @ResponseField({ example: 'https://auth.example.com/docs' }) service_documentation: string;
}
