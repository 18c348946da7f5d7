import { html, page, type SiteRoutes } from '#scripts/demo-site/server.ts';

const START =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Hostile</title><h1>Hostile</h1><p>Some text that people can read.</p>';

/** Pages that try dialogues, windows, navigation and schemes (security.md §3, groups A to C). */
export const hostileWindowRoutes: SiteRoutes = {
  '/hostile/alert-loop': page(
    `${START}<script>addEventListener('load', () => setTimeout(() => { for (;;) alert('again'); }, 300))</script>`,
  ),
  '/hostile/confirm-loop': page(
    `${START}<script>setInterval(() => { confirm('sure?'); prompt('why?'); }, 20)</script>`,
  ),
  '/hostile/alert-frame': (_request, response, site) => {
    html(response, `${START}<iframe src="${site.otherOrigin}/hostile/alert-loop"></iframe>`);
  },
  '/hostile/beforeunload': page(
    `${START}<script>addEventListener('beforeunload', (e) => { e.preventDefault(); e.returnValue = 'stay'; })</script>`,
  ),
  '/hostile/print-loop': page(`${START}<script>setInterval(() => print(), 50)</script>`),
  '/hostile/print-frame': page(
    `${START}<iframe srcdoc="<script>setInterval(() => print(), 50)</script>"></iframe>`,
  ),
  '/hostile/file-chooser': page(
    `${START}<input id="f" type="file"><script>setInterval(() => { f.click(); window.showOpenFilePicker?.().catch(() => {}); }, 50)</script>`,
  ),
  '/hostile/popup-storm': page(
    `${START}<script>let n = 0; setInterval(() => open('/hostile/popup?' + n++), 50)</script>`,
  ),
  '/hostile/popup': page('<!doctype html><title>Pop-up</title>'),
  '/hostile/blank-form': page(
    `${START}<form target="_blank" action="/hostile/popup"></form><script>setInterval(() => document.forms[0].submit(), 100)</script>`,
  ),
  '/hostile/named-target': page(
    `${START}<script>setInterval(() => open('/hostile/popup', 'one'), 100)</script>`,
  ),
  '/hostile/window-open': page(
    `${START}<button id="b" style="width:300px;height:200px" onclick="open('/hostile/popup')">Open</button>`,
  ),
  '/hostile/top-navigation': (_request, response, site) => {
    html(response, `${START}<iframe src="${site.otherOrigin}/hostile/frame-buster"></iframe>`);
  },
  '/hostile/frame-buster': page('<!doctype html><script>top.location = "/hostile/popup"</script>'),
  '/hostile/meta-refresh': page(`<meta http-equiv="refresh" content="0">${START}`),
  '/hostile/schemes': page(
    `${START}${['file:///etc/hostname', 'chrome://gpu', 'devtools://devtools/bundled/inspector.html', 'view-source:http://127.0.0.1/', 'mailto:nobody@example.invalid', 'tel:0', 'app://countersign/index.html', 'ftp://127.0.0.1/', 'chrome-extension://abc/x.html', 'javascript:document.title=1', 'data:text/html,x', 'ms-settings:'].map((address, index) => `<p><a id="s${index}" href="${address}">${index}</a></p>`).join('')}
<script>let n = 0; setInterval(() => document.getElementById('s' + (n++ % 12)).click(), 50)</script>`,
  ),
  '/hostile/post-form': page(
    `${START}<form method="post" action="/hostile/posted"><input name="text" value="hello"><button>Send</button></form><script>setTimeout(() => document.forms[0].submit(), 200)</script>`,
  ),
  '/hostile/posted': page('<!doctype html><title>Posted</title><p>It was posted.</p>'),
  '/hostile/permissions': page(
    `${START}<pre id="out"></pre><script>
const tried = (name, promise) => Promise.resolve().then(promise).then(() => { out.textContent += name + ' granted\\n'; }, () => { out.textContent += name + ' refused\\n'; });
tried('camera', () => navigator.mediaDevices.getUserMedia({ video: true }));
tried('microphone', () => navigator.mediaDevices.getUserMedia({ audio: true }));
tried('screen', () => navigator.mediaDevices.getDisplayMedia());
tried('place', () => new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no)));
tried('notifications', () => Notification.requestPermission().then((answer) => { if (answer !== 'granted') throw answer; }));
tried('midi', () => navigator.requestMIDIAccess({ sysex: true }));
tried('usb', () => navigator.usb.requestDevice({ filters: [] }));
tried('serial', () => navigator.serial.requestPort());
tried('hid', () => navigator.hid.requestDevice({ filters: [] }));
tried('bluetooth', () => navigator.bluetooth.requestDevice({ acceptAllDevices: true }));
tried('clipboard', () => navigator.clipboard.readText());
tried('full-screen', () => document.documentElement.requestFullscreen());
tried('pointer', () => document.body.requestPointerLock());
tried('keyboard', () => navigator.keyboard.lock());
tried('wake', () => navigator.wakeLock.request());
tried('idle', () => IdleDetector.requestPermission().then((answer) => { if (answer !== 'granted') throw answer; }));
tried('fonts', () => queryLocalFonts());
tried('windows', () => getScreenDetails());
tried('files', () => showOpenFilePicker());
tried('persist', () => navigator.storage.persist().then((answer) => { if (!answer) throw answer; }));
</script>`,
  ),
};
