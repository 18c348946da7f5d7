import { exceptionLines } from './exception-words.ts';
import type { CaptureAccount, HowCapturedInput } from './how-captured-input.ts';
import { html, type SafeHtml } from './html.ts';
import { markLines, page, topLine } from './page.ts';
import { counted, dateTimeWords, dateWords, digestGroups } from './words.ts';

const STYLE = `
.account { break-after: page; font-size: 9pt; line-height: 1.3; }
.account:last-child { break-after: auto; }
.account h2 { margin: 2.6mm 0 0.6mm; font-size: 10pt; }
.account p { margin: 0 0 0.8mm; }
.account li { margin: 0 0 0.4mm; }
.account ul { margin: 0; padding-left: 5mm; }
.account .address { font-size: 8.5pt; overflow-wrap: anywhere; }
.account.long { font-size: 8pt; line-height: 1.2; }
.account.long h2 { margin: 1.5mm 0 0.3mm; }
.account.long .address { font-size: 7.8pt; }
`;

/** Longest address or title printed here; the record has the whole of it. */
const MAX_CHARACTERS = 120;
/** Most missing parts, and most doubtful points, printed here. */
const MAX_POINTS = 2;
const NUMBER = new Intl.NumberFormat('en-GB');

/**
 * "How this was captured": one page in plain words for each exhibit, for readers who are not experts. It
 * claims nothing that the capture record or the ledger doesn't hold.
 * @see docs/spec/capture.md
 */
export function howCapturedHtml(input: HowCapturedInput): string {
  const accounts = input.captures.map((capture) => account(input, capture));
  return page(`How this was captured, ${input.reference}`, STYLE, html`${accounts}`);
}

function account(input: HowCapturedInput, capture: CaptureAccount): SafeHtml {
  const { exhibitRef } = capture;
  // With two pictures, two requests or a time server there is more to say; it stays one page.
  const isLong =
    capture.others.withoutOverlays !== null ||
    capture.secondRequest !== null ||
    capture.clock.timeServers.length > 0;
  return html`<section class="account${isLong ? ' long' : ''}">${topLine(input)}${markLines(input)}
<h1>How ${exhibitRef} was captured</h1>
${whatItIs(capture)}
<h2>How the page was reached</h2>
${howReached(capture)}
<h2>What was recorded</h2>
${whatWasRecorded(capture)}
<h2>What was added to the page</h2>
${whatWasAdded(capture)}
<h2>How far the time can be relied on</h2>
<p>${timeWords(capture)}</p>
<h2>What is missing or doubtful</h2>
${doubtful(capture)}
<h2>What this does not show</h2>
<p>It does not show who wrote what stands on the page, nor that the site showed others the same. The addresses of servers and their certificates are what this computer’s network told it.</p>
<h2>How to check it</h2>
<p>The capture record lists the SHA-256 of every picture and text; its own SHA-256 is below and in the ledger, signed when the capture was kept. The file <span class="address">README.txt</span> of the pack says how to check all of it without Countersign.</p>
<p class="address">${digestGroups(capture.digest)}</p>
</section>`;
}

function whatItIs(capture: CaptureAccount): SafeHtml {
  const { first, second, computer, software, state } = capture;
  const whole =
    state === 'complete'
      ? 'Every step of the capture was done and nothing was found doubtful.'
      : `It is ${state}: what is missing or was doubtful stands below.`;
  return html`<p>A record of one web page as it stood on ${dateWords(capture.startedAt)}, from ${dateTimeWords(capture.startedAt)} to ${dateTimeWords(capture.endedAt)}. <span dir="auto">${first.name}</span> (${first.position}) and <span dir="auto">${second.name}</span> (${second.position}) sat at the computer “${computer.name}”, ${computer.location}, asset ${computer.assetNo}, and each agreed to it with a code of their own. It was made by ${software}. ${whole}</p>`;
}

