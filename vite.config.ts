import { availableParallelism } from 'node:os'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, type HtmlTagDescriptor, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

/** The build, the dev server and the unit tests' runner, in one place. */

/** The oldest browsers that Tideline is built for, all of them evergreen. */
const BROWSERS = ['chrome120', 'firefox128', 'safari17']

/** Where the API listens while `npm run dev` serves the app; `tests/dev.ts` chooses the port. */
const API = process.env['TIDELINE_API'] ?? 'http://127.0.0.1:8787'

/** What is there before the app, and what the later parts share with it. */
const isFirst = isOneOf([
  'app/first.ts',
  'app/early-taps.ts',
  'app/next-task.ts',
  'journal/kind.ts',
])
/** The phone, and what of the first screen cannot be drawn without it. */
const isPhone = isOneOf([
  'device/phone.ts',
  'device/probe.ts',
  'device/moments/ready.ts',
  'device/moments/add-entry.ts',
  'app/now/below.tsx',
])

/** Tests in which a module is replaced by one with a planted bug: such a file has its modules to itself. */
const PLANTED = [
  'tests/hostile/**/*.test.ts',
  'tests/unit/device/{cleared,leaving}.test.ts',
  'tests/unit/app/together.test.ts',
]

export default defineConfig({
  plugins: [react(), drawNow(), fetchEarly(), pwa(), writeHashes()],
  server: { host: '127.0.0.1', proxy: { '/api': { target: API } } },
  build: {
    target: BROWSERS,
    sourcemap: false,
    // Every browser above preloads modules itself. The parts of a screen are on the phone as soon as the service
    // worker is; to list them all beforehand costs every first visit a kilobyte, and the tap that opens a screen a long task.
    modulePreload: { polyfill: false, resolveDependencies: () => [] },
    // The security policy allows no data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    // The licences of what the bundle contains travel with it.
    license: { fileName: 'licences.txt' },
    // A cold start through the service worker costs by the file: what is needed together comes together.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'first',
              test: (id) => isFirst(id) || id.includes('preload-helper'),
              priority: 1,
            },
            { name: 'react', test: isOneOf(['app/root.ts']), priority: 1 },
            { name: 'shell', test: isOneOf(['app/main.tsx']) },
            { name: 'schemas', test: isOneOf(['journal/body.ts']), priority: 1 },
            { name: 'dexie', test: isOneOf(['device/database.ts']), priority: 1 },
            { name: 'phone', test: isPhone },
          ],
        },
      },
    },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 600,
  },
  worker: { format: 'es' },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['tests/{unit,api}/**/*.test.{ts,tsx}'],
          exclude: ['tests/api/postgres/**', ...PLANTED],
          // Files that share their modules need little more than half the processor time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'planted', include: [...PLANTED, 'tests/simulation/**/*.test.ts'] },
      },
      {
        // The API's tests once more, with its other engine.
        extends: true,
        test: {
          name: 'postgres',
          include: ['tests/api/**/*.test.ts'],
          exclude: ['tests/api/{backup,document}.test.ts', 'tests/api/faults/**'],
          globalSetup: ['tests/api/start-postgres.ts'],
          setupFiles: ['tests/api/on-postgres.ts'],
          testTimeout: 60_000,
          isolate: false,
        },
      },
    ],
    // By default one core is left idle; much of what is tested here waits for a disk.
    maxWorkers: Math.max(2, availableParallelism()),
    environment: 'node',
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})

/** Whether a module is one of these files of `src`. One that was renamed would silently become a file of its own. */
function isOneOf(files: readonly string[]): (module: string) => boolean {
  const lost = files.find((file) => !existsSync(resolve('src', file)))
  if (lost)
    throw new Error(
      `src/${lost} is not there any more: vite.config.ts says what is loaded with it.`,
    )
  return (module) => files.some((file) => module.endsWith(`/src/${file}`))
}

/**
 * Now is drawn into the page when it is built, so that it is seen before any script has come: the app's
 * own components, rendered once.
 */
function drawNow(): Plugin {
  return {
    name: 'draw-now',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      async handler(html) {
        const drawn = await renderNow()
        return (
          html
            // Nothing is painted before it is known whether Now is asked for.
            .replace('<script type="module"', '$& blocking="render"')
            .replace('<div id="root"></div>', () => `<div id="root">${drawn}</div>`)
        )
      },
    },
  }
}

