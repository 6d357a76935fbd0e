import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort } from '../e2e/server.ts'
import type { Engine } from './window.ts'

/**
 * WebKitGTK, driven over WebDriver (w3.org/TR/webdriver2) on a screen that nobody sees. It is the nearest
 * thing to Safari on this system, not the thing itself. A driver has one window; what a window keeps, it
 * keeps until it is closed.
 */
export function openWebKit(driver: string, xvfb: string): Engine {
  const running = new Set<ChildProcess>()
  let screen: Promise<string> | null = null

  async function start(command: string, args: readonly string[], display?: string) {
    const env = { ...process.env, ...(display ? { DISPLAY: display } : {}) }
    const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
    running.add(child)
    child.once('exit', () => running.delete(child))
    return child
  }

  /** Starts the screen; it chooses its own number and says it. */
  async function startScreen(): Promise<string> {
    const child = await start(xvfb, ['-displayfd', '3', '-screen', '0', '800x1000x24'])
    const [said] = (await once(child.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer]
    return `:${said.toString().trim()}`
  }

  return {
    name: 'WebKitGTK',
    async open(origin) {
      screen ??= startScreen()
      const port = await freePort()
      const child = await start(driver, [`--port=${port}`], await screen)
      const send = sender(`http://127.0.0.1:${port}`)
      const { sessionId } = (await whenReady(() =>
        send('POST', '/session', { capabilities: { alwaysMatch: { pageLoadStrategy: 'normal' } } }),
      )) as { sessionId: string }
      const at = `/session/${sessionId}`
      await send('POST', `${at}/window/rect`, { width: 390, height: 844 })
      const run = (script: string, ...args: unknown[]) =>
        send('POST', `${at}/execute/sync`, { script, args })
      return {
        goto: async (path) =>
          void (await send('POST', `${at}/url`, { url: new URL(path, origin).href })),
        reload: async () => void (await send('POST', `${at}/refresh`, {})),
        read: (expression) => run(`return ${expression}`),
        async press(expression) {
          const element = (await run(`return ${expression}`)) as Record<string, string> | null
          const id = Object.values(element ?? {})[0]
          if (id === undefined) throw new Error('nothing to press')
          await send('POST', `${at}/element/${id}/click`, {})
        },
        async type(text) {
          const focused = (await send('GET', `${at}/element/active`)) as Record<string, string>
          const id = Object.values(focused)[0] ?? ''
          await send('POST', `${at}/element/${id}/value`, { text })
        },
        async close() {
          await send('DELETE', at).catch(() => undefined)
          child.kill()
        },
      }
    },
    async close() {
      for (const child of running) child.kill()
    },
  }
}

/** Sends WebDriver commands and answers their values; what the driver refuses is thrown. */
function sender(driver: string) {
  return async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(driver + path, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const { value } = (await response.json()) as { value: unknown }
    if (response.ok) return value
    const { error, message } = value as { error: string; message: string }
    throw new Error(`${error}: ${message}`)
  }
}

const STARTS_WITHIN = 20_000

async function whenReady<T>(begin: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + STARTS_WITHIN
  for (;;) {
    try {
      return await begin()
    } catch (error) {
      if (!(error instanceof TypeError) || Date.now() > deadline) throw error
      await new Promise((wake) => setTimeout(wake, 100))
    }
  }
}