function howReached(capture: CaptureAccount): SafeHtml {
  const { requestedAddress, address, title, status, redirects, serverAddress, tls, way } = capture;
  const answer =
    status === null
      ? 'The site’s answer has no status.'
      : `The site answered ${statusWords(status)}.`;
  const secured =
    tls === null
      ? 'The connection is not known to have been encrypted.'
      : `The connection was encrypted${tls.protocol === null ? '' : ` (${tls.protocol})`}; ${certificateWords(tls)}`;
  return html`<p>Asked for: <span class="address">${short(requestedAddress)}</span></p>
<p>Answered${redirects === 0 ? '' : ` after ${counted(redirects, 'redirect')}`}: <span class="address">${short(address)}</span>${serverAddress === null ? '' : html`, by ${way.serverIsProxy === true ? 'way of' : 'the server at'} ${serverAddress}`}. ${wayWords(way)}</p>
<p>Its title: <span dir="auto">${title === '' ? 'none' : short(title)}</span>. ${answer} ${secured} ${short(capture.egress)}.</p>`;
}

function wayWords({ kind, proxy, serverIsProxy }: CaptureAccount['way']): SafeHtml {
  if (kind === 'direct') return html`This computer’s settings name no proxy for it.`;
  if (kind === 'unknown') return html`Whether a proxy lay between is not known.`;
  const through = html`the school’s proxy at ${short(proxy ?? 'an unknown address')}`;
  if (serverIsProxy === false)
    return html`The settings name ${through} for it, but the answer came from another address.`;
  return serverIsProxy === true
    ? html`The page came through ${through}; the addresses recorded are the proxy’s, and where the site’s name led for it could not be seen.`
    : html`It was asked for through ${through}; where the site’s name led for it could not be seen.`;
}

function certificateWords(tls: NonNullable<CaptureAccount['tls']>): string {
  if (!tls.filtered) return `the site’s certificate was issued by ${tls.issuer}.`;
  return `but not all the way: the certificate was issued by ${tls.issuer}, which only this computer trusts, such as a filter that opens connections. It is not the site’s own, and the site’s own chain was not seen.`;
}

function statusWords(status: number): string {
  if (status === 200) return '200, which means: here it is';
  if (status === 404) return '404, which means: not found';
  return String(status);
}

function whatWasRecorded(capture: CaptureAccount): SafeHtml {
  const { requests } = capture;
  const text =
    capture.textCharacters === null
      ? 'Its text could not be read.'
      : `Its text was read too: ${counted(capture.textCharacters, 'character')}.`;
  const second = requests.witnessed
    ? 'A second list, kept by another part of the browser, was compared with it.'
    : 'There was no second list to compare it with.';
  const missed =
    requests.missed === 0
      ? 'Every request that is known of has a record.'
      : `${counted(requests.missed, 'request')} known of has no record of its own; each is listed.`;
  return html`<ul>
<li>${pictureWords(capture)}</li>
${othersWords(capture)}${secondPictureWords(capture)}<li>${capture.picturesLoaded ? 'The site’s pictures were loaded and shown plain, as both had agreed.' : 'The site’s pictures were not loaded: both chose to see the page without them.'} ${text}</li>
${capture.secondRequest === null ? '' : html`<li>As both had agreed, the site was asked for the page once more, in a fresh session: ${capture.secondRequest}.</li>\n`}<li>${counted(requests.recorded, 'request')} that the page sent, with the answers’ facts and digests. ${second} ${missed} Cookies, passwords and log-in tokens are not kept.</li>
${exceptionLines(capture)}
</ul>`;
}

function pictureWords({ picture }: CaptureAccount): string {
  if (picture === null) return 'No picture of the page could be made.';
  const { widthPx, heightPx, devicePixelRatio, tiles, overlaps } = picture;
  const fit =
    overlaps.different === 0
      ? `they overlap, and where they do they are alike in all ${counted(overlaps.compared, 'place')}`
      : `where they overlap, ${counted(overlaps.different, 'place')} of ${number(overlaps.compared)} differ`;
  const pieces = tiles === 1 ? 'in one piece' : `in ${number(tiles)} pieces; ${fit}`;
  return `First what was in view, before the page could notice anything. Then the page was scrolled from top to bottom, so that parts which load late were loaded, and pictured: ${number(widthPx)} × ${number(heightPx)} px (${devicePixelRatio} for each of the page’s own), ${pieces}.`;
}

