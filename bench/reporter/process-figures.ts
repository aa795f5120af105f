import { readFileSync } from 'node:fs';

/** `getconf CLK_TCK`, which Linux keeps at 100 for programs whatever the kernel's own is. */
const TICKS_A_SECOND = 100;

/** What Linux knows of a running process. */
export interface ProcessFigures {
  /** The most memory it ever had, since it began to run its own program: `maxRSS` counts that of the program before it. */
  readonly peakBytes: number;
  /** Of all its threads, in user and kernel mode. */
  readonly processorMs: number;
}

/** @throws where there is no `/proc` */
export const figuresOf = (processId: number | null): ProcessFigures => {
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8'));
  // The name of the program, in brackets, may contain spaces: proc_pid_stat(5), fields 14 and 15.
  const [, afterName = ''] = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ');
  const [userTicks = Number.NaN, systemTicks = Number.NaN] = afterName.split(' ').slice(11, 13).map(Number);
  return {
    peakBytes: Number(peak?.[1]) * 1024,
    processorMs: ((userTicks + systemTicks) * 1000) / TICKS_A_SECOND,
  };
};
