import type { RunningServer } from '../../e2e/server.ts'
import { memoryOf } from '../memory.ts'

/** Megabytes that a server's process holds now; not a number where the system does not say. */
export const residentOf = ({ pid }: RunningServer): number => memoryOf(pid)?.now ?? Number.NaN
