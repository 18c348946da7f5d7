import { readFileSync, readdirSync } from 'node:fs';
import type { CdpSession } from './cdp.ts';
import { runningBrowsers } from './host.ts';
import { list, number, text } from './values.ts';

/** One process as `app.getAppMetrics` reports it. */
export interface ProcessMetric {
  readonly pid: number;
  readonly type: 'Browser' | 'Tab' | 'Utility' | 'Zygote' | 'GPU' | 'Unknown';
  readonly creationTime: number;
  readonly cpu: { readonly percentCPUUsage: number; readonly idleWakeupsPerSecond: number };
  readonly memory: { readonly workingSetSize: number; readonly peakWorkingSetSize: number };
}

const TYPES: Readonly<Record<string, ProcessMetric['type']>> = {
  renderer: 'Tab',
  utility: 'Utility',
  zygote: 'Zygote',
  'gpu-process': 'GPU',
};

/** @returns this process and every process of its browsers, from `/proc`; only this one elsewhere */
export function appMetrics(): ProcessMetric[] {
  const own: ProcessMetric = {
    pid: process.pid,
    type: 'Browser',
    creationTime: Date.now() - process.uptime() * 1000,
    cpu: { percentCPUUsage: 0, idleWakeupsPerSecond: 0 },
    memory: {
      workingSetSize: Math.round(process.memoryUsage.rss() / 1024),
      peakWorkingSetSize: process.resourceUsage().maxRSS,
    },
  };
  const roots = new Set(runningBrowsers().map((browser) => browser.pid));
  return [own, ...descendants(roots).flatMap((pid) => metricOf(pid))];
}

function descendants(roots: ReadonlySet<number>): number[] {
  let names: string[];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  // A browser leads a process group, and everything it starts stays in it.
  return names.map(Number).filter((pid) => roots.has(groupOf(pid)));
}

function groupOf(pid: number): number {
  const stat = read(`/proc/${String(pid)}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] ?? -1);
}

function metricOf(pid: number): ProcessMetric[] {
  const status = read(`/proc/${String(pid)}/status`);
  if (status === '') return [];
  const type = /--type=([a-z-]+)/.exec(read(`/proc/${String(pid)}/cmdline`))?.[1];
  const kilobytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return [
    {
      pid,
      type: type === undefined ? 'Browser' : (TYPES[type] ?? 'Unknown'),
      creationTime: 0,
      cpu: { percentCPUUsage: 0, idleWakeupsPerSecond: 0 },
      memory: { workingSetSize: kilobytes('VmRSS'), peakWorkingSetSize: kilobytes('VmHWM') },
    },
  ];
}

/**
 * DevTools does not say which process draws a page; the processor time that both report tells.
 * @returns a function that gives the renderer's process id, 0 until it is known
 */
export function rendererOf(session: CdpSession): () => number {
  let pid = 0;
  let asking = false;
  async function ask(): Promise<void> {
    if (asking) return;
    asking = true;
    try {
      await session.send('Performance.enable', {}, 2000);
      const metrics = list(await session.send('Performance.getMetrics', {}, 2000), 'metrics');
      const time = number(
        metrics.find((one) => text(one, 'name') === 'ProcessTime'),
        'value',
        -1,
      );
      const answer = await session.connection.root.send('SystemInfo.getProcessInfo', {}, 2000);
      const renderers = list(answer, 'processInfo').filter(
        (one) => text(one, 'type') === 'renderer',
      );
      const distance = (one: unknown): number => Math.abs(number(one, 'cpuTime') - time);
      const nearest = renderers.toSorted((a, b) => distance(a) - distance(b))[0];
      if (time >= 0 && nearest !== undefined) pid = number(nearest, 'id');
    } catch {
      // A page that can't answer keeps the process last found.
    } finally {
      asking = false;
    }
  }
  session.on('Page.loadEventFired', () => void ask());
  session.on('Page.frameNavigated', (params) => {
    if (text(params['frame'], 'parentId') === '') void ask();
  });
  return () => pid;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
