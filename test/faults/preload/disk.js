// Loaded before the function: its disk has room for ROOM_BYTES bytes, and then fails as a full one does.
const fs = require('node:fs');

let room = Number(process.env.ROOM_BYTES);

const full = (syscall) =>
  Object.assign(new Error(`ENOSPC: no space left on device, ${syscall}`), {
    errno: -28,
    code: 'ENOSPC',
    syscall,
  });

const limit = (name, bytesOf) => {
  const real = fs[name];
  fs[name] = (...args) => {
    const bytes = bytesOf(args[1]);
    if (bytes > room) {
      process.nextTick(args.at(-1), full(name));
      return;
    }
    room -= bytes;
    real(...args);
  };
};
limit('write', (buffer) => buffer.length);
limit('writev', (buffers) => buffers.reduce((sum, { length }) => sum + length, 0));

// Without a byte of room there is none for a folder either.
const { mkdtemp } = fs.promises;
fs.promises.mkdtemp = (...args) => (room === 0 ? Promise.reject(full('mkdtemp')) : mkdtemp(...args));
