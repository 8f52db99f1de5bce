import { DEFAULT_RUN_CONTEXT } from '@frontdesk/contracts';
import { chatkitGuideAgent } from '../agents/chatkit-guide.agent.js';
import { chooseInference } from './inference-choice.js';

const services = { agent: chatkitGuideAgent, config: { OPENAI_MODEL: 'usual' } };
const choose = (wishes: Partial<typeof DEFAULT_RUN_CONTEXT>, tools: string[] = ['get_weather'], resumed = false) =>
  chooseInference(services, { ...DEFAULT_RUN_CONTEXT, ...wishes }, tools, resumed);

it('is the default agent with the installation\'s model where nobody chose', () => {
  expect(choose({})).toEqual({ agent: chatkitGuideAgent, version: '1', model: 'usual', tool: null });
});

it('is what the run\'s terms say', () => {
  expect(choose({ agent: 'chatkit-guide', version: '1', model: 'other', tool: 'get_weather' })).toEqual({
    agent: chatkitGuideAgent,
    version: '1',
    model: 'other',
    tool: 'get_weather',
  });
});

it('forces no tool that is not there, and none a second time', () => {
  expect(choose({ tool: 'gone' }).tool).toBeNull();
  expect(choose({ tool: 'get_weather' }, ['get_weather'], true).tool).toBeNull();
});

it('answers with the default where the agent or its version is gone', () => {
  expect(choose({ agent: 'gone', version: '7' })).toMatchObject({ agent: chatkitGuideAgent, version: '1' });
});
