import OpenAI, { type ClientOptions } from 'openai';
import { ApiKeyStore } from '@frontdesk/tenants';
import type { TestGateway } from './gateway.fixture.js';

/** A new API key of a tenant, which is made when it is not there. */
export async function apiKeyOf({ db }: TestGateway, tenantId: string): Promise<string> {
  await db.tenant.upsert({ where: { id: tenantId }, create: { id: tenantId, name: tenantId }, update: {} });
  return (await new ApiKeyStore(db).create(tenantId, 'test')).key;
}

/** The official SDK as a tenant's backend has it: `baseURL` and key changed, nothing else. */
export const officialClient = (gateway: TestGateway, apiKey: string, options: ClientOptions = {}): OpenAI =>
  new OpenAI({ apiKey, baseURL: `${gateway.url}/v1`, maxRetries: 0, ...options });

/** What a call of the SDK was refused with, as the SDK shows it. */
export async function refusal(call: PromiseLike<unknown>) {
  try {
    await call;
  } catch (cause) {
    if (cause instanceof OpenAI.APIError) {
      return { name: cause.constructor.name, status: cause.status, code: cause.code, param: cause.param, type: cause.type, message: cause.message, requestID: cause.requestID };
    }
    throw cause;
  }
  throw new Error('the call was not refused');
}
