import { permissionFlags, type Permissions } from '#auth';
import { Out } from '#platform';
import { type Scope, scopes } from '../scopes';

const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';
const token = 'eyJhbGciOiJFUzI1NiIs…';

/** For clients that can't send HTTP Basic. */
class ClientFields {
  @Out({ required: false, description: 'Where no HTTP Basic is sent.', example: id }) client_id?: string;
  @Out({
    required: false,
    description: 'Goes with `client_id`.',
    example: 'wS6bJ0Xo1Vd5kq2TnN4rYQ8mZc7uEeHfG3pLiAtB9xk',
  })
  client_secret?: string;
}

export class TokenRequest extends ClientFields {
  @Out({ enum: ['client_credentials'], example: 'client_credentials' }) grant_type: string;
  @Out({
    required: false,
    description: 'Fewer than the client has, with a space between; without it all of them.',
    example: 'authorization.read',
  })
  scope?: string;
}

class TokenFields extends ClientFields {
  @Out({ example: token }) token: string;
  @Out({ required: false, description: 'Only a hint: all kinds are looked through.', example: 'access_token' })
  token_type_hint?: string;
}

export class IntrospectionRequest extends TokenFields {}
export class RevocationRequest extends TokenFields {}

/** @see RFC 6749 §5.1 */
export class TokenResponse {
  @Out({ example: token }) access_token: string;
  @Out({ type: String, example: 'Bearer' }) token_type: 'Bearer';
  @Out({ description: 'Seconds that the token lives.', example: 600 }) expires_in: number;
  @Out({ description: `Of ${scopes.join(', ')}; with a space between.`, example: 'authorization.read' }) scope: string;
}

/** @see RFC 7662 §2.2 */
export class IntrospectionResponse {
  @Out({ description: 'Whether it holds now. Where it does not, nothing else is said.', example: true })
  active: boolean;
  @Out({ required: false, description: 'Of a service’s token.', example: undefined }) scope?: string;
  @Out({
    required: false,
    description: '`collabsphere` for a user’s token, the service for its own.',
    example: 'collabsphere',
  })
  client_id?: string;
  @Out({ required: false, type: String, example: 'Bearer' }) token_type?: 'Bearer';
  @Out({ required: false, description: 'Seconds since 1970.', example: 1_795_426_800 }) exp?: number;
  @Out({ required: false, description: 'Seconds since 1970.', example: 1_795_426_200 }) iat?: number;
  @Out({ required: false, description: 'The user, or the service.', example: id }) sub?: string;
  @Out({ required: false, example: 'collabsphere' }) aud?: string;
  @Out({ required: false, example: 'https://auth.example.com' }) iss?: string;
  @Out({ required: false, example: id }) jti?: string;
  @Out({ required: false, description: 'The user’s session.', example: id }) sid?: string;
  @Out({
    required: false,
    type: [String],
    description: 'Ids of the roles that the user has now, whatever the token says.',
    example: ['0193543d-0000-7000-8000-000000000000'],
  })
  roles?: readonly string[];
  @Out({ required: false, description: 'As it is now.', example: true }) email_verified?: boolean;
  @Out({
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
  @Out({ example: 'https://auth.example.com' }) issuer: string;
  @Out({ example: 'https://auth.example.com/oauth/token' }) token_endpoint: string;
  @Out({ example: 'https://auth.example.com/oauth/introspect' }) introspection_endpoint: string;
  @Out({ example: 'https://auth.example.com/oauth/revoke' }) revocation_endpoint: string;
  @Out({ example: 'https://auth.example.com/.well-known/jwks.json' }) jwks_uri: string;
  @Out({ type: [String], example: ['client_credentials'] }) grant_types_supported: string[];
  @Out({ type: [String], description: 'There is no authorization endpoint.', example: [] })
  response_types_supported: string[];
  @Out({ enum: scopes, isArray: true, example: scopes }) scopes_supported: Scope[];
  @Out({ type: [String], example: ['client_secret_basic', 'client_secret_post'] })
  token_endpoint_auth_methods_supported: string[];
  @Out({ type: [String], example: ['client_secret_basic', 'client_secret_post'] })
  introspection_endpoint_auth_methods_supported: string[];
  @Out({
    type: [String],
    description: '`none`: client apps end the sessions whose tokens they hold, as `client_id=collabsphere`.',
    example: ['client_secret_basic', 'client_secret_post', 'none'],
  })
  revocation_endpoint_auth_methods_supported: string[];
  @Out({ example: 'https://auth.example.com/docs' }) service_documentation: string;
}