function othersWords({ others }: CaptureAccount): SafeHtml | string {
  const { samples, inner, innerNotWhole, passingLines } = others;
  const said = [
    ...(samples > 0
      ? [`${counted(samples, 'place')} drawn by lot looked at again and compared`]
      : []),
    ...(inner > 0
      ? [
          `${counted(inner, 'part')} that scroll${inner === 1 ? 's' : ''} inside the page pictured apart`,
        ]
      : []),
    ...(innerNotWhole > 0
      ? [`${counted(innerNotWhole, 'such part')} not pictured to the end`]
      : []),
    ...(passingLines > 0
      ? [`${counted(passingLines, 'line')} of text that came and went while scrolling kept as text`]
      : []),
  ];
  return said.length === 0 ? '' : html`<li>Besides: ${said.join('; ')}.</li>\n`;
}

function secondPictureWords({ others }: CaptureAccount): SafeHtml | string {
  if (others.withoutOverlays === null) return '';
  const pieces = counted(others.withoutOverlays.tiles, 'piece');
  return html`<li>A second picture (${pieces}) of a state that Countersign made: after everything else was recorded, and as both had agreed, a script of ours hid what lay over the page. The picture of the page as it stood is the first.</li>\n`;
}

function whatWasAdded({ shims, others }: CaptureAccount): SafeHtml {
  if (shims.length === 0)
    return html`<p>Nothing. Countersign read the page from outside its scripts.</p>`;
  const hides = others.withoutOverlays !== null;
  const each = shims.map(({ name, purpose }) => `${name} (${purpose})`).join('; ');
  return html`<p>Nothing that changes what it says${hides ? ' in the picture of the page as it stood' : ''}. Declared in the capture record: ${each}.</p>`;
}

function timeWords({ clock }: CaptureAccount): string {
  const { timeZone, offsetMs, servers, steppedMs, timeServers } = clock;
  const claim = `Times are this computer’s own (time zone ${timeZone}).`;
  const compared =
    offsetMs === null
      ? 'No server said what time it had.'
      : `${counted(servers, 'server')} said what time it was: they and this computer differed by about ${seconds(offsetMs)}. Such a time is given in whole seconds and is the server’s claim.`;
  const moved =
    steppedMs === 0
      ? 'The clock was not set while the capture ran.'
      : `The clock was moved by ${seconds(steppedMs)} while the capture ran.`;
  const told =
    timeServers.length === 0
      ? ''
      : ` ${timeServers.map(short).join('. ')}. Whoever controls the network could forge that: it is one witness beside the servers.`;
  return `${claim} ${compared}${told} ${moved}`;
}

function doubtful({ missing, doubts }: CaptureAccount): SafeHtml {
  if (missing.length === 0 && doubts.length === 0) return html`<p>Nothing was found.</p>`;
  const points = [
    ...missing.slice(0, MAX_POINTS).map((text) => html`<li>Missing: ${short(text)}</li>`),
    ...doubts
      .slice(0, MAX_POINTS)
      .map(
        ({ question, fact, answer }) =>
          html`<li>${question} <i>${short(fact)}</i> Both reviewers: <span dir="auto">“${short(answer)}”</span></li>`,
      ),
  ];
  const more = missing.length + doubts.length - points.length;
  return html`<ul>${points}${more > 0 ? html`<li>and ${number(more)} more in the capture record and the ledger.</li>` : ''}</ul>`;
}

function number(value: number): string {
  return NUMBER.format(value);
}

function seconds(ms: number): string {
  return `${NUMBER.format(Math.abs(Math.round(ms / 100) / 10))} s`;
}

function short(text: string): string {
  return text.length <= MAX_CHARACTERS
    ? text
    : `${text.slice(0, MAX_CHARACTERS)}… (${number(text.length)} characters in the record)`;
}
