import { SignJWT } from 'jose';
import type { ToolGrant } from '@frontdesk/contracts';
import { hashToolArguments, signGrant, verifyGrant } from './grant.js';

const SECRET = 'a secret of the installation, long enough';
const GRANT: ToolGrant = {
  tenantId: 'default',
  userId: 'ada',
  threadId: 'thr_1',
  runId: 'run_1',
  epoch: 2,
  tool: 'save_fact',
  callId: 'call_1',
  argsHash: hashToolArguments('{"fact":"x"}'),
};

const forbidden = expect.objectContaining({ code: 'tool_forbidden' });

describe('tool grants', () => {
  it('carry exactly what was signed', async () => {
    await expect(verifyGrant(SECRET, await signGrant(SECRET, GRANT))).resolves.toEqual(GRANT);
  });

  it('are refused when signed with another secret', async () => {
    await expect(verifyGrant(SECRET, await signGrant(`${SECRET}!`, GRANT))).rejects.toEqual(forbidden);
  });

  it('are refused when a single character was altered, wherever it is', async () => {
    const token = await signGrant(SECRET, GRANT);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { grant: ToolGrant };
    claims.grant = { ...claims.grant, userId: 'eve' };
    const forged = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
    await expect(verifyGrant(SECRET, forged)).rejects.toEqual(forbidden);
    await expect(verifyGrant(SECRET, `${header}.${payload}.${signature.slice(0, -2)}AA`)).rejects.toEqual(forbidden);
    await expect(verifyGrant(SECRET, 'not a token')).rejects.toEqual(forbidden);
    await expect(verifyGrant(SECRET, '')).rejects.toEqual(forbidden);
  });

  it('are refused without a signature ("alg": "none")', async () => {
    const [, payload = ''] = (await signGrant(SECRET, GRANT)).split('.');
    const header = Buffer.from('{"alg":"none"}').toString('base64url');
    await expect(verifyGrant(SECRET, `${header}.${payload}.`)).rejects.toEqual(forbidden);
  });

  it('are refused, and say so, once their time is over', async () => {
    const token = await signGrant(SECRET, GRANT, -30);
    await expect(verifyGrant(SECRET, token)).rejects.toMatchObject({ code: 'tool_forbidden', message: expect.stringContaining('expired') });
  });

  it('are refused when the same installation signed the token with its plain secret for another purpose', async () => {
    const cookie = await new SignJWT({ grant: GRANT })
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience('frontdesk-tools')
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(new TextEncoder().encode(SECRET));
    await expect(verifyGrant(SECRET, cookie)).rejects.toEqual(forbidden);
  });

  it('hash the arguments byte by byte: another spelling of the same JSON is another call', () => {
    expect(hashToolArguments('{"fact":"x"}')).not.toBe(hashToolArguments('{ "fact":"x"}'));
    expect(hashToolArguments('ä')).toMatch(/^[0-9a-f]{64}$/);
  });
});
