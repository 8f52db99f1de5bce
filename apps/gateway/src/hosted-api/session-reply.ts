import { DEFAULT_AGENT_ID, type SessionSettings } from '@frontdesk/contracts';
import type { SessionRecord } from '../sessions/session.store.js';

/** What the API shows of a session that was made for this installation's own page, where nobody fixed anything. */
const UNSETTLED: SessionSettings = {
  agent: DEFAULT_AGENT_ID,
  workflow: { id: DEFAULT_AGENT_ID, version: null, state_variables: null, tracing: { enabled: true } },
  rate_limits: { max_requests_per_1_minute: 10 },
  chatkit_configuration: {
    automatic_thread_titling: { enabled: true },
    file_upload: { enabled: false, max_file_size: 512, max_files: 10 },
    history: { enabled: true, recent_threads: null },
  },
};

/** `chatkit.session`, as official clients know it. */
export function sessionReply(session: SessionRecord) {
  const { workflow, rate_limits, chatkit_configuration } = session.settings ?? UNSETTLED;
  return {
    id: session.id,
    object: 'chatkit.session' as const,
    status: statusOf(session),
    client_secret: session.secret,
    expires_at: session.expiresAt.getTime() / 1000,
    user: session.userId,
    workflow,
    rate_limits,
    max_requests_per_1_minute: rate_limits.max_requests_per_1_minute,
    chatkit_configuration,
  };
}

function statusOf({ cancelledAt, expiresAt }: SessionRecord): 'active' | 'expired' | 'cancelled' {
  if (cancelledAt !== null) {
    return 'cancelled';
  }
  return expiresAt.getTime() <= Date.now() ? 'expired' : 'active';
}
