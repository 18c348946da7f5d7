import { BAND_CSS, bandsHtml } from '#scripts/demo-site/bands.ts';
import { html, type SiteRoutes } from '#scripts/demo-site/server.ts';

/** Path of a page that is nothing but coded bands. @param heightCss - a multiple of 100 */
export function rulerPath(heightCss: number, widthCss = 0): string {
  return `/ruler?height=${heightCss}&width=${widthCss}`;
}

/** Pages whose every 100-px band has a colour of its own, so that a repeat, a shift or a blank is provable. */
export const rulerRoutes: SiteRoutes = {
  '/ruler': (request, response) => {
    const query = new URL(request.url ?? '/', 'http://x').searchParams;
    const height = Number(query.get('height'));
    const width = Number(query.get('width'));
    const style = width > 0 ? `width:${width}px` : '';
    html(
      response,
      `<!doctype html><html lang="en"><title>Ruler ${height}</title><body style="margin:0;${style}">${bandsHtml(height / BAND_CSS)}`,
    );
  },
};
