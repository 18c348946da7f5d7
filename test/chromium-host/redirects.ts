/** Status codes that send the browser elsewhere. */
export const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** @returns where the response sends the browser, or null when it does not */
export function redirectTarget(
  url: string,
  statusCode: number,
  headers: Readonly<Record<string, readonly string[]>>,
): string | null {
  if (!REDIRECTS.has(statusCode)) return null;
  const entry = Object.entries(headers).find(([name]) => name.toLowerCase() === 'location');
  const location = entry?.[1][0];
  return location !== undefined && URL.canParse(location, url) ? new URL(location, url).href : null;
}
