import { useEffect, useState } from 'react';

/**
 * An address for bytes that an image can show. Given back as soon as the bytes change or the screen
 * goes, so that no picture outlives its place.
 */
export function useBlobUrl(bytes: Uint8Array | null, mediaType: string): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (bytes === null) {
      setUrl(null);
      return undefined;
    }
    const made = URL.createObjectURL(new Blob([bytes.slice()], { type: mediaType }));
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
    };
  }, [bytes, mediaType]);
  return url;
}
