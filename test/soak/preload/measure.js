// Loaded before the function: on SIGUSR2 appends to the file MEASURES what the process holds at that moment, after everything that
// nobody refers to has been collected; and what it should never see.
const { appendFileSync, readdirSync } = require('node:fs');
const { getHeapStatistics, setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const { MEASURES: file } = process.env;
const write = (line) => appendFileSync(file, `${JSON.stringify(line)}\n`);

let accidents = [];
process.on('unhandledRejection', (reason) => accidents.push(`unhandled rejection: ${reason}`));
process.on('warning', ({ name, message }) => accidents.push(`${name}: ${message}`));

const openFiles = () => {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return null; // Not Linux.
  }
};

process.on('SIGUSR2', async () => {
  // What a first collection frees may be what holds on to more.
  for (let times = 0; times < 3; times += 1) {
    collect();
    await new Promise((turn) => setTimeout(turn, 50));
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  write({
    heapBytes: heapUsed,
    externalBytes: external,
    reservedBytes: getHeapStatistics().total_physical_size,
    rssBytes: rss,
    resources: process.getActiveResourcesInfo(),
    openFiles: openFiles(),
    accidents,
  });
  accidents = [];
});
write({ pid: process.pid });
