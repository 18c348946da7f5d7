import type { Digest } from '#src/core/digest.ts';

const DATE = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'Europe/London',
});
const DATE_TIME = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Europe/London',
  timeZoneName: 'short',
});

/** `Tuesday 17 November 2026`, as UK clocks had it. @param at - RFC 3339 UTC instant */
export function dateWords(at: string): string {
  return DATE.format(new Date(at)).replace(',', '');
}

/** `17 November 2026, 10:52:07 GMT`, as UK clocks had it. @param at - RFC 3339 UTC instant */
export function dateTimeWords(at: string): string {
  return DATE_TIME.format(new Date(at)).replace(' at ', ', ');
}

const NUMBER = new Intl.NumberFormat('en-GB');

/** `1 request`, `1,200 requests`. @param thing - in the singular, which takes an s */
export function counted(count: number, thing: string): string {
  return `${NUMBER.format(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/** A digest in groups of four, for reading aloud. */
export function digestGroups(digest: Digest): string {
  return (digest.slice('sha256:'.length).match(/.{4}/g) ?? []).join(' ');
}
