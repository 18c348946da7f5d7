import { utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { ArchiveWriter, type ArchiveCounts, type ArchiveExchange } from './archive-writer.ts';
import type { KnownSecrets } from './known-secrets.ts';
import { StoredZip } from './stored-zip.ts';
import { recordIdOf, safeAddress } from './warc-record.ts';
import { WarcFiles, type WarcFile } from './warc-files.ts';

/** What an archive says about itself. */
export interface ArchiveAbout {
  readonly captureId: string;
  /** Name and version of this program. */
  readonly software: string;
  readonly browser: string;
  /** RFC 3339 UTC. */
  readonly createdAt: string;
  readonly page: { readonly address: string; readonly title: string; readonly loadedAt: string };
}

interface Resource {
  readonly name: string;
  readonly path: string;
  readonly hash: string;
  readonly bytes: number;
}

const DESCRIPTION =
  'Made from what a browser received: bodies are as decoded by the browser, credentials are removed. Not a copy of the bytes of the wire.';

/**
 * An archive as the bytes of a WACZ, front to back: one exchange is asked for, written and let go before the next.
 * @see docs/spec/archive.md, section 2
 */
export class Wacz {
  readonly #about: ArchiveAbout;
  readonly #secrets: KnownSecrets;
  readonly #zip = new StoredZip();
  readonly #resources: Resource[] = [];
  readonly #writer: ArchiveWriter;
  readonly #files: WarcFiles;

  /** @param secrets - what is taken out of everything; it learns from the bodies */
  constructor(about: ArchiveAbout, secrets: KnownSecrets) {
    this.#about = about;
    this.#secrets = secrets;
    let files = 0;
    this.#files = new WarcFiles(infoOf(about), about.createdAt, () => {
      files += 1;
      return recordIdOf(`${about.captureId}/warcinfo`, files);
    });
    this.#writer = new ArchiveWriter(about.captureId, this.#files, secrets);
  }

  /** What has been written so far. */
  get counts(): ArchiveCounts {
    return this.#writer.counts;
  }

  /** The bytes; read them once, to the end. */
  async *bytes(exchanges: Iterable<ArchiveExchange>): AsyncGenerator<Uint8Array> {
    for (const exchange of exchanges) {
      await this.#writer.write(exchange);
      yield* this.#warc(this.#files.take('full'));
    }
    this.#writer.finish(this.#about.createdAt);
    yield* this.#warc(this.#files.take('any'));
    yield this.#file('pages/pages.jsonl', utf8(this.#pages()));
    yield this.#file('indexes/index.cdx', utf8(this.#files.index()));
    const datapackage = utf8(`${JSON.stringify(this.#package(), null, 2)}\n`);
    yield this.#zip.file('datapackage.json', datapackage);
    const digest = { path: 'datapackage.json', hash: digestOf(datapackage) };
    yield this.#zip.file('datapackage-digest.json', utf8(`${JSON.stringify(digest)}\n`));
    yield this.#zip.end();
  }

  *#warc(file: WarcFile | null): Generator<Uint8Array> {
    if (file !== null) yield this.#file(`archive/${file.name}`, file.bytes);
  }

  #file(path: string, bytes: Uint8Array): Uint8Array {
    const name = path.slice(path.lastIndexOf('/') + 1);
    this.#resources.push({ name, path, hash: digestOf(bytes), bytes: bytes.length });
    return this.#zip.file(path, bytes);
  }

  #pages(): string {
    const { url, title } = this.#page();
    const id = this.#about.captureId;
    const head = { format: 'json-pages-1.0', id: 'pages', title: 'Captured page' };
    const page = { id, url, ts: this.#about.page.loadedAt, title };
    return `${JSON.stringify(head)}\n${JSON.stringify(page)}\n`;
  }

  #package(): object {
    const { url, title } = this.#page();
    return {
      profile: 'data-package',
      wacz_version: '1.1.1',
      title,
      description: DESCRIPTION,
      created: this.#about.createdAt,
      software: this.#about.software,
      mainPageUrl: url,
      mainPageDate: this.#about.page.loadedAt,
      resources: this.#resources,
    };
  }

  #page(): { readonly url: string; readonly title: string } {
    const { address, title } = this.#about.page;
    return {
      url: safeAddress(this.#secrets.scrubText(address)),
      title: this.#secrets.scrubText(title),
    };
  }
}

function infoOf(about: ArchiveAbout): readonly (readonly [string, string])[] {
  return [
    ['software', about.software],
    ['http-header-user-agent', about.browser],
    ['format', 'WARC File Format 1.1'],
    [
      'conformsTo',
      'http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/',
    ],
    ['isPartOf', about.captureId],
    ['description', DESCRIPTION],
  ];
}
