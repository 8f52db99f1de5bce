// Loaded into every process that the scripts start (node --import). The IPC channel closes when the parent is gone, even
// when it was killed outright: then this process stops as on SIGTERM, and is gone for certain a little later.
const BOUND_MS = 15_000;

if (process.channel !== undefined && process.channel !== null) {
  process.channel.unref();
  process.on('disconnect', () => {
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), BOUND_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  });
}
