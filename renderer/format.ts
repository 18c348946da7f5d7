const zone = 'Europe/London';
const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const day = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const zoneName = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' });

/** Time of day in the United Kingdom, as 10:52:07. */
export function timeOf(instant: string): string {
  return clock.format(new Date(instant));
}

/** Time of day without seconds, as 10:52. */
export function shortTimeOf(instant: string): string {
  return timeOf(instant).slice(0, 5);
}

/** Whole date, as Tuesday 17 November 2026. */
export function dateOf(instant: string): string {
  return day.format(new Date(instant)).replace(',', '');
}

/** Date and time, as Tuesday 17 November 2026, 10:52:07. */
export function dateTimeOf(instant: string): string {
  return `${dateOf(instant)}, ${timeOf(instant)}`;
}

/** GMT or BST, whichever held then. */
export function zoneOf(instant: string): string {
  const part = zoneName.formatToParts(new Date(instant)).find((p) => p.type === 'timeZoneName');
  return part === undefined ? 'GMT' : part.value;
}

/** A digest's 64 digits in 16 groups of four, for reading aloud. */
export function digestGroups(digest: string): readonly string[] {
  return digest.replace(/^sha256:/, '').match(/.{1,4}/g) ?? [];
}

/** Size as a person says it: 980 B, 11.6 KB, 1.4 MB. */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} KB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}

/** A count with its noun: 1 visit, 14 visits. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}

/** The name one is called by: the first word. */
export function firstNameOf(name: string): string {
  return name.split(' ')[0] ?? name;
}

/**
 * Text from outside made safe to show: characters that steer the text or can't be seen are written
 * as their code point, so that an address can't pretend to be another.
 */
export function inertText(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (c) => `<U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
}

/** An address in three pieces, so that the site's name can stand out. */
export function addressParts(address: string): {
  readonly before: string;
  readonly site: string;
  readonly after: string;
} {
  const shown = inertText(address);
  const match = /^([a-z][a-z0-9+.-]*:\/\/)(?:([^/?#@]*)@)?([^/?#]+)(.*)$/isu.exec(shown);
  if (match === null) return { before: shown, site: '', after: '' };
  const user = match[2] === undefined ? '' : `${match[2]}@`;
  return { before: `${match[1] ?? ''}${user}`, site: match[3] ?? '', after: match[4] ?? '' };
}

/**
 * A local date and time field's value as an instant.
 * @returns null when the field is empty or holds no moment
 */
export function instantOf(localValue: string): string | null {
  const at = new Date(localValue);
  return localValue === '' || Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** An instant as the value of a local date and time field, to the minute. */
export function localValueOf(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
