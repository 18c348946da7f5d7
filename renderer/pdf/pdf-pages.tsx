import { useEffect, useRef, useState, type ReactElement } from 'react';
import { FailureNotice } from '../parts/notice.tsx';
import { openPdf, type PdfDocument } from './pdf-document.ts';
import classes from './pdf-pages.module.css';

type Opened =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly document: PdfDocument }
  | { readonly kind: 'failed'; readonly at: string };

/** Every page of a document on paper, as it will print; its text stands there for screen readers. */
export function PdfPages({ pdf }: { readonly pdf: Uint8Array }): ReactElement {
  const opened = useOpened(pdf);
  if (opened.kind === 'failed') {
    return <FailureNotice code="PDF_MALFORMED" at={opened.at} />;
  }
  if (opened.kind === 'opening') {
    return (
      <p className={classes.working} role="status">
        The document is being drawn
      </p>
    );
  }
  const { document } = opened;
  return (
    <div className={classes.pages}>
      {document.sizes.map((_, index) => (
        <Page key={index} document={document} number={index + 1} />
      ))}
    </div>
  );
}

function useOpened(pdf: Uint8Array): Opened {
  const [opened, setOpened] = useState<Opened>({ kind: 'opening' });
  useEffect(() => {
    let wanted = true;
    let open: PdfDocument | null = null;
    openPdf(pdf).then(
      (document) => {
        if (!wanted) {
          document.close();
          return;
        }
        open = document;
        setOpened({ kind: 'open', document });
      },
      () => {
        if (wanted) setOpened({ kind: 'failed', at: new Date().toISOString() });
      },
    );
    return () => {
      wanted = false;
      open?.close();
    };
  }, [pdf]);
  return opened;
}

/** One page. It is drawn when it comes near the window and let go when it is far from it. */
function Page(props: { readonly document: PdfDocument; readonly number: number }): ReactElement {
  const { document, number } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const lines = useLines(document, number);
  const size = document.sizes[number - 1];
  useEffect(() => {
    const drawn = canvas.current;
    if (drawn === null) return undefined;
    let shown = false;
    const watch = new IntersectionObserver(
      (entries) => {
        const near = entries.some((entry) => entry.isIntersecting);
        if (near === shown) return;
        shown = near;
        if (!near) {
          drawn.width = 0;
          return;
        }
        const widthPx = Math.round(drawn.clientWidth * Math.max(window.devicePixelRatio, 1.5));
        // A page that goes away while it is drawn ends its drawing; there is nobody to tell.
        document.draw(number, drawn, widthPx).catch(() => undefined);
      },
      { root: drawn.closest('[role=region]'), rootMargin: '600px' },
    );
    watch.observe(drawn);
    return () => {
      watch.disconnect();
    };
  }, [document, number]);
  return (
    <figure className={classes.page}>
      <canvas
        ref={canvas}
        aria-hidden="true"
        data-page={number}
        style={size === undefined ? {} : { aspectRatio: `${size.width} / ${size.height}` }}
      />
      <div className="hidden">
        {lines.map((line, index) => (
          <p key={index}>{line}</p>
        ))}
      </div>
      <figcaption>
        Page {number} of {document.sizes.length}
      </figcaption>
    </figure>
  );
}

function useLines(document: PdfDocument, number: number): readonly string[] {
  const [lines, setLines] = useState<readonly string[]>([]);
  useEffect(() => {
    let wanted = true;
    document.linesOf(number).then(
      (found) => {
        if (wanted) setLines(found);
      },
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [document, number]);
  return lines;
}
