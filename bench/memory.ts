import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const SAMPLE_MS = 100;

/** Forget this process's peak, so that {@link ownPeak} tells that of what follows (Linux alone). */
export function forgetOwnPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Elsewhere the peak is that of the whole process so far, which is no less.
  }
}

/** Most memory this process had resident, bytes. */
export function ownPeak(): number {
  return peakOf(process.pid) ?? process.resourceUsage().maxRSS * 1024;
}

/** Most memory a running process had resident since it began, bytes; null where the system does not say. */
export function peakOf(pid: number): number | null {
  return kilobytes(`/proc/${pid}/status`, 'VmHWM');
}

/**
 * Watch what whole groups of processes take, ten times a second; pages that processes share count once (PSS).
 * @param groups - leaders of process groups, asked again each time
 * @returns a function that ends the watch and returns the peak of their sum in bytes; null where the system does not say
 */
export function watchGroups(groups: () => readonly number[]): () => number | null {
  let peak = 0;
  const sample = (): void => {
    const leaders = new Set(groups());
    const sum = processIds()
      .filter((pid) => leaders.has(groupOf(pid)))
      .reduce((bytes, pid) => bytes + sizeOf(pid), 0);
    peak = Math.max(peak, sum);
  };
  const timer = setInterval(sample, SAMPLE_MS);
  return () => {
    sample();
    clearInterval(timer);
    return peak === 0 ? null : peak;
  };
}

function processIds(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/u.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function groupOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] ?? -1);
}

function sizeOf(pid: number): number {
  return (
    kilobytes(`/proc/${pid}/smaps_rollup`, 'Pss') ?? kilobytes(`/proc/${pid}/status`, 'VmRSS') ?? 0
  );
}

function kilobytes(file: string, name: string): number | null {
  const found = new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(read(file))?.[1];
  return found === undefined ? null : Number(found) * 1024;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process has ended meanwhile.
    return '';
  }
}
