import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The other browsers, where they are. What is missing is asked of the system's package manager, as
 * `tests/chromium.ts` does for its own; null where it cannot be had.
 */

type Say = (line: string) => void

/** The paths of these commands; `packages` are installed first if one of them is missing. */
export function findCommands(
  commands: readonly string[],
  packages: readonly string[],
  say: Say,
): string[] | null {
  const there = locate(commands)
  if (there) return there
  say(`Installing ${packages.join(', ')} with apt-get …`)
  if (!run('apt-get', ['update', '-qq'])) say('The list of packages could not be read anew.')
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages])
  return locate(commands)
}

function locate(commands: readonly string[]): string[] | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const paths = commands.map((command) =>
    folders.map((folder) => join(folder, command)).find(isExecutable),
  )
  return paths.every((path) => path !== undefined) ? paths : null
}

function run(command: string, args: readonly string[]): boolean {
  const [name, ...all] =
    process.getuid?.() === 0 ? [command, ...args] : ['sudo', '-n', '-E', command, ...args]
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(name, all, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