async function renderNow(): Promise<string> {
  // Inside the project, so that React is found; a folder of its own for each build that runs at the same time.
  const cache = resolve(import.meta.dirname, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const outDir = mkdtempSync(join(cache, 'draw-now-'))
  try {
    await build({
      configFile: false,
      root: import.meta.dirname,
      logLevel: 'error',
      plugins: [react()],
      build: { ssr: 'src/app/draw-now.tsx', outDir, copyPublicDir: false },
    })
    const built = (await import(join(outDir, 'draw-now.js'))) as { drawNow: () => string }
    return built.drawNow()
  } finally {
    rmSync(outDir, { recursive: true })
  }
}

/**
 * What the first screen needs is named by the page itself: its style at once, its script for `first.ts` to ask
 * for in one go, once Now has been painted, and not when each is imported, one after the other.
 */
function fetchEarly(): Plugin {
  return {
    name: 'fetch-early',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        EARLY.flatMap((name) => {
          const chunk = Object.values(bundle).find(
            (each) => each.type === 'chunk' && each.name === name,
          )
          if (chunk?.type !== 'chunk') return []
          const styles = name === 'shell' ? (chunk.viteMetadata?.importedCss ?? []) : []
          return [
            ...[...styles].map((path) =>
              link({ rel: 'stylesheet', crossorigin: true, href: `/${path}` }),
            ),
            link({ rel: 'later', href: `/${chunk.fileName}` }),
          ]
        }),
    },
  }
}

/** In the order of need. */
const EARLY = ['rolldown-runtime', 'react', 'shell', 'schemas', 'dexie', 'phone']

const link = (attrs: Record<string, string | boolean>): HtmlTagDescriptor => ({
  tag: 'link',
  injectTo: 'head',
  attrs,
})

/**
 * The built files and what they are, as `sha256sum` writes and checks them: two builds of one state of
 * the source agree, so that anyone can compare what a server serves with what they have built.
 */
function writeHashes(): Plugin {
  let folder = ''
  return {
    name: 'hashes',
    apply: 'build',
    configResolved: ({ root, build }) => {
      folder = resolve(root, build.outDir)
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        const files = readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && entry.name !== HASHES)
          .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
          .map((file) => [file.split(sep).join('/'), readFileSync(join(folder, file))] as const)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
        const lines = files.map(
          ([path, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${path}\n`,
        )
        writeFileSync(join(folder, HASHES), lines.join(''))
      },
    },
  }
}

const HASHES = 'hashes.txt'

/** What makes the app installable, and its service worker. The app registers the worker itself. */
function pwa() {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'service-worker',
    filename: 'sw.ts',
    // An inline script would be refused by the security policy.
    injectRegister: false,
    includeManifestIcons: false,
    injectManifest: {
      target: BROWSERS,
      rollupFormat: 'iife',
      sourcemap: false,
      // Icons and screenshots are fetched by the system at installation, never by the running app.
      globPatterns: ['**/*.{js,css,html,svg,woff2,webmanifest}'],
      // The pictures two phones compare are needed once, and only with a network.
      globIgnores: ['**/noto-emoji-*'],
      // A hash in the name is revision enough, and spares a second download.
      dontCacheBustURLsMatching: /^assets\//,
    },
    manifest: {
      id: '/',
      name: 'Tideline',
      short_name: 'Tideline',
      description: 'A shared journal for two people caught in the push-pull dance.',
      lang: 'en',
      dir: 'ltr',
      start_url: '/',
      scope: '/',
      display: 'standalone',
      background_color: '#f4efe6',
      theme_color: '#f4efe6',
      categories: ['lifestyle', 'health'],
      icons: [
        { src: '/icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
        { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
        { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
        {
          src: '/icons/maskable-512.png',
          sizes: '512x512',
          type: 'image/png',
          purpose: 'maskable',
        },
      ],
      shortcuts: [
        shortcut('Log a moment', '/now', 'shortcut-now'),
        shortcut('See our week', '/week', 'shortcut-week'),
        shortcut('Breathe for a minute', '/breathe', 'shortcut-breathe'),
      ],
      // Taken anew by tests/pictures.ts.
      screenshots: [
        picture('now', 'narrow', '780x1688', 'Four shapes: one tap keeps a moment'),
        picture(
          'tide',
          'narrow',
          '780x1688',
          'Two shores and what goes back and forth between them',
        ),
        picture('breathe', 'narrow', '780x1688', 'A minute of long breaths out'),
        picture('tide-wide', 'wide', '1280x800', 'The shared timeline on a larger screen'),
      ],
    },
  })
}

function picture(name: string, form_factor: 'narrow' | 'wide', sizes: string, label: string) {
  return { src: `/screenshots/${name}.png`, sizes, type: 'image/png', form_factor, label }
}

function shortcut(name: string, url: string, icon: string) {
  return { name, url, icons: [{ src: `/icons/${icon}.png`, sizes: '96x96', type: 'image/png' }] }
}
