import type { TestUser } from '../test-users';
import { claimsOf } from '../jwt';
import type { HttpClient } from '../http-client';
import type { WebPushService } from './web-push-service';

/** The session, which is the device, of a pair of tokens. */
export const deviceOf = ({ access }: TestUser): string => claimsOf(access).sid;

/** The browser of these tokens subscribes. @returns its endpoint */
export async function subscribe(http: HttpClient, service: WebPushService, person: TestUser): Promise<string> {
  const subscription = service.subscribe();
  const { status, body } = await http.put(
    `/api/devices/${deviceOf(person)}`,
    { push: { kind: 'webpush', subscription } },
    { token: person.access },
  );
  if (status !== 200) throw new Error(`registering answered ${status}: ${JSON.stringify(body)}`);
  return subscription.endpoint;
}
