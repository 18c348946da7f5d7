interface Layer {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly blank: boolean;
  readonly background: string;
  readonly data: string | null;
}

/** Runs in the visible window: draws the layers it is given, reports mouse, wheel and keys. Self-contained. */
export function previewPage(binding: string, title: string): void {
  const world = globalThis as unknown as Record<string, unknown>;
  const send = world[binding] as (payload: string) => void;
  const post = (message: object): void => {
    send(JSON.stringify(message));
  };
  document.title = title;
  document.documentElement.style.cssText = 'margin:0;overflow:hidden;background:#ffffff';
  document.body.style.cssText = 'margin:0';
  const canvas = document.createElement('canvas');
  canvas.style.display = 'block';
  document.body.replaceChildren(canvas);
  const context = canvas.getContext('2d');
  const pictures = new Map<number, ImageBitmap>();

  const resize = (): void => {
    canvas.width = innerWidth;
    canvas.height = innerHeight;
    post({ kind: 'resize', width: innerWidth, height: innerHeight });
  };
  world['drawLayers'] = async (layers: readonly Layer[]): Promise<void> => {
    for (const { id, data } of layers) {
      if (data === null) continue;
      const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
      pictures.get(id)?.close();
      pictures.set(id, await createImageBitmap(new Blob([bytes])));
    }
    if (context === null) return;
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const layer of layers) {
      const picture = layer.blank ? undefined : pictures.get(layer.id);
      context.fillStyle = layer.background;
      context.fillRect(layer.x, layer.y, layer.width, layer.height);
      if (picture !== undefined)
        context.drawImage(picture, layer.x, layer.y, layer.width, layer.height);
    }
    const ids = new Set(layers.map(({ id }) => id));
    // A closed page's picture is not kept; a hidden one's comes again.
    for (const id of [...pictures.keys()]) if (!ids.has(id)) pictures.delete(id);
  };

  const heldBy = (event: KeyboardEvent | MouseEvent): string[] =>
    [
      event.shiftKey && 'shift',
      event.ctrlKey && 'control',
      event.altKey && 'alt',
      event.metaKey && 'meta',
    ].filter((one) => one !== false);
  const bits = (event: MouseEvent): number =>
    (event.altKey ? 1 : 0) +
    (event.ctrlKey ? 2 : 0) +
    (event.metaKey ? 4 : 0) +
    (event.shiftKey ? 8 : 0);
  const mouse = (type: string, event: MouseEvent, more: object = {}): void => {
    const button = type === 'mouseMoved' ? (event.buttons === 1 ? 0 : -1) : event.button;
    post({
      kind: 'mouse',
      type,
      x: event.clientX,
      y: event.clientY,
      button,
      clickCount: event.detail,
      modifiers: bits(event),
      ...more,
    });
  };
  canvas.addEventListener('mousedown', (event) => {
    event.preventDefault();
    mouse('mousePressed', event);
  });
  canvas.addEventListener('mouseup', (event) => {
    mouse('mouseReleased', event);
  });
  canvas.addEventListener('mousemove', (event) => {
    mouse('mouseMoved', event);
  });
  canvas.addEventListener('contextmenu', (event) => {
    event.preventDefault();
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      mouse('mouseWheel', event, { deltaX: event.deltaX, deltaY: event.deltaY });
    },
    { passive: false },
  );
  const key =
    (down: boolean) =>
    (event: KeyboardEvent): void => {
      const isPaste = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'v';
      // The paste itself comes as an event of its own, with the text.
      if (!isPaste) {
        event.preventDefault();
        post({
          kind: 'key',
          down,
          key: event.key,
          code: event.code,
          held: heldBy(event),
          repeat: event.repeat,
        });
      }
    };
  addEventListener('keydown', key(true), true);
  addEventListener('keyup', key(false), true);
  addEventListener('paste', (event) => {
    post({ kind: 'paste', text: event.clipboardData?.getData('text/plain') ?? '' });
  });
  addEventListener('resize', resize);
  addEventListener('focus', () => {
    post({ kind: 'focus' });
  });
  addEventListener('blur', () => {
    post({ kind: 'blur' });
  });
  resize();
}
