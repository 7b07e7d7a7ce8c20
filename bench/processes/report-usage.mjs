// Preloaded (`--import`) into processes that are measured from outside: tells on descriptor 3 what the process has used when
// it ends. No TypeScript, since stripping types would cost the measured process time of its own.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeFileSync(3, JSON.stringify({ cpuUs: userCPUTime + systemCPUTime, maxRssMb: maxRSS / 1024 }));
  });
}
