// The demo model as a process of the benchmarks: each token of an answer is the time at which it was written, in ms since 1970.
// A client on the same machine can tell from it how long every single token was on its way.
import { startDemoModel } from '@frontdesk/demo-model';

process.title = 'frontdesk-demo-model';
const { url } = await startDemoModel({
  port: Number(process.env['PORT']),
  tokensPerSecond: Number(process.env['TOKENS_PER_SECOND']),
  keepRequests: 0,
  asWritten: () => `${(performance.timeOrigin + performance.now()).toFixed(1)} `,
});
process.stdout.write(`listening ${url}\n`);
process.on('SIGTERM', () => process.exit(0));
