import type { AgentInputItem, AgentOutputItem } from '@openai/agents';
import { callIdsOf, withUniqueCallIds } from './call-ids.js';
import { openCalls, portableHistory } from './portable-history.js';

const call = (callId: string, args = '{}') => ({
  type: 'function_call' as const,
  id: 'chatcmpl-1',
  callId,
  name: 'n',
  arguments: args,
  status: 'completed' as const,
});
const result = (callId: string): AgentInputItem => ({ type: 'function_call_result', callId, name: 'n', status: 'completed', output: 'x' });

describe('call ids', () => {
  const rekeyed = (output: AgentOutputItem[], taken: string[] = []) => {
    let fresh = 0;
    return withUniqueCallIds(output, new Set(taken), () => `new_${(fresh += 1)}`).flatMap((item) =>
      item.type === 'function_call' ? [item.callId] : [],
    );
  };

  it('that are unique stay as they are', () => expect(rekeyed([call('a'), call('b')], ['c'])).toEqual(['a', 'b']));
  it('that are empty are made up', () => expect(rekeyed([call(''), call('')])).toEqual(['new_1', 'new_2']));
  it('that repeat within an answer are replaced', () => expect(rekeyed([call('a'), call('a')])).toEqual(['a', 'new_1']));
  it('that the conversation has used are replaced', () => expect(rekeyed([call('a')], ['a'])).toEqual(['new_1']));
  it('are random by default', () => {
    const [one, two] = withUniqueCallIds([call(''), call('')], new Set()).map((item) => (item as { callId: string }).callId);
    expect(one).toMatch(/^call_[0-9a-f]{32}$/);
    expect(one).not.toBe(two);
  });
  it('are found in a history', () => expect(callIdsOf([call('a'), result('a')])).toEqual(new Set(['a'])));
  it('come with arguments, though none were sent', () =>
    expect(withUniqueCallIds([call('a', ' ')], new Set())[0]).toMatchObject({ arguments: '{}' }));
});

describe('a history that any server takes', () => {
  it('has no ids of earlier answers, and calls keep theirs', () => {
    const message: AgentInputItem = {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: 'x' }],
    };
    expect(JSON.stringify(portableHistory([message, call('a'), result('a')]))).not.toMatch(/"id"/);
    expect(portableHistory([call('a')])).toMatchObject([{ callId: 'a' }]);
  });

  it('keeps thoughts that carry their content and drops those that refer to a server', () => {
    const thought = (fields: object): AgentInputItem => ({ type: 'reasoning', id: 'rs', content: [], ...fields });
    const history = portableHistory([
      thought({}),
      thought({ providerData: { encryptedContent: 'abc' } }),
      thought({ rawContent: [{ type: 'reasoning_text', text: 'hm' }] }),
      thought({ rawContent: [] }),
    ]);
    expect(history).toHaveLength(2);
    expect(history[0]).toMatchObject({ id: 'rs' });
  });

  it('knows the calls that have no result', () => {
    expect(openCalls([call('a'), call('b'), result('a')]).map((item) => item.callId)).toEqual(['b']);
  });
});
