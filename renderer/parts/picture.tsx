import { useMemo, type ReactElement } from 'react';
import { useBlobUrl } from '../hooks/use-blob-url.ts';
import classes from './picture.module.css';

/** A picture from the vault, shown from memory only. */
export function Picture(props: {
  readonly png: Uint8Array;
  readonly alt: string;
  readonly scale?: number;
}): ReactElement | null {
  const url = useBlobUrl(props.png, 'image/png');
  if (url === null) return null;
  return <img className={classes.picture} src={url} alt={props.alt} draggable={false} />;
}

/** A drawing such as a QR code, shown as a picture so that nothing in it can run. */
export function Drawing(props: {
  readonly svg: string;
  readonly alt: string;
}): ReactElement | null {
  const url = useSvgUrl(props.svg);
  return url === null ? null : <img className={classes.drawing} src={url} alt={props.alt} />;
}

function useSvgUrl(svg: string): string | null {
  return useBlobUrl(useBytes(svg), 'image/svg+xml');
}

function useBytes(text: string): Uint8Array {
  return useMemo(() => new TextEncoder().encode(text), [text]);
}
